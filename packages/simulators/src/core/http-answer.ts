import { garble, type Faults } from './faults.ts';
import type { HttpResponse } from './platform.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Thrown inside a body to say: cut the connection here. */
export class CutConnection extends Error {
  override readonly name = 'CutConnection';
}

type Body = NonNullable<HttpResponse['body']>;

async function* pieces(body: Body): AsyncGenerator<string | Uint8Array> {
  if (typeof body === 'string' || body instanceof Uint8Array) yield body;
  else yield* body;
}

async function* faulty(body: Body, faults: () => Faults): AsyncGenerator<string | Uint8Array> {
  let sent = 0;
  for await (const piece of pieces(body)) {
    const { dropAfterFrames, sliceBytes } = faults();
    const bytes = typeof piece === 'string' ? encoder.encode(piece) : piece;
    const size = sliceBytes ?? Math.max(1, bytes.length);
    for (let start = 0; start < bytes.length; start += size) {
      if (dropAfterFrames !== null && sent >= dropAfterFrames) throw new CutConnection();
      yield bytes.subarray(start, start + size);
      sent += 1;
    }
  }
}

/** The first piece as a broken proxy leaves it; what follows is whole. */
async function* damagedFirst(body: Body): AsyncGenerator<string | Uint8Array> {
  let isFirst = true;
  for await (const piece of pieces(body)) {
    const text = typeof piece === 'string' ? piece : decoder.decode(piece);
    yield isFirst ? garble(text) : piece;
    isFirst = false;
  }
}

/** The same answer with the faults that concern a body. Untouched when there are none. */
export function withFaultyBody(
  response: HttpResponse,
  faults: () => Faults,
  damaged: boolean,
): HttpResponse {
  const { body: whole } = response;
  if (whole === undefined) return response;
  if (damaged && (typeof whole === 'string' || whole instanceof Uint8Array)) {
    const text = typeof whole === 'string' ? whole : decoder.decode(whole);
    return { ...response, body: garble(text) };
  }
  const body = damaged ? damagedFirst(whole) : whole;
  const { dropAfterFrames, sliceBytes } = faults();
  if (dropAfterFrames === null && sliceBytes === null) return { ...response, body };
  return { ...response, body: faulty(body, faults) };
}

/** An answer in JSON. */
export function json(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

/** The headers that let a page from anywhere, a public site included, call a local simulator. */
export function corsHeaders(
  requested: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return {
    'access-control-allow-origin': requested['origin'] ?? '*',
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
    'access-control-allow-headers': requested['access-control-request-headers'] ?? '*',
    'access-control-allow-private-network': 'true',
    'access-control-expose-headers': '*',
    'access-control-max-age': '600',
    vary: 'origin, access-control-request-headers',
  };
}
