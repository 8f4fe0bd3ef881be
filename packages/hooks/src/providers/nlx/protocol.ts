/**
 * What NLX sends, reduced to the fields that are used. The acknowledgement and the response are the vendor's
 * documentation; `interim`, `message` and `final_response` its streaming pages; the several shapes of one field
 * were each seen in the wild. docs/protocol/nlx.md tells which is which.
 */
import { clip, type JsonRecord, readFrame, readRecord, readString } from '../json-value.ts';
import { parseMessage } from './parse-message.ts';
import { type NlxResponse, parseResponse } from './parse-response.ts';
import type { NlxMessage } from './parse-message.ts';

export type NlxFrame =
  /** The first frame of a socket: the conversation's name and nothing else. */
  | { readonly kind: 'acknowledgement'; readonly response: NlxResponse }
  | { readonly kind: 'response'; readonly response: NlxResponse }
  /** Progress text: no answer. */
  | { readonly kind: 'interim'; readonly text: string }
  /** One finished message of an answer that goes on. */
  | { readonly kind: 'message'; readonly message: NlxMessage; readonly problems: readonly string[] }
  /** The end of a streamed answer. */
  | { readonly kind: 'final'; readonly response: NlxResponse }
  /** The gateway or the application failed to answer. */
  | { readonly kind: 'failure' }
  | { readonly kind: 'unknown'; readonly reason: string };

const ANSWER_FIELDS = ['messages', 'modalities', 'payload', 'metadata', 'context'] as const;
const FAILURE_FIELDS = ['message', 'error', 'errors', 'errorMessage'] as const;

const has = (record: JsonRecord, names: readonly string[]): boolean =>
  names.some((name) => Object.hasOwn(record, name));

/** Reads a frame. Total: whatever it is, it is one of these. */
export function parseNlxFrame(frame: unknown): NlxFrame {
  const record = readFrame(frame);
  if (typeof record === 'string') {
    return { kind: 'unknown', reason: record };
  }
  const type = readString(record, 'type');
  switch (type) {
    case 'interim':
      return parseInterim(record);
    case 'message':
      return parseStreamed(record);
    case 'final_response': {
      const data = readRecord(record, 'data');
      // Some servers put the answer beside `type` instead of under `data`.
      return { kind: 'final', response: parseResponse(data ?? record) };
    }
    default:
      return parseAnswer(record, type);
  }
}

function parseInterim(record: JsonRecord): NlxFrame {
  const text = readString(record, 'text');
  return text === undefined
    ? { kind: 'unknown', reason: 'an interim event without text' }
    : { kind: 'interim', text };
}

function parseStreamed(record: JsonRecord): NlxFrame {
  const problems: string[] = [];
  // The pages show the fields beside `type`; under `data`, as the last event has them, costs nothing to read.
  const message = parseMessage(readRecord(record, 'data') ?? record, problems);
  return message
    ? { kind: 'message', message, problems }
    : { kind: 'unknown', reason: 'a message event with nothing to show' };
}

function parseAnswer(record: JsonRecord, type: string | undefined): NlxFrame {
  if (has(record, ANSWER_FIELDS) || Object.keys(record).length === 0) {
    return { kind: 'response', response: parseResponse(record) };
  }
  if (has(record, FAILURE_FIELDS)) {
    return { kind: 'failure' };
  }
  const response = parseResponse(record);
  if (response.conversationId !== undefined || response.expiresAt !== undefined) {
    return { kind: 'acknowledgement', response };
  }
  const name = type === undefined ? '' : ` of type ${JSON.stringify(clip(type, 40))}`;
  return { kind: 'unknown', reason: `a frame${name} that says nothing known` };
}
