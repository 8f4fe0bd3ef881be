import type { IncomingMessage } from '../../chat/chat-message.ts';
import { isRecord, readArray, readField, readId } from '../json-value.ts';
import type { SessionFacts } from '../provider.ts';
import { readWebAddress } from './sources.ts';

const MAX_ITEMS = 50;

/** A place for a file. Only one with an id can be named to the platform afterwards. */
export type NlxUpload = {
  readonly url: string;
  readonly uploadId?: string | undefined;
};

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
  /** The last message of a streamed answer that is not over: what the answer's end says belongs to it. */
  readonly streamed: { readonly message: IncomingMessage; readonly at: number } | null;
};

export const EMPTY_MEMORY: NlxSessionMemory = {
  escalated: false,
  polls: 0,
  uploads: [],
  nodeIds: [],
  streamed: null,
};

/** Reads the memory back; whatever does not fit is as if it were not there. */
export function readMemory({ session: { data } }: SessionFacts): NlxSessionMemory {
  const polls = readField(data, 'polls');
  const streamed = readField(data, 'streamed');
  const message = readField(streamed, 'message');
  const at = readField(streamed, 'at');
  return {
    escalated: readField(data, 'escalated') === true,
    polls: typeof polls === 'number' && Number.isSafeInteger(polls) && polls > 0 ? polls : 0,
    uploads: readUploads(data, 'uploads'),
    nodeIds: readArray(data, 'nodeIds', MAX_ITEMS).filter((id) => typeof id === 'string'),
    streamed: typeof at === 'number' && isMessage(message) ? { message, at } : null,
  };
}

/** The places that can take a file: only one with an id can be spoken of afterwards. */
export function namedUploads({ uploads }: NlxSessionMemory): readonly NlxUpload[] {
  return uploads.filter(({ uploadId }) => uploadId);
}

/** Reads places for files: addresses, or addresses with an id. */
export function readUploads(record: unknown, name: string): readonly NlxUpload[] {
  return readArray(record, name, MAX_ITEMS).flatMap((item) => {
    const url = readWebAddress(typeof item === 'string' ? { url: item } : item, 'url');
    const uploadId = readId(item, 'uploadId');
    return url ? [uploadId ? { url, uploadId } : { url }] : [];
  });
}

/** Only `decode` writes this field, so a role and parts tell its message from anything else. */
function isMessage(value: unknown): value is IncomingMessage {
  const parts = readField(value, 'parts');
  return (
    typeof readField(value, 'role') === 'string' && Array.isArray(parts) && parts.every(isRecord)
  );
}

/** Keeps the newest of the nodes that messages name. */
export function mergeNodes(
  before: readonly string[],
  messages: readonly IncomingMessage[],
): readonly string[] {
  const named = messages.flatMap(({ metadata }) => readId(metadata, 'nodeId') ?? []);
  return [...new Set([...before, ...named])].slice(-MAX_ITEMS);
}
