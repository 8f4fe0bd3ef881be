/** What the echo server may say. The protocol is described in ../README.md. */
export type EchoFrame =
  | { readonly type: 'welcome'; readonly room: string }
  | { readonly type: 'heard'; readonly text: string; readonly id: string }
  | { readonly type: 'word'; readonly text: string }
  | { readonly type: 'done'; readonly text: string; readonly id: string }
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'unknown'; readonly reason: string };

/** Reads a frame. Total: what is no frame of the protocol is `unknown`. */
export function parseEchoFrame(frame: unknown): EchoFrame {
  if (typeof frame !== 'object' || frame === null) {
    return { type: 'unknown', reason: 'not an object' };
  }
  const read = (name: string): string | undefined => {
    const value: unknown = Object.hasOwn(frame, name) ? Reflect.get(frame, name) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const [type, text, id, room] = [read('type'), read('text'), read('id'), read('room')];
  if (type === 'welcome' && room !== undefined) {
    return { type, room };
  }
  if ((type === 'heard' || type === 'done') && text !== undefined && id !== undefined) {
    return { type, text, id };
  }
  if (type === 'word' && text !== undefined) {
    return { type, text };
  }
  if (type === 'refused') {
    return { type, reason: read('reason') ?? 'The server refused this.' };
  }
  return { type: 'unknown', reason: 'not a frame of the protocol' };
}
