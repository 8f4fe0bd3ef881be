import { clip, type JsonRecord, readArray, readField, readWords } from '../json-value.ts';

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
  const hasStatus = typeof readField(record, 'status_code') === 'number';
  return (
    statusOfDetail(record) !== undefined ||
    (hasStatus && !Object.hasOwn(record, 'id') && !Object.hasOwn(record, 'sender'))
  );
}

/** Reads `{detail: string}` (401), `{detail: [{loc, msg}]}` (422) and `{status_code, description, message}`. */
export function parseAuiFault(body: unknown): AuiFault {
  const status = readField(body, 'status_code');
  return {
    status: typeof status === 'number' ? status : statusOfDetail(body),
    message: readWords(body, 'message') ?? readWords(body, 'detail') ?? readProblems(body),
    description: readWords(body, 'description'),
  };
}

function statusOfDetail(body: unknown): number | undefined {
  const detail = readField(body, 'detail');
  return Array.isArray(detail) ? 422 : typeof detail === 'string' ? 401 : undefined;
}

function readProblems(body: unknown): string | undefined {
  const problems = readArray(body, 'detail', MAX_PROBLEMS).flatMap((problem) => {
    const message = readWords(problem, 'msg');
    const place = readArray(problem, 'loc', 8)
      .filter((word) => typeof word === 'string' || typeof word === 'number')
      .join('.');
    return message ? [place && `${place}: `, message].join('') : [];
  });
  return clip(problems.join('; '), MAX_LENGTH) || undefined;
}
