import { isRecord, parseJson } from '../core/request-json.ts';

/** One complaint about a body, in the form the platform's REST API uses. */
export interface Complaint {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly type: string;
}

/** What a user said. */
export interface ClientMessage {
  readonly taskId: string;
  readonly text: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** A client frame that was read, or everything that is wrong with it. */
export type ClientFrame =
  | { readonly kind: 'message'; readonly message: ClientMessage }
  | { readonly kind: 'invalid'; readonly complaints: readonly Complaint[] };

const complain = (field: string | null, msg: string, type: string): Complaint => ({
  loc: field === null ? ['body'] : ['body', field],
  msg,
  type,
});

function checkText(value: Record<string, unknown>, field: string): readonly Complaint[] {
  const text = value[field];
  if (text === undefined) return [complain(field, 'Field required', 'missing')];
  if (typeof text !== 'string') return [complain(field, 'Not a string', 'string_type')];
  if (text.trim() === '') return [complain(field, 'Blank', 'string_too_short')];
  return [];
}

function checkContext(value: Record<string, unknown>): readonly Complaint[] {
  const { context } = value;
  if (!('context' in value)) return [];
  if (!isRecord(context)) return [complain('context', 'Not an object', 'dict_type')];
  const { lead_details: details, url } = context;
  const complaints: Complaint[] = [];
  if (url !== undefined && typeof url !== 'string') {
    complaints.push(complain('context.url', 'Not a string', 'string_type'));
  }
  if (details !== undefined && !isRecord(details)) {
    complaints.push(complain('context.lead_details', 'Not an object', 'dict_type'));
  }
  return complaints;
}

const FIELDS = new Set(['task_id', 'text', 'context']);

/** Checks a message that came over the socket or as the body of a REST call; forgives nothing. */
export function readMessage(value: unknown): ClientFrame {
  if (!isRecord(value)) {
    return { kind: 'invalid', complaints: [complain(null, 'Not a JSON object', 'model_type')] };
  }
  const complaints = [
    ...checkText(value, 'task_id'),
    ...checkText(value, 'text'),
    ...checkContext(value),
    ...Object.keys(value)
      .filter((name) => !FIELDS.has(name))
      .map((name) => complain(name, 'Unknown field', 'extra_forbidden')),
  ];
  const { context, task_id: taskId, text } = value;
  if (complaints.length > 0 || typeof taskId !== 'string' || typeof text !== 'string') {
    return { kind: 'invalid', complaints };
  }
  return { kind: 'message', message: { taskId, text, context: isRecord(context) ? context : {} } };
}

/** Reads a socket frame. */
export function readClientFrame(data: string | Uint8Array): ClientFrame {
  if (typeof data !== 'string') {
    return { kind: 'invalid', complaints: [complain(null, 'Binary frame', 'json_type')] };
  }
  const value = parseJson(data);
  if (value !== undefined) return readMessage(value);
  return { kind: 'invalid', complaints: [complain(null, 'Not JSON', 'json_invalid')] };
}
