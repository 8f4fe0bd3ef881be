import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ChatEvent } from '../../chat/chat-event.ts';
import { factsOf } from '../testing/facts.ts';
import { lexicon } from './lexicon.ts';

const provider = lexicon({ userId: 'user-1', chatId: 'chat-1', apiKey: 'key' });
const decode = (frame: unknown, facts = factsOf()): readonly ChatEvent[] =>
  provider.decode(frame, facts).events;

function fixture(name: string): readonly string[] {
  const url = new URL(`./fixtures/${name}.jsonl`, import.meta.url);
  return readFileSync(url, 'utf8').split('\n').filter(Boolean);
}

describe('reading a conversation', () => {
  it('turns every event into what happened', () => {
    const said = fixture('hand-written-conversation').map((line) => decode(line));
    expect(said).toEqual([
      [
        {
          type: 'session-update',
          session: { id: 'chat-1', userId: 'user-1', data: { tenantId: 'tenant-1' } },
        },
        { type: 'session-ready' },
      ],
      [{ type: 'unknown', reason: 'event user_created' }],
      [
        {
          type: 'message-acknowledge',
          text: 'Where is my parcel?',
          message: {
            role: 'user',
            serverId: 'msg-u1',
            parts: [{ type: 'text', text: 'Where is my parcel?' }],
            createdAt: Date.UTC(2024, 2, 2, 9, 0, 1),
          },
        },
      ],
      [{ type: 'answer-start' }],
      [{ type: 'answer-delta', text: 'It' }],
      [{ type: 'answer-delta', text: ' is' }],
      [{ type: 'answer-delta', text: '  \n on its way' }],
      [
        {
          type: 'answer-end',
          message: {
            role: 'assistant',
            serverId: 'msg-a1',
            parts: [{ type: 'text', text: 'It is on its way.' }],
            createdAt: Date.UTC(2024, 2, 2, 9, 0, 5),
          },
        },
        { type: 'turn-end', serverId: 'msg-a1' },
      ],
    ]);
  });

  it('reads a frame that somebody has parsed already just the same', () => {
    for (const line of fixture('hand-written-conversation')) {
      expect(decode(JSON.parse(line))).toEqual(decode(line));
    }
  });

  it.each(fixture('hand-written-oddities'))('reports and skips %s', (line) => {
    const events = decode(line);
    expect(events.map((event) => event.type)).toEqual(['unknown']);
  });

  it('reports bytes, which it never asked for', () => {
    expect(decode(new Uint8Array([1, 2])).map((event) => event.type)).toEqual(['unknown']);
  });

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['no object', '[]', 'not a JSON object'],
    ['no event', { content: 'a' }, 'no event_type'],
    ['no content', { event_type: 'message_received' }, 'message_received without content'],
    ['no token', { event_type: 'message_stream_token' }, 'message_stream_token without token'],
  ])('says why it skips what has %s', (_name, frame, reason) => {
    expect(decode(frame)).toEqual([{ type: 'unknown', reason }]);
  });

  it('names an unknown event but never repeats what it said', () => {
    expect(decode({ event_type: 'secret_plan', text: 'canary' })).toEqual([
      { type: 'unknown', reason: 'event secret_plan' },
    ]);
    const [event] = decode({ event_type: 'x'.repeat(10_000) });
    expect(JSON.stringify(event).length).toBeLessThan(150);
  });
});

describe('whose chat it is', () => {
  const upper = 'A1B2C3D4-E5F6-4A7B-8C9D-0E1F2A3B4C5D';

  it('takes a frame without a chat id for its own', () => {
    expect(decode({ event_type: 'message_stream_token', token: 'a' })).toEqual([
      { type: 'answer-delta', text: 'a' },
    ]);
  });

  it('knows its UUID in the case the server writes it', () => {
    const ofUuid = lexicon({ userId: 'u', chatId: upper, apiKey: 'k' });
    const frame = { event_type: 'connection_established', chat_id: upper.toLowerCase() };
    const { events } = ofUuid.decode(frame, factsOf({ session: { id: upper } }));
    expect(events).toEqual([
      { type: 'session-update', session: { id: upper, userId: undefined } },
      { type: 'session-ready' },
    ]);
  });

  it.each([
    ['another UUID', upper, `B${upper.slice(1)}`.toLowerCase()],
    ['an id that begins with a UUID', `${upper}-X`, `${upper}-X`.toLowerCase()],
    ['an id that ends in a UUID', `X-${upper}`, `X-${upper}`.toLowerCase()],
  ])('does not take %s for its own', (_name, chatId, chat_id) => {
    const own = lexicon({ userId: 'u', chatId, apiKey: 'k' });
    const { events } = own.decode({ event_type: 'message_stream_started', chat_id }, factsOf());
    expect(events).toEqual([{ type: 'unknown', reason: 'message_stream_started of another chat' }]);
  });

  it('takes the chat that the server names where it knows of none', () => {
    const made = lexicon({ userId: 'u', chatId: () => upper, apiKey: 'k' });
    const frame = { event_type: 'connection_established', chat_id: upper };
    expect(made.decode(frame, factsOf()).events[0]).toMatchObject({ session: { id: upper } });
  });

  it('compares other ids as they are', () => {
    expect(decode({ event_type: 'message_stream_started', chat_id: 'CHAT-1' })).toEqual([
      { type: 'unknown', reason: 'message_stream_started of another chat' },
    ]);
  });

  it('goes by the session where a function made the chat', () => {
    const made = lexicon({ userId: 'u', chatId: () => 'chat-9', apiKey: 'k' });
    const facts = factsOf({ session: { id: 'chat-9', userId: 'u', data: { kept: 1 } } });
    const read = (chatId: string) =>
      made.decode({ event_type: 'message_stream_started', chat_id: chatId }, facts).events;
    expect(read('chat-9')).toEqual([{ type: 'answer-start' }]);
    expect(read('chat-8').map((event) => event.type)).toEqual(['unknown']);
    const ready = { event_type: 'connection_established', chat_id: 'chat-9', tenant_id: 't' };
    expect(made.decode(ready, facts).events[0]).toEqual({
      type: 'session-update',
      session: { id: 'chat-9', userId: 'u', data: { kept: 1, tenantId: 't' } },
    });
  });
});

describe('the life of an answer', () => {
  it('starts again on a second start, which the store takes for an interruption', () => {
    const start = { event_type: 'message_stream_started', chat_id: 'chat-1' };
    const facts = factsOf({ streaming: true });
    expect([...decode(start), ...decode(start, facts)]).toEqual([
      { type: 'answer-start' },
      { type: 'answer-start' },
    ]);
  });

  it('ends the draft where it stands when the end has no content, and says so', () => {
    const end = { event_type: 'message_stream_ended', message_id: 'm', chat_id: 'chat-1' };
    expect(decode(end, factsOf({ streaming: true }))).toEqual([
      { type: 'unknown', reason: 'message_stream_ended without content' },
      { type: 'answer-end', message: { role: 'assistant', serverId: 'm', parts: [] } },
      { type: 'turn-end', serverId: 'm' },
    ]);
  });

  it('makes no empty message of an end without content and without a draft', () => {
    const end = { event_type: 'message_stream_ended', message_id: 'm' };
    expect(decode(end).map((event) => event.type)).toEqual(['unknown', 'turn-end']);
    expect(decode({ ...end, content: '' }).map((event) => event.type)).toEqual(['turn-end']);
  });

  it.each([
    ['image', 'https://files.test/a/cat%20one.png?sig=1', 'cat one.png', 'image/*'],
    ['file', 'https://files.test/report.pdf', 'report.pdf', undefined],
    ['file', 'https://files.test/', 'file', undefined],
    ['image', 'https://files.test', 'image', 'image/*'],
    ['image', 'data:image/png;base64,AAAA/BBBB', 'image', 'image/*'],
    ['file', '/media/a%E0%A4.bin', 'a%E0%A4.bin', undefined],
    ['file', 's3://bucket', 'file', undefined],
    ['file', `/${'n'.repeat(300)}`, 'n'.repeat(200), undefined],
    ['file', `/%E0${'n'.repeat(300)}`, `%E0${'n'.repeat(197)}`, undefined],
  ])('shows a %s at %s as the attachment %s', (type, url, name, mediaType) => {
    const frame = {
      event_type: 'message_stream_ended',
      message_id: 'm',
      content: 'Here.',
      media_type: type,
      media_url: url,
    };
    expect(decode(frame)[0]).toMatchObject({
      message: {
        parts: [
          { type: 'text', text: 'Here.' },
          { type: 'attachment', name, mediaType, url },
        ],
      },
    });
  });
});

describe('an attachment', () => {
  it.each([
    ['of a kind that nobody knows', { media_type: 'video', media_url: 'https://files.test/a' }],
    ['without an address', { media_type: 'image', media_url: null }],
    ['without a kind', { media_type: null, media_url: 'https://files.test/a' }],
  ])('%s is left out', (_name, media) => {
    const frame = { event_type: 'message_stream_ended', content: 'Here.', ...media };
    expect(decode(frame)[0]).toMatchObject({
      message: { parts: [{ type: 'text', text: 'Here.' }] },
    });
  });
});

describe('errors', () => {
  const error = (code: unknown, message?: unknown, details?: unknown): readonly ChatEvent[] =>
    decode({ event_type: 'error', error_code: code, error_message: message, details });

  it.each([
    ['AUTH_ERROR', 'Invalid API key', 'unauthorized', 'auth', false],
    ['AUTH_ERROR', 'Missing user_id parameter', 'unauthorized', 'auth', false],
    ['CHAT_NOT_FOUND', 'No such chat', 'not-found', 'auth', false],
    ['RATE_LIMIT', 'Slow down', 'rate-limited', undefined, true],
    ['TOO_FAST', 'HTTP 429', 'rate-limited', undefined, true],
    ['MODEL_FAILED', 'The model failed', 'server', undefined, true],
  ] as const)('%s (%s) is %s', (providerCode, message, code, fatal, retryable) => {
    expect(error(providerCode, message, { fix: 'Do this.' })).toEqual([
      {
        type: 'error',
        scope: 'chat',
        ...(fatal && { fatal }),
        error: { code, message, fix: 'Do this.', providerCode, retryable },
      },
    ]);
  });

  it('is an error still when code, message, details and timestamp are absent or wrong', () => {
    for (const event of [
      error(undefined),
      error(7, [], 'text'),
      error('', ' ', { fix: 1 }),
      error(null, null, null),
    ]) {
      expect(event).toEqual([
        {
          type: 'error',
          scope: 'chat',
          error: {
            code: 'server',
            message: 'The chat reported an error.',
            fix: undefined,
            providerCode: undefined,
            retryable: true,
          },
        },
      ]);
    }
  });

  it('cuts words that a server reflects a page into', () => {
    const [event] = error('X', 'm'.repeat(100_000), { fix: 'f'.repeat(100_000) });
    expect(JSON.stringify(event).length).toBeLessThan(1500);
  });
});

describe('writing', () => {
  const choice = { id: '1', text: 'Yes, please' };

  it('sends text as it was typed, and no metadata where there is none', () => {
    expect(provider.encode({ type: 'text', text: '  a\n' }, factsOf())).toEqual({
      body: { content: '  a\n' },
    });
    expect(provider.encode({ type: 'text', text: 'a', metadata: {} }, factsOf())).toEqual({
      body: { content: 'a' },
    });
    expect(
      provider.encode({ type: 'text', text: 'a', metadata: { b: undefined } }, factsOf()),
    ).toEqual({ body: { content: 'a' } });
  });

  it('puts the message’s own metadata over that of the options', () => {
    const withMetadata = lexicon({
      userId: 'u',
      chatId: 'c',
      apiKey: 'k',
      metadata: { category: 'billing', urgency: 'low' },
    });
    const act = { type: 'text', text: 'a', metadata: { urgency: 'high' } } as const;
    expect(withMetadata.encode(act, factsOf())).toEqual({
      body: { content: 'a', metadata: { category: 'billing', urgency: 'high' } },
    });
    expect(withMetadata.encode({ type: 'choice', choice, message: undefined }, factsOf())).toEqual({
      body: { content: 'Yes, please', metadata: { category: 'billing', urgency: 'low' } },
    });
  });

  it.each([
    [{ type: 'text', text: ' \n\t' }, 'A message needs some text.'],
    [
      { type: 'text', text: 'a', metadata: { when: new Date(0) } },
      'The metadata of this message is not plain JSON.',
    ],
    [
      { type: 'text', text: 'a', metadata: { run: () => 1 } },
      'The metadata of this message is not plain JSON.',
    ],
  ] as const)('refuses %j: %s', (act, message) => {
    expect(provider.encode(act, factsOf())).toMatchObject({
      error: { code: 'invalid-message', message },
    });
  });

  it.each([
    { type: 'structured', data: {} },
    { type: 'upload', uploadIds: ['1'], text: 'a' },
    { type: 'agent' },
    { type: 'welcome' },
    { type: 'poll' },
  ] as const)('has no request for $type', (act) => {
    expect(provider.encode(act, factsOf())).toMatchObject({
      error: {
        code: 'unsupported',
        message: `Lexicon Labs has no request of the kind "${act.type}".`,
      },
    });
  });

  it('writes JSON that reads back the same, whatever text and metadata', () => {
    const metadata = fc.dictionary(fc.string(), fc.anything());
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), metadata, (text, data) => {
        const outgoing = provider.encode({ type: 'text', text, metadata: data }, factsOf());
        if ('body' in outgoing) {
          expect(JSON.parse(JSON.stringify(outgoing.body))).toEqual(outgoing.body);
          expect(outgoing.body['content']).toBe(text);
        } else {
          expect(outgoing.error.code).toBe('invalid-message');
        }
      }),
    );
  });
});

const EVENT_TYPES = [
  'connection_established',
  'user_created',
  'message_received',
  'message_stream_started',
  'message_stream_token',
  'message_stream_ended',
  'error',
];

describe('whatever comes', () => {
  it('never throws, and always says something', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.jsonValue(), fc.string(), fc.json()),
        fc.boolean(),
        (frame, streaming) => {
          expect(decode(frame, factsOf({ streaming })).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('reads no field for what it is not, under every event type', () => {
    const fields = fc.record(
      {
        timestamp: fc.jsonValue(),
        chat_id: fc.oneof(fc.constant('chat-1'), fc.jsonValue()),
        user_id: fc.jsonValue(),
        message_id: fc.jsonValue(),
        content: fc.jsonValue(),
        token: fc.jsonValue(),
        media_type: fc.oneof(fc.constant('image'), fc.jsonValue()),
        media_url: fc.jsonValue(),
        error_code: fc.jsonValue(),
        error_message: fc.jsonValue(),
        details: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.constantFrom(...EVENT_TYPES), fields, (type, rest) => {
        for (const event of decode({ event_type: type, ...rest })) {
          if (event.type === 'message-acknowledge' || event.type === 'answer-end') {
            expect(event.message.role).toBe(event.type === 'answer-end' ? 'assistant' : 'user');
            expect(typeof (event.message.serverId ?? '')).toBe('string');
            expect(typeof (event.message.createdAt ?? 0)).toBe('number');
          }
          if (event.type === 'answer-delta') {
            expect(typeof event.text).toBe('string');
          }
          if (event.type === 'error') {
            expect(typeof event.error.message).toBe('string');
            expect(typeof (event.error.fix ?? '')).toBe('string');
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('reports every frame that was cut off, at every place', () => {
    for (const line of fixture('hand-written-conversation')) {
      for (let end = 0; end < line.length; end += 1) {
        expect(decode(line.slice(0, end)).map((event) => event.type)).toEqual(['unknown']);
      }
    }
  });
});
