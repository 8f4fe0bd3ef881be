import type { IncomingMessage } from '../../chat/chat-message.ts';
import { isRecord, readArray, readField, readId, readString } from '../json-value.ts';
import type { SessionFacts } from '../provider.ts';
import type { NlxUpload } from './parse-response.ts';

const MAX_NODES = 50;

/**
 * What has to be known of a conversation from one frame to the next. Kept as `session.data`, so that the
 * provider itself holds no state.
 */
export type NlxSessionMemory = {
  /** A person was called: what is said from here on over a socket is a person's. */
  readonly escalated: boolean;
  /** Polls in a row. */
  readonly polls: number;
  /** Where files may be put, as the last answer with metadata said. */
  readonly uploads: readonly NlxUpload[];
  /** The nodes of the last answer: a choice of any other node answers an old question anew. */
  readonly nodeIds: readonly string[];
  /** The platform asks for no typed answer. */
  readonly inputDisabled: boolean;
  /** The last message of a streamed answer that is not over: what the answer's end says belongs to it. */
  readonly streamed: { readonly message: IncomingMessage; readonly at: number } | null;
};

export const EMPTY_MEMORY: NlxSessionMemory = {
  escalated: false,
  polls: 0,
  uploads: [],
  nodeIds: [],
  inputDisabled: false,
  streamed: null,
};

/** Reads the memory back; whatever does not fit is as if it were not there. */
export function readMemory(facts: SessionFacts): NlxSessionMemory {
  const { data } = facts.session;
  if (!isRecord(data)) {
    return EMPTY_MEMORY;
  }
  const polls = readField(data, 'polls');
  return {
    escalated: readField(data, 'escalated') === true,
    polls: typeof polls === 'number' && Number.isSafeInteger(polls) && polls > 0 ? polls : 0,
    uploads: readArray(data, 'uploads', MAX_NODES).flatMap((item) => {
      const url = isRecord(item) ? readString(item, 'url') : undefined;
      const uploadId = isRecord(item) ? readId(item, 'uploadId') : undefined;
      return url === undefined ? [] : [uploadId === undefined ? { url } : { url, uploadId }];
    }),
    nodeIds: readArray(data, 'nodeIds', MAX_NODES).filter((id) => typeof id === 'string'),
    inputDisabled: readField(data, 'inputDisabled') === true,
    streamed: readStreamed(readField(data, 'streamed')),
  };
}

function readStreamed(value: unknown): NlxSessionMemory['streamed'] {
  const message = isRecord(value) ? readField(value, 'message') : undefined;
  const at = isRecord(value) ? readField(value, 'at') : undefined;
  return typeof at === 'number' && isMessage(message) ? { message, at } : null;
}

/** Only `decode` writes this field, so a role and parts tell its message from anything else. */
function isMessage(value: unknown): value is IncomingMessage {
  return (
    isRecord(value) &&
    typeof readField(value, 'role') === 'string' &&
    readArray(value, 'parts', MAX_NODES).every(isRecord) &&
    Array.isArray(readField(value, 'parts'))
  );
}

/** Keeps the newest of the nodes that are named. */
export function mergeNodes(
  before: readonly string[],
  added: readonly (string | undefined)[],
): readonly string[] {
  const named = added.filter((id) => id !== undefined);
  return [...new Set([...before, ...named])].slice(-MAX_NODES);
}
