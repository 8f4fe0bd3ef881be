import { isRecord, type JsonRecord, readField, readString, clip } from '../json-value.ts';

// Problems of one request that are told; the rest would only be noise.
const MAX_PROBLEMS = 5;
const MAX_LENGTH = 500;

/** An error as the platform words it, whichever of its three shapes it came in. */
export interface AuiFault {
  /** An HTTP status, on the socket too. */
  readonly status: number | undefined;
  readonly message: string | undefined;
  readonly description: string | undefined;
}

/** Whether a frame is an error: a status that belongs to no message, or a detail. */
export function isAuiFault(record: JsonRecord): boolean {
  const detail = readField(record, 'detail');
  if (typeof detail === 'string' || Array.isArray(detail)) {
    return true;
  }
  return (
    typeof readField(record, 'status_code') === 'number' &&
    !Object.hasOwn(record, 'id') &&
    !Object.hasOwn(record, 'sender')
  );
}

/** Reads `{detail: string}` (401), `{detail: [{loc, msg}]}` (422) and `{status_code, description, message}`. */
export function parseAuiFault(body: unknown): AuiFault {
  if (!isRecord(body)) {
    return { status: undefined, message: undefined, description: undefined };
  }
  const status = readField(body, 'status_code');
  const detail = readField(body, 'detail');
  const ofShape = Array.isArray(detail) ? 422 : typeof detail === 'string' ? 401 : undefined;
  return {
    status: typeof status === 'number' ? status : ofShape,
    message: readShort(body, 'message') ?? readDetail(detail),
    description: readShort(body, 'description'),
  };
}

function readDetail(detail: unknown): string | undefined {
  if (typeof detail === 'string') {
    return detail.trim() === '' ? undefined : clip(detail, MAX_LENGTH);
  }
  if (!Array.isArray(detail)) {
    return undefined;
  }
  const problems = detail.slice(0, MAX_PROBLEMS).flatMap((problem) => {
    const message = isRecord(problem) ? readShort(problem, 'msg') : undefined;
    return message === undefined ? [] : [`${readPlace(problem)}${message}`];
  });
  return problems.length === 0 ? undefined : clip(problems.join('; '), MAX_LENGTH);
}

function readPlace(problem: JsonRecord): string {
  const loc = readField(problem, 'loc');
  const words = Array.isArray(loc)
    ? loc.slice(0, 8).filter((word) => typeof word === 'string' || typeof word === 'number')
    : [];
  return words.length === 0 ? '' : `${words.join('.')}: `;
}

function readShort(record: JsonRecord, name: string): string | undefined {
  const text = readString(record, name);
  return text === undefined || text.trim() === '' ? undefined : clip(text, MAX_LENGTH);
}
