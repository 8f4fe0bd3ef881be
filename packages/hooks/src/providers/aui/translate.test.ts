import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ChatEvent } from '../../chat/chat-event.ts';
import { factsOf } from '../testing/facts.ts';
import { aui } from './aui.ts';

const TEXT_UPDATED = 'thread-message-text-content-updated';

const provider = aui({ taskId: 'task-1', apiKey: 'key' });
const decode = (frame: unknown, facts = factsOf()): readonly ChatEvent[] =>
  provider.decode(frame, facts).events;
const typesOf = (frame: unknown, facts = factsOf()): readonly string[] =>
  decode(frame, facts).map((event) => event.type);

function fixture(name: string): readonly string[] {
  const url = new URL(`./fixtures/${name}.jsonl`, import.meta.url);
  return readFileSync(url, 'utf8').split('\n').filter(Boolean);
}

describe('reading a conversation', () => {
  it('turns every frame into what happened', () => {
    const said = fixture('hand-written-conversation').map((line) => decode(line));
    expect(said).toEqual([
      [{ type: 'answer-snapshot', text: 'I found' }],
      [{ type: 'answer-snapshot', text: 'I found two', key: 'm-1' }],
      [{ type: 'answer-snapshot', text: 'I found tw' }],
      [{ type: 'unknown', reason: 'event thread-message-created' }],
      [
        {
          type: 'answer-end',
          message: {
            role: 'assistant',
            serverId: '65f0a1b2c3d4e5f601234567',
            createdAt: Date.UTC(2024, 2, 2, 9, 0, 5),
            parts: [
              { type: 'text', text: 'I found two ovens.' },
              {
                type: 'cards',
                cards: [
                  {
                    id: 'oven-1',
                    title: 'Oven One',
                    subtitle: 'Ovens',
                    recommended: true,
                    attributes: [{ label: 'Price', value: '299' }],
                  },
                ],
              },
            ],
          },
        },
        { type: 'turn-end', serverId: '65f0a1b2c3d4e5f601234567' },
        {
          type: 'suggestions',
          suggestions: [
            { id: '65f0a1b2c3d4e5f601234567-0', text: 'Cheaper ones' },
            { id: '65f0a1b2c3d4e5f601234567-1', text: 'Show reviews' },
          ],
        },
      ],
      [
        { type: 'handoff', handoff: 'agent' },
        {
          type: 'answer-end',
          message: {
            role: 'agent',
            author: { id: 'kim' },
            serverId: '65f0a1b2c3d4e5f601234568',
            createdAt: Date.UTC(2024, 2, 2, 9, 0, 9),
            parts: [{ type: 'text', text: 'Hello, this is Kim.' }],
          },
        },
        { type: 'turn-end', serverId: '65f0a1b2c3d4e5f601234568' },
        { type: 'suggestions', suggestions: [] },
      ],
      [
        {
          type: 'error',
          scope: 'message',
          error: {
            code: 'rejected',
            message: 'text is too long',
            fix: 'Unprocessable',
            providerCode: '422',
            retryable: false,
          },
        },
      ],
    ]);
    expect(JSON.stringify(said)).not.toMatch(/onerror|rendered_jsx|example\.test/u);
  });

  it('reads a frame that somebody has parsed already just the same', () => {
    for (const line of fixture('hand-written-conversation')) {
      expect(decode(JSON.parse(line))).toEqual(decode(line));
    }
  });

  it.each([
    ['names another task', { task_id: 'other', event: TEXT_UPDATED, data: { text: 'a' } }],
    ['names it beside its text', { event: TEXT_UPDATED, data: { task_id: 'other', text: 'a' } }],
  ])('reports a frame that %s, and shows nothing of it', (_where, frame) => {
    const facts = factsOf({ session: { id: 'task-1' } });
    expect(decode(frame, facts)).toEqual([{ type: 'unknown', reason: 'a frame of another task' }]);
    expect(typesOf(frame)).toEqual(['answer-snapshot']);
  });

  it.each([
    ['names its task', { task_id: 'task-1', event: TEXT_UPDATED, data: { text: 'a' } }],
    ['names no task', { event: TEXT_UPDATED, data: { text: 'a' } }],
    [
      'names its task and another beside its text',
      { task_id: 'task-1', event: TEXT_UPDATED, data: { task_id: 'other', text: 'a' } },
    ],
  ])('reads a frame that %s', (_where, frame) => {
    expect(typesOf(frame, factsOf({ session: { id: 'task-1' } }))).toEqual(['answer-snapshot']);
  });

  it.each(fixture('hand-written-oddities'))('reports and skips %s', (line) => {
    expect(typesOf(line)).toEqual(['unknown']);
  });

  it('reports bytes, which it never asked for', () => {
    expect(typesOf(new Uint8Array([1, 2]))).toEqual(['unknown']);
  });

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['no object', '[]', 'not a JSON object'],
    ['a text update without text', { event: TEXT_UPDATED, data: {} }, 'text update without text'],
    ['no event and no message', { text: 'a' }, 'neither event nor message'],
  ])('says why it skips %s', (_name, frame, reason) => {
    expect(decode(frame)).toEqual([{ type: 'unknown', reason }]);
  });

  it('calls a refused key fatal, and no other error', () => {
    const error = (status_code: number) => decode({ status_code, message: 'x' })[0];
    expect(error(401)).toMatchObject({ type: 'error', scope: 'message', fatal: 'auth' });
    expect(error(403)).toMatchObject({ fatal: 'auth' });
    expect(error(422)).not.toHaveProperty('fatal');
    expect(error(500)).not.toHaveProperty('fatal');
  });

  it('names an unknown event but never repeats what it said', () => {
    const frame = { event: 'x'.repeat(10_000), data: { text: 'canary' } };
    expect(JSON.stringify(decode(frame)).length).toBeLessThan(150);
    expect(JSON.stringify(decode(frame))).not.toContain('canary');
  });
});

describe('the order of classification', () => {
  const final = { id: 'm', text: 'a', sender: { type: 'agent' } };

  it.each([
    ['a status without id and sender', { status_code: 500, text: 'a', created_at: 'x' }, 'error'],
    [
      'a status on an event',
      { status_code: 500, event: TEXT_UPDATED, data: { text: 'a' } },
      'error',
    ],
    ['a detail in words', { detail: 'Not authenticated' }, 'error'],
    ['a detail as a list', { detail: [] }, 'error'],
    ['a message that carries a status', { ...final, status_code: 200 }, 'answer-end'],
    ['a status beside an id alone', { id: 'm', text: 'a', status_code: 200 }, 'answer-end'],
    [
      'a text update with the fields of a message',
      { ...final, event: TEXT_UPDATED, data: final },
      'answer-snapshot',
    ],
    [
      'event before channel',
      { event: TEXT_UPDATED, channel: { event_name: 'x' }, data: { text: 'a' } },
      'answer-snapshot',
    ],
    [
      'event_name before eventName',
      { channel: { event_name: TEXT_UPDATED, eventName: 'x' }, data: { text: 'a' } },
      'answer-snapshot',
    ],
    ['another event that wraps a message', { event: 'x', data: final }, 'answer-end'],
    [
      'another event in the channel that wraps a message',
      { channel: { eventName: 'x' }, data: final },
      'answer-end',
    ],
    ['another event with a message beside it', { event: 'x', ...final }, 'unknown'],
    ['text and id', { id: 'm', text: 'a' }, 'answer-end'],
    ['text and sender', { text: 'a', sender: {} }, 'answer-end'],
    ['text and time', { text: 'a', created_at: '2024-03-02T09:00:00Z' }, 'answer-end'],
    ['text alone', { text: 'a' }, 'unknown'],
    [
      'a message with fields of a later generation',
      { ...final, agent_id: 1, thread_id: {}, seq: 3 },
      'answer-end',
    ],
  ])('%s', (_name, frame, type) => {
    expect(typesOf(frame)[0]).toBe(type);
  });
});

describe('text modes', () => {
  it('appends instead of replacing when the option says so', () => {
    const delta = aui({ taskId: 't', apiKey: 'k', textMode: 'delta' });
    const frame = { event: TEXT_UPDATED, data: { text: ' more' } };
    expect(delta.decode(frame, factsOf()).events).toEqual([
      { type: 'answer-delta', text: ' more' },
    ]);
  });

  it('keeps a shorter text, which is a revision, and an empty one', () => {
    for (const text of ['I', '']) {
      expect(decode({ event: TEXT_UPDATED, data: { text } })).toEqual([
        { type: 'answer-snapshot', text },
      ]);
    }
  });
});

describe('finals', () => {
  it('ends an empty final without a text part, so that a draft keeps its text', () => {
    expect(decode({ id: 'm', text: '' })[0]).toEqual({
      type: 'answer-end',
      message: { role: 'assistant', serverId: 'm', parts: [] },
    });
  });

  it('keeps the key of the draft it ends', () => {
    const frame = { id: 'm', text: 'a', scope: { context: { message_id: 'd' } } };
    expect(decode(frame)[0]).toMatchObject({ type: 'answer-end', key: 'd' });
  });

  it.each([
    ['2024-03-02 09:00:05', Date.UTC(2024, 2, 2, 9, 0, 5)],
    ['2024-03-02T09:00:05.123456', Date.UTC(2024, 2, 2, 9, 0, 5, 123)],
    ['2024-03-02T09:00:05Z', Date.UTC(2024, 2, 2, 9, 0, 5)],
    ['soon', undefined],
  ])('reads the time %s, in UTC where it names no zone', (created_at, createdAt) => {
    expect(decode({ id: 'm', text: 'a', created_at })[0]).toMatchObject({
      message: { createdAt },
    });
  });

  it.each([
    ['agent', 'assistant'],
    ['3p', 'agent'],
    ['system', 'assistant'],
    ['__proto__', 'assistant'],
    [undefined, 'assistant'],
    [7, 'assistant'],
  ])('takes the sender %j for the %s', (type, role) => {
    const events = decode({ id: 'm', text: 'a', sender: { type } });
    expect(events.find((event) => event.type === 'answer-end')).toMatchObject({
      message: { role },
    });
  });

  it('takes a message of the user for an acknowledgement, which ends no turn', () => {
    expect(decode({ id: 'm', text: 'mine', sender: { type: 'user' } })).toEqual([
      {
        type: 'message-acknowledge',
        text: 'mine',
        message: { role: 'user', serverId: 'm', parts: [{ type: 'text', text: 'mine' }] },
      },
    ]);
  });

  it('says when a human takes over and when the agent is back, once each', () => {
    const human = { id: 'm', text: 'a', sender: { type: '3p' } };
    const agent = { id: 'n', text: 'a', sender: { type: 'agent' } };
    const handoffs = (frame: unknown, handoff: 'bot' | 'agent' | 'requested' | 'ended') =>
      decode(frame, factsOf({ handoff })).flatMap((event) =>
        event.type === 'handoff' ? [event.handoff] : [],
      );
    expect(handoffs(human, 'bot')).toEqual(['agent']);
    expect(handoffs(human, 'agent')).toEqual([]);
    expect(handoffs(agent, 'agent')).toEqual(['bot']);
    expect(handoffs(agent, 'bot')).toEqual([]);
    expect(handoffs(agent, 'ended')).toEqual([]);
  });

  it.each([
    [null, []],
    [undefined, []],
    ['text', []],
    [
      ['a', '', '  ', 7, null, {}, 'b'],
      ['a', 'b'],
    ],
  ])('reads the suggestions %j as %j', (followup_suggestions, texts) => {
    const [, , suggestions] = decode({ id: 'm', text: 'a', followup_suggestions });
    expect(suggestions).toEqual({
      type: 'suggestions',
      suggestions: texts.map((text, index) => ({ id: `m-${index}`, text })),
    });
  });

  it('bounds suggestions in number and length', () => {
    const followup_suggestions = Array.from({ length: 10_000 }, () => 's'.repeat(10_000));
    const [, , event] = decode({ id: 'm', text: 'a', followup_suggestions });
    expect(event?.type === 'suggestions' && event.suggestions.length).toBe(50);
    expect(JSON.stringify(event).length).toBeLessThan(30_000);
  });
});

describe('writing', () => {
  const withContext = aui({
    taskId: 'task-1',
    apiKey: 'k',
    context: { url: 'https://shop.test/a', lead_details: { budget: '300' } },
  });

  it('sends the task and the text as it was typed', () => {
    expect(provider.encode({ type: 'text', text: '  a\n' }, factsOf())).toEqual({
      body: { task_id: 'task-1', text: '  a\n' },
    });
  });

  it('sends a suggestion as its text', () => {
    const choice = { id: 'm-0', text: 'Cheaper ones' };
    expect(provider.encode({ type: 'choice', choice, message: undefined }, factsOf())).toEqual({
      body: { task_id: 'task-1', text: 'Cheaper ones' },
    });
  });

  it('sends the context, and what was set later over it', () => {
    const act = { type: 'text', text: 'a' } as const;
    expect(withContext.encode(act, factsOf())).toEqual({
      body: {
        task_id: 'task-1',
        text: 'a',
        context: { url: 'https://shop.test/a', lead_details: { budget: '300' } },
      },
    });
    const facts = factsOf({ context: { url: 'https://shop.test/b' } });
    expect(withContext.encode(act, facts)).toMatchObject({
      body: { context: { url: 'https://shop.test/b', lead_details: { budget: '300' } } },
    });
  });

  it('sends to the task that a function made', () => {
    const made = aui({ taskId: () => 'x', apiKey: 'k' });
    const act = { type: 'text', text: 'a' } as const;
    expect(made.encode(act, factsOf())).toMatchObject({
      error: { code: 'not-found', message: 'There is no task to send this message to.' },
    });
    expect(made.encode(act, factsOf({ session: { id: 'made' } }))).toEqual({
      body: { task_id: 'made', text: 'a' },
    });
  });

  it('refuses a blank message and a context that is not JSON', () => {
    expect(provider.encode({ type: 'text', text: ' \n' }, factsOf())).toMatchObject({
      error: { code: 'invalid-message', message: 'A message needs some text.' },
    });
    const facts = factsOf({ context: { when: new Date(0) } });
    expect(provider.encode({ type: 'text', text: 'a' }, facts)).toMatchObject({
      error: {
        code: 'invalid-message',
        message: 'The context of this message is not plain JSON.',
      },
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
        message: `AUI has no request of the kind "${act.type}".`,
      },
    });
  });

  it('writes JSON that reads back the same, whatever text and context', () => {
    const contexts = fc.dictionary(fc.string(), fc.anything());
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), contexts, (text, context) => {
        const outgoing = provider.encode({ type: 'text', text }, factsOf({ context }));
        if ('body' in outgoing) {
          expect(JSON.parse(JSON.stringify(outgoing.body))).toEqual(outgoing.body);
          expect(outgoing.body['text']).toBe(text);
        } else {
          expect(outgoing.error.code).toBe('invalid-message');
        }
      }),
    );
  });
});

describe('whatever comes', () => {
  it('never throws, and always says something', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.jsonValue(), fc.string(), fc.json()), (frame) => {
        expect(decode(frame).length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('reads no field for what it is not', () => {
    const parameter = fc.record({
      title: fc.jsonValue(),
      value: fc.jsonValue(),
      type: fc.jsonValue(),
    });
    const product = fc.record({
      id: fc.jsonValue(),
      name: fc.jsonValue(),
      category: fc.jsonValue(),
      self_review: fc.jsonValue(),
      sub_entities: fc.jsonValue(),
      parameters: fc.oneof(fc.jsonValue(), fc.array(fc.oneof(parameter, fc.jsonValue()))),
      widget_parameters: fc.oneof(fc.jsonValue(), fc.array(fc.oneof(parameter, fc.jsonValue()))),
    });
    const products = fc.oneof(fc.jsonValue(), fc.array(fc.oneof(product, fc.jsonValue())));
    const message = fc.record(
      {
        id: fc.jsonValue(),
        text: fc.oneof(fc.string(), fc.jsonValue()),
        sender: fc.oneof(
          fc.record({ type: fc.constantFrom('user', 'agent', '3p') }),
          fc.jsonValue(),
        ),
        created_at: fc.jsonValue(),
        followup_suggestions: fc.jsonValue(),
        cards: products,
        options: products,
        variants_options: products,
      },
      { requiredKeys: ['text'] },
    );
    const frame = fc.record(
      {
        event: fc.oneof(fc.constant(TEXT_UPDATED), fc.jsonValue()),
        channel: fc.oneof(fc.record({ event_name: fc.constant(TEXT_UPDATED) }), fc.jsonValue()),
        scope: fc.oneof(
          fc.record({ context: fc.record({ message_id: fc.jsonValue() }) }),
          fc.jsonValue(),
        ),
        data: fc.oneof(message, fc.jsonValue()),
        status_code: fc.oneof(fc.integer(), fc.jsonValue()),
        message: fc.jsonValue(),
        detail: fc.oneof(
          fc.array(fc.record({ loc: fc.jsonValue(), msg: fc.jsonValue() })),
          fc.jsonValue(),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(message, frame), (value) => {
        for (const event of decode(value)) {
          expectStringsOnly(event);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('reports every frame that was cut off, at every place', () => {
    for (const line of fixture('hand-written-conversation')) {
      for (let end = 0; end < line.length; end += 1) {
        expect(typesOf(line.slice(0, end))).toEqual(['unknown']);
      }
    }
  });
});

function expectStringsOnly(event: ChatEvent): void {
  if (event.type === 'answer-snapshot') {
    expect(typeof event.text).toBe('string');
    expect(typeof (event.key ?? '')).toBe('string');
  }
  if (event.type === 'error') {
    expect(typeof event.error.message).toBe('string');
    expect(typeof (event.error.fix ?? '')).toBe('string');
  }
  if (event.type === 'answer-end' || event.type === 'message-acknowledge') {
    expect(['user', 'assistant', 'agent']).toContain(event.message.role);
    expect(typeof (event.message.serverId ?? '')).toBe('string');
    for (const part of event.message.parts) {
      const cards = part.type === 'cards' ? part.cards : [];
      for (const { attributes, choices, recommended, ...texts } of cards) {
        expect(Object.values(texts).every((text) => typeof (text ?? '') === 'string')).toBe(true);
        expect(attributes.every(({ label, value }) => label !== '' && value !== '')).toBe(true);
        expect([choices, recommended ?? true]).toEqual([undefined, true]);
      }
    }
  }
}
