import type { Received } from './platform.ts';

const decoder = new TextDecoder();

/** JSON where it is JSON, otherwise what came. */
export function readFrame(data: string | Uint8Array): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

/** The record of one client frame. */
export function socketEntry(at: number, connection: number, data: string | Uint8Array): Received {
  return { at, connection, frame: readFrame(data) };
}

/** The record of one HTTP request; the query is left out, because keys travel in it. */
export function httpEntry(at: number, method: string, url: URL, body: Uint8Array): Received {
  const frame = body.length === 0 ? null : readFrame(decoder.decode(body));
  return { at, connection: 0, frame, request: { method, path: url.pathname } };
}
