import {
  type JsonRecord,
  isRecord,
  readArray,
  readField,
  readId,
  readRecord,
  readString,
  toJsonRecord,
} from '../json-value.ts';
import { parseWireTime } from '../wire-time.ts';
import { type NlxModality, parseModalities } from './modalities.ts';
import { type NlxMessage, parseMessages } from './parse-message.ts';
import { type NlxSource, parseSources } from './sources.ts';

const MAX_UPLOADS = 50;

/** A place for a file. Only one with an id can be named to the platform afterwards. */
export type NlxUpload = {
  readonly url: string;
  readonly uploadId?: string | undefined;
};

export interface NlxResponseMetadata {
  readonly intentId: string | undefined;
  readonly escalation: boolean | undefined;
  readonly hasPendingDataRequest: boolean;
  readonly uploads: readonly NlxUpload[];
  readonly feedbackUrl: string | undefined;
  readonly feedbackConfig: JsonRecord | undefined;
  readonly escalationChannel: JsonRecord | undefined;
  /** `frustration`, `incomprehension`, `isGenerative`, `multimodalEnabled`, where the platform says them. */
  readonly flags: Readonly<Record<string, boolean>>;
}

/** One answer, whatever it was carried by. */
export interface NlxResponse {
  readonly conversationId: string | undefined;
  readonly messages: readonly NlxMessage[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | undefined;
  readonly modalities: readonly NlxModality[];
  readonly payload: JsonRecord | string | undefined;
  /** Undefined where the answer has none: what an earlier one said still holds. */
  readonly metadata: NlxResponseMetadata | undefined;
  /** Of the answer's metadata, then of its payload. */
  readonly sources: readonly NlxSource[];
  readonly context: JsonRecord | undefined;
  /** `nlx:input-disabled=true`, the vendor's way to ask for no typed answer. */
  readonly inputDisabled: boolean;
  /** What could not be read. */
  readonly problems: readonly string[];
}

/** Reads an answer. Everything but the object itself may be missing. */
export function parseResponse(record: JsonRecord): NlxResponse {
  const problems: string[] = [];
  const metadata = readRecord(record, 'metadata');
  const payload = parsePayload(readField(record, 'payload'));
  const payloadFields = typeof payload === 'string' ? parseText(payload) : payload;
  const payloadMetadata = payloadFields && readRecord(payloadFields, 'metadata');
  const expiresAt = parseTime(readField(record, 'expirationTimestamp'), problems);
  return {
    conversationId: readId(record, 'conversationId'),
    messages: parseMessages(record, problems),
    expiresAt,
    modalities: parseModalities(readField(record, 'modalities'), payloadFields, problems),
    payload,
    metadata: metadata && parseMetadata(metadata),
    sources: [
      ...(metadata ? parseSources(metadata) : []),
      ...(payloadMetadata ? parseSources(payloadMetadata) : []),
    ],
    context: toJsonRecord(readRecord(record, 'context')),
    inputDisabled: isInputDisabled(payload, payloadFields),
    problems,
  };
}

const FLAGS = ['frustration', 'incomprehension', 'isGenerative', 'multimodalEnabled'] as const;

function parseMetadata(record: JsonRecord): NlxResponseMetadata {
  const readFlag = (name: string): boolean | undefined => {
    const value = readField(record, name);
    return typeof value === 'boolean' ? value : undefined;
  };
  const flags = FLAGS.flatMap((name) => {
    const value = readFlag(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const feedbackUrl = readString(record, 'feedbackUrl');
  return {
    intentId: readId(record, 'intentId'),
    escalation: readFlag('escalation'),
    hasPendingDataRequest: readFlag('hasPendingDataRequest') ?? false,
    uploads: readArray(record, 'uploadUrls', MAX_UPLOADS).flatMap(parseUpload),
    feedbackUrl: isWebAddress(feedbackUrl) ? feedbackUrl : undefined,
    feedbackConfig: toJsonRecord(readRecord(record, 'feedbackConfig')),
    escalationChannel: toJsonRecord(readRecord(record, 'escalationChannel')),
    flags: Object.fromEntries(flags),
  };
}

function isWebAddress(url: string | undefined): url is string {
  return url !== undefined && /^https?:\/\/[^\s/]/iu.test(url);
}

function parseUpload(item: unknown): readonly NlxUpload[] {
  const url = isRecord(item) ? readString(item, 'url') : item;
  if (typeof url !== 'string' || !isWebAddress(url)) {
    return [];
  }
  const uploadId = isRecord(item) ? readId(item, 'uploadId') : undefined;
  return [uploadId === undefined ? { url } : { url, uploadId }];
}

function parsePayload(value: unknown): JsonRecord | string | undefined {
  return typeof value === 'string' ? value || undefined : toJsonRecord(value);
}

/** A payload that is text may be JSON all the same. */
function parseText(text: string): JsonRecord | undefined {
  if (!text.trimStart().startsWith('{')) {
    return undefined;
  }
  try {
    return toJsonRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function isInputDisabled(
  payload: JsonRecord | string | undefined,
  fields: JsonRecord | undefined,
): boolean {
  const value = fields && readField(fields, 'nlx:input-disabled');
  return (
    value === true ||
    value === 'true' ||
    (typeof payload === 'string' && /(?:^|[\s,;&])nlx:input-disabled\s*=\s*true\b/u.test(payload))
  );
}

function parseTime(value: unknown, problems: string[]): number | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  const isDigits = typeof value === 'string' && /^\d{9,16}$/u.test(value);
  const ms = typeof value === 'number' || isDigits ? Number(value) : parseWireTime(value);
  // 8.64e15 is the last moment a Date can hold.
  if (ms === undefined || !(ms > 0 && ms <= 8.64e15)) {
    problems.push('expirationTimestamp is no time');
    return undefined;
  }
  return ms;
}
