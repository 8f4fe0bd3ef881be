import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { systemClock } from '../core/clock.ts';
import { CutConnection } from '../core/http-answer.ts';
import type { NlxResponse } from './response.ts';
import { encodeEvent, streamBody, toEvents, type StreamEvent } from './stream.ts';

const RESPONSE: NlxResponse = {
  messages: [
    { messageId: '1', text: 'one' },
    { messageId: '2', text: 'two', choices: [{ choiceId: 'a', choiceText: 'A' }] },
    { text: 'anonymous' },
  ],
  conversationId: 'c',
};

const types = (events: readonly StreamEvent[]): string[] => events.map(({ type }) => type);

describe('toEvents', () => {
  it('says progress, each message, then the whole, and repeats only what has an id', () => {
    const events = toEvents(RESPONSE, ['looking'], 'all');
    expect(types(events)).toEqual(['interim', 'message', 'message', 'message', 'final_response']);
    expect(events.at(-1)).toMatchObject({
      data: { conversationId: 'c', messages: [{ messageId: '1' }, { messageId: '2' }] },
    });
  });

  it('keeps the last message for the end on demand', () => {
    const events = toEvents(RESPONSE, [], 'rest');
    expect(types(events)).toEqual(['message', 'message', 'final_response']);
    expect(events.at(-1)).toMatchObject({ data: { messages: [{ text: 'anonymous' }] } });
  });

  it('ends an empty object with an empty object', () => {
    expect(toEvents({}, [], 'all')).toEqual([{ type: 'final_response', data: {} }]);
  });
});

/** The event-stream rules a reader needs: fields, comments, blank lines, any line ending. */
function readSse(body: string): unknown[] {
  return body
    .replaceAll('\r\n', '\n')
    .split('\n\n')
    .map((block) =>
      block
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).replace(/^ /, ''))
        .join('\n'),
    )
    .filter((data) => data !== '')
    .map((data) => JSON.parse(data) as unknown);
}

function readLines(body: string): unknown[] {
  return body
    .split(/\r?\n/)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as unknown);
}

/** Cuts concatenated objects apart by their braces, knowing strings. */
function readObjects(body: string): unknown[] {
  const found: unknown[] = [];
  let depth = 0;
  let start = 0;
  let inString = false;
  for (let index = 0; index < body.length; index += 1) {
    const character = body[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') {
      if (depth === 0) start = index;
      depth += 1;
    } else if (character === '}') {
      depth -= 1;
      if (depth === 0) found.push(JSON.parse(body.slice(start, index + 1)));
    }
  }
  return found;
}

describe('encodeEvent', () => {
  const readers = { sse: readSse, ndjson: readLines, concatenated: readObjects } as const;

  it.each(['sse', 'ndjson', 'concatenated'] as const)('says any text whole as %s', (format) => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.boolean(), (texts, noisy) => {
        const events = texts.map((text): StreamEvent => ({ type: 'message', text }));
        const body = events.map((event) => encodeEvent(event, format, noisy)).join('');
        expect(readers[format](body)).toEqual(events);
      }),
    );
  });
});

describe('streamBody', () => {
  const sending = {
    clock: systemClock,
    pauseMs: 0,
    format: 'ndjson',
    noisy: false,
    sliced: false,
    mishap: undefined,
  } as const;
  const collect = async (
    change: Partial<Parameters<typeof streamBody>[1]>,
  ): Promise<{ pieces: (string | Uint8Array)[]; error: unknown }> => {
    const pieces: (string | Uint8Array)[] = [];
    try {
      const events = toEvents(RESPONSE, [], 'all');
      for await (const piece of streamBody(events, { ...sending, ...change })) pieces.push(piece);
      return { pieces, error: undefined };
    } catch (error) {
      return { pieces, error };
    }
  };

  it('slices into single bytes without losing one', async () => {
    const whole = await collect({});
    const { pieces } = await collect({ sliced: true });
    expect(pieces.every((piece) => piece instanceof Uint8Array && piece.length === 1)).toBe(true);
    const text = new TextDecoder().decode(
      Uint8Array.from(pieces.flatMap((piece) => [...(piece as Uint8Array)])),
    );
    expect(text).toBe(whole.pieces.join(''));
  });

  it('cuts in the middle of the event after the first message', async () => {
    const { pieces, error } = await collect({ mishap: 'cut' });
    expect(error).toBeInstanceOf(CutConnection);
    expect(JSON.parse(String(pieces[0]))).toMatchObject({ text: 'one' });
    expect(() => JSON.parse(String(pieces[1])) as unknown).toThrow(SyntaxError);
  });

  it('leaves the last event out of an unfinished stream', async () => {
    const { pieces, error } = await collect({ mishap: 'unfinished' });
    expect(error).toBeUndefined();
    expect(pieces.join('')).not.toContain('final_response');
    expect(pieces).toHaveLength(3);
  });
});
