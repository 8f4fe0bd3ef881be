import type { IncomingMessage } from '../../chat/chat-message.ts';
import type { ProviderCalls } from '../provider.ts';
import { refuse } from '../refuse.ts';
import { isSuccess } from '../rest-exchange.ts';
import { errorOfResponse } from './aui-error.ts';
import { auiRestHeaders, auiRestUrl } from './endpoint.ts';
import { parseAuiMessage } from './translate.ts';

// More than a conversation holds in memory by default.
const MAX_MESSAGES = 1000;

/** A task's messages. The platform does not page: it answers with all of them at once. */
export function auiHistory(
  restUrl: string,
  taskIdOf: (sessionId: string | undefined) => string | undefined,
): ProviderCalls['history'] {
  return {
    build(_request, facts, credentials) {
      const taskId = taskIdOf(facts.session.id);
      return taskId
        ? {
            method: 'GET',
            url: auiRestUrl(restUrl, ['tasks', taskId, 'messages']),
            headers: auiRestHeaders(credentials),
          }
        : refuse('not-found', 'There is no task yet to read the history of.');
    },
    read(response, { session }) {
      const welcome = session.data?.['welcomeMessage'];
      const messages = isSuccess(response) ? readHistory(response.body, welcome) : undefined;
      return messages ? { messages, hasMore: false } : { error: errorOfResponse(response) };
    },
  };
}

/**
 * Oldest first, by their times: the platform documents no order. A `welcome` that is shown already and comes
 * first here is one message. Undefined when the body is no history.
 */
export function readHistory(
  body: unknown,
  welcome?: unknown,
): readonly IncomingMessage[] | undefined {
  if (!Array.isArray(body)) {
    return undefined;
  }
  const messages = body.slice(-MAX_MESSAGES).flatMap((row) => parseAuiMessage(row) ?? []);
  const isTimed = messages.every(({ createdAt }) => createdAt !== undefined);
  const ordered = isTimed
    ? messages.toSorted((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0))
    : messages;
  const first = ordered[0];
  const part = first?.parts[0];
  const isShown = first?.role === 'assistant' && part?.type === 'text' && part.text === welcome;
  return ordered.slice(isShown ? 1 : 0).filter(({ parts }) => parts.length > 0);
}
