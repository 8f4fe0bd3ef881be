import { extendUrl } from '../endpoint-url.ts';
import { readRecord, readString, toJsonRecord } from '../json-value.ts';
import type { Call, ProviderCalls } from '../provider.ts';
import { refuse } from '../refuse.ts';
import { isSuccess } from '../rest-exchange.ts';
import { identity, restEndpoint, restHeaders } from './endpoint.ts';
import type { NlxOptions } from './nlx-options.ts';
import { namedUploads, readMemory } from './session-memory.ts';

type CallOf<Name extends keyof ProviderCalls> = NonNullable<ProviderCalls[Name]>;

/** The requests beside the conversation. */
export function nlxCalls(options: NlxOptions): ProviderCalls {
  const context = contextCall(options);
  return { upload: UPLOAD, feedback: feedbackCall(options), ...(context && { context }) };
}

/** Files go to addresses that the platform signed: no key, and the file's own type. */
const UPLOAD: CallOf<'upload'> = {
  build({ file, index }, facts) {
    const target = namedUploads(readMemory(facts))[index];
    return target
      ? {
          method: 'PUT',
          url: target.url,
          headers: { 'Content-Type': file.type || 'application/octet-stream' },
          body: file,
        }
      : refuse('upload-failed', whyNoTarget(readMemory(facts).uploads.length, index), {
          retryable: false,
        });
  },
  read(response, facts, { index }) {
    if (!isSuccess(response)) {
      return refuse('upload-failed', 'The file was not accepted.', {
        providerCode: String(response.status),
      });
    }
    const uploadId = namedUploads(readMemory(facts))[index]?.uploadId;
    return uploadId
      ? { uploadId }
      : refuse('upload-failed', 'The conversation went on without the file.');
  },
};

function whyNoTarget(offered: number, index: number): string {
  if (offered === 0) {
    return 'NLX is not asking for a file.';
  }
  return index === 0
    ? 'NLX names no id for the file, so it cannot be sent.'
    : `NLX takes ${index} files here.`;
}

/** Ratings and comments go to the address on the message: no key. */
function feedbackCall(options: NlxOptions): CallOf<'feedback'> {
  return {
    build({ message, rating, comment }, facts) {
      const { metadata } = message;
      const url = readString(metadata, 'feedbackUrl');
      if (!url) {
        return refuse('unsupported', 'NLX takes no feedback on this message.');
      }
      // Without a configuration the scale is binary; with one it is whatever the configuration says.
      const isRating = readRecord(metadata, 'feedbackConfig')
        ? Number.isFinite(rating)
        : [undefined, -1, 0, 1].includes(rating);
      if (rating !== undefined && !isRating) {
        return refuse('invalid-message', 'A rating is 1, -1, or 0 to take it back.');
      }
      if (rating === undefined && !comment?.trim()) {
        return refuse('invalid-message', 'Feedback is a rating or a comment.');
      }
      const said = rating === undefined ? { comment } : { rating };
      const body = JSON.stringify({ ...identity(options, facts), ...said });
      return { method: 'POST', url, headers: { 'Content-Type': 'application/json' }, body };
    },
    read: readPlain,
  };
}

/**
 * Undefined where the REST endpoint is not known: an address of a socket does not tell it, and guessing one
 * would take the key to another host. The context then goes with the next message.
 */
function contextCall(options: NlxOptions): CallOf<'context'> | undefined {
  const { restUrl, transport } = options;
  if (transport === 'websocket' && !restUrl && options.url !== undefined) {
    return undefined;
  }
  return {
    build({ context }, facts, credentials) {
      const { id } = facts.session;
      // Without its names the application has no address, whatever conversation was given.
      if (!id || !options.deploymentKey || !options.channelKey) {
        return refuse(
          'unsupported',
          'There is no conversation yet: it goes with the first message.',
        );
      }
      const body = toJsonRecord({ ...identity(options, facts), context });
      if (!body) {
        return refuse('invalid-message', 'A context is a plain JSON object.');
      }
      const url = transport === 'http' ? credentials.url : restUrl;
      return {
        method: 'POST',
        url: extendUrl(restEndpoint(options, url), '/context'),
        headers: restHeaders(credentials, { 'nlx-conversation-id': id }),
        body: JSON.stringify(body),
      };
    },
    read: readPlain,
  };
}

const readPlain: Call<never, { readonly ok: true }>['read'] = (response) => {
  const { status } = response;
  return isSuccess(response)
    ? { ok: true }
    : refuse(
        status >= 500 ? 'server' : status === 401 ? 'unauthorized' : 'rejected',
        'NLX did not accept this.',
        { providerCode: String(status) },
      );
};
