import { wait } from '../core/clock.ts';
import { CutConnection } from '../core/http-answer.ts';
import type { Clock } from '../core/platform.ts';
import type { Mishap } from './draft.ts';
import type { StreamFormat } from './options.ts';
import type { NlxMessage, NlxResponse } from './response.ts';

/** One thing a stream says. */
export type StreamEvent =
  | { readonly type: 'interim'; readonly text: string }
  | ({ readonly type: 'message' } & Pick<NlxMessage, 'text' | 'choices' | 'messageId' | 'metadata'>)
  | { readonly type: 'final_response'; readonly data: NlxResponse };

/** A format that has pieces; plain JSON has none. */
export type PiecewiseFormat = Exclude<StreamFormat, 'json'>;

/** The Content-Type that announces each format; concatenated objects come under no name of theirs. */
export const STREAM_TYPES: Readonly<Record<PiecewiseFormat, string>> = {
  sse: 'text/event-stream; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
  concatenated: 'application/octet-stream',
};

const toEvent = ({ text, choices, messageId, metadata }: NlxMessage): StreamEvent => ({
  type: 'message',
  text,
  ...(choices && { choices }),
  ...(messageId !== undefined && { messageId }),
  ...(metadata && { metadata }),
});

/** An answer as the events of a stream: progress, messages one by one, then the whole. */
export function toEvents(
  response: NlxResponse,
  interim: readonly string[],
  finalResponse: 'all' | 'rest',
): readonly StreamEvent[] {
  const messages = response.messages ?? [];
  // What has no id could not be recognised as the same message, so it is never said twice.
  const early = finalResponse === 'rest' ? messages.slice(0, -1) : messages;
  const again = messages.filter((message, index) =>
    finalResponse === 'rest' ? index >= early.length : message.messageId !== undefined,
  );
  const data = response.messages === undefined ? response : { ...response, messages: again };
  return [
    ...interim.map((text): StreamEvent => ({ type: 'interim', text })),
    ...early.map(toEvent),
    { type: 'final_response', data },
  ];
}

function encodeSse(json: string, noisy: boolean): string {
  if (!noisy) return `data: ${json}\n\n`;
  // Everything the event-stream format allows around a datum, with the other line ending.
  const pretty = JSON.stringify(JSON.parse(json), null, 1);
  const lines = pretty.split('\n').map((line) => `data:${line}\r\n`);
  return `: keep-alive\r\nid: 1\r\nevent: message\r\nretry: 3000\r\n${lines.join('')}\r\n`;
}

/** One event in a format; `noisy` adds what a reader has to step over. */
export function encodeEvent(event: StreamEvent, format: PiecewiseFormat, noisy: boolean): string {
  const json = JSON.stringify(event);
  switch (format) {
    case 'sse':
      return encodeSse(json, noisy);
    case 'ndjson':
      return noisy ? `\r\nkeep-alive\r\n${json}\r\n` : `${json}\n`;
    case 'concatenated':
      return noisy ? ` \n${JSON.stringify(event, null, 2)}\n` : json;
    default:
      return format satisfies never;
  }
}

/** How a stream is sent. */
export interface Sending {
  readonly clock: Clock;
  /** Milliseconds before each event. */
  readonly pauseMs: number;
  readonly format: PiecewiseFormat;
  readonly noisy: boolean;
  readonly sliced: boolean;
  readonly mishap: Mishap | undefined;
}

async function* texts(events: readonly StreamEvent[], sending: Sending): AsyncGenerator<string> {
  const { clock, pauseMs, format, noisy, mishap } = sending;
  let messages = 0;
  for (const event of events) {
    if (event.type === 'final_response' && mishap === 'unfinished') return;
    await wait(clock, pauseMs);
    const text = encodeEvent(event, format, noisy);
    if (mishap === 'cut' && messages > 0) {
      yield text.slice(0, Math.floor(text.length / 2));
      throw new CutConnection();
    }
    if (event.type === 'message') messages += 1;
    yield text;
  }
}

/** The body of a streamed answer. */
export async function* streamBody(
  events: readonly StreamEvent[],
  sending: Sending,
): AsyncGenerator<string | Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts(events, sending)) {
    if (!sending.sliced) {
      yield text;
      continue;
    }
    const bytes = encoder.encode(text);
    for (let index = 0; index < bytes.length; index += 1) yield bytes.subarray(index, index + 1);
  }
}
