import { WebSocket } from 'ws';

import type { Simulator } from '../core/platform.ts';
import type { NlxResponse } from './response.ts';

/** Keys that open any simulator without configured ones. */
export const KEYS = {
  deploymentKey: 'deploy',
  channelKey: 'channel-en-US',
  apiKey: 'key',
} as const;

/** A JSON body of an answer that may be anything. */
export type Frame = NlxResponse & { readonly message?: string | undefined };

/** A bare socket that keeps what it hears. */
export interface TestSocket {
  readonly frames: readonly Frame[];
  readonly closed: Promise<{ code: number; reason: string }>;
  /** The next frame nobody has asked for yet. */
  next(): Promise<Frame>;
  send(frame: object | string | Uint8Array): void;
  close(): Promise<unknown>;
}

/** Dials a simulator with the documented query and waits until the socket is open. */
export async function dial(
  simulator: Simulator,
  query: Readonly<Record<string, string>> = {},
): Promise<TestSocket> {
  const socket = new WebSocket(
    `${simulator.url}?${new URLSearchParams({ ...KEYS, ...query }).toString()}`,
  );
  const frames: Frame[] = [];
  const waiting: ((frame: Frame) => void)[] = [];
  let read = 0;
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString('utf8')) as Frame;
    frames.push(frame);
    const first = waiting.shift();
    if (first !== undefined) {
      read += 1;
      first(frame);
    }
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString('utf8') }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined);
  return {
    frames,
    closed,
    next: () => {
      const frame = frames[read];
      if (frame === undefined) return new Promise((resolve) => waiting.push(resolve));
      read += 1;
      return Promise.resolve(frame);
    },
    send: (frame) =>
      socket.send(
        typeof frame === 'string' || frame instanceof Uint8Array ? frame : JSON.stringify(frame),
      ),
    close: () => {
      socket.close();
      return closed;
    },
  };
}

/** A body that says a text. */
export const text = (words: string, more: object = {}): object => ({
  request: { unstructured: { text: words } },
  ...more,
});

/** A body with structured input. */
export const structured = (input: object, more: object = {}): object => ({
  request: { structured: input },
  ...more,
});

/** How a request differs from the ordinary one. */
export interface PostOptions {
  readonly path?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Posts a turn to a simulator. */
export function post(
  simulator: Simulator,
  body: object | string,
  { path = '/c/deploy/channel-en-US', headers = {} }: PostOptions = {},
): Promise<Response> {
  return fetch(`${simulator.restUrl}${path}`, {
    method: 'POST',
    headers: { 'nlx-api-key': KEYS.apiKey, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Posts a turn and reads its JSON. */
export async function turn(
  simulator: Simulator,
  body: object,
  options: PostOptions = {},
): Promise<Frame> {
  const response = await post(simulator, body, options);
  return (await response.json()) as Frame;
}
