import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { ChatEvent } from '../../chat/chat-event.ts';
import { factsOf } from '../testing/facts.ts';
import { nlx } from './nlx.ts';
import { readFrames } from './testing/read-frames.ts';

const provider = nlx({ transport: 'websocket', deploymentKey: 'd', channelKey: 'c', apiKey: 'k' });
const http = nlx({ transport: 'http', deploymentKey: 'd', channelKey: 'c', apiKey: 'k' });

/** Values that look like NLX's until one looks closely. */
const loose = fc.oneof(fc.jsonValue(), fc.string(), fc.constant(null), fc.double());
const field = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: value }, loose);
const id = field(fc.oneof(fc.string(), fc.integer()));
const source = field(
  fc.record(
    {
      fileName: id,
      pageNumber: field(fc.integer()),
      content: id,
      presignedUrl: field(fc.webUrl()),
    },
    { requiredKeys: [] },
  ),
);
const message = field(
  fc.record(
    {
      messageId: id,
      nodeId: id,
      text: field(fc.string()),
      type: id,
      choices: field(
        fc.array(field(fc.record({ choiceId: id, choiceText: id, choicePayload: loose }))),
      ),
      choicesMetadata: loose,
      metadata: field(
        fc.record({ sources: field(fc.array(source)), intentId: id }, { requiredKeys: [] }),
      ),
    },
    { requiredKeys: [] },
  ),
);
const saveAs = field(fc.record({ type: fc.constantFrom('slot', 'context', 'choiceId', 'x'), id }));
const cards = field(fc.array(field(fc.record({ id, label: id, value: id, rows: loose }))));
const response = fc.record(
  {
    messages: field(fc.array(message)),
    conversationId: id,
    expirationTimestamp: field(fc.oneof(fc.date().map(String), fc.integer())),
    modalities: field(
      fc.record(
        { DefaultCard: loose, DefaultCarousel: fc.record({ cards, $saveAs: saveAs }), X: loose },
        { requiredKeys: [] },
      ),
    ),
    payload: field(fc.record({ metadata: fc.record({ sources: field(fc.array(source)) }) })),
    metadata: field(
      fc.record(
        {
          intentId: id,
          escalation: field(fc.boolean()),
          hasPendingDataRequest: field(fc.boolean()),
          uploadUrls: field(fc.array(field(fc.record({ url: fc.webUrl(), uploadId: id })))),
          feedbackUrl: field(fc.webUrl()),
          feedbackConfig: loose,
          escalationChannel: loose,
          sources: field(fc.array(source)),
        },
        { requiredKeys: [] },
      ),
    ),
    context: loose,
  },
  { requiredKeys: [] },
);
const frame = fc.oneof(
  response,
  fc.record({ type: fc.constant('message'), text: id, messageId: id, metadata: loose }),
  fc.record({ type: fc.constant('interim'), text: loose }),
  fc.record({ type: fc.constant('final_response'), data: field(response) }),
);

const isJson = (value: unknown) => expect(JSON.parse(JSON.stringify(value))).toEqual(value);

function isSound(events: readonly ChatEvent[]): void {
  for (const event of events) {
    if (event.type === 'message') {
      expect(['assistant', 'agent', 'system']).toContain(event.message.role);
      expect(event.message.parts.length).toBeGreaterThan(0);
      isJson(event.message);
    }
    if (event.type === 'session-update') {
      isJson(event.session.data);
    }
  }
}

describe('decode is total', () => {
  test('for any value at all', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (value, data) => {
        const session = typeof data === 'object' && data !== null ? { data: { ...data } } : {};
        for (const { decode } of [provider, http]) {
          const { events } = decode(value, factsOf({ session }));
          expect(events.length).toBeGreaterThan(0);
          isSound(events);
        }
      }),
    );
  });

  test('for a conversation of frames that are nearly right', () => {
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 8 }),
        fc.constantFrom('websocket' as const, 'http' as const),
        (frames, transport) => {
          isSound(readFrames(frames, transport).events);
        },
      ),
    );
  });

  test('for a frame that is cut anywhere: it is reported, and says nothing else', () => {
    fc.assert(
      fc.property(response, fc.nat(), (value, cut) => {
        const whole = JSON.stringify(value);
        const part = whole.slice(0, cut % whole.length);
        expect(provider.decode(part, factsOf()).events).toMatchObject([{ type: 'unknown' }]);
      }),
    );
  });

  test.each([
    [new Uint8Array([1, 2, 3])],
    [new ArrayBuffer(8)],
    [undefined],
    [Symbol('x')],
    [() => 1],
    ['null'],
    ['[]'],
    ['{"foo":1}'],
    [{ type: 'typing_indicator' }],
    [{ type: 'interim' }],
    [{ type: 'message' }],
  ])('%s is reported and skipped', (value) => {
    const { events, then } = provider.decode(value, factsOf());
    expect(events).toMatchObject([{ type: 'unknown' }]);
    expect(then).toBeUndefined();
  });
});

describe('hostile input', () => {
  test('keys that reach an object’s machinery go nowhere', () => {
    const evil = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const hostile = `{"messages":[{"text":"hi","metadata":${evil},"choicesMetadata":${evil}}],"payload":${evil},"context":${evil},"modalities":${evil},"metadata":{"feedbackUrl":"https://f","feedbackConfig":${evil}}}`;
    const { events } = provider.decode(hostile, factsOf());
    expect(JSON.stringify(events)).not.toContain('polluted');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('inherited fields were never on the wire', () => {
    const heir: unknown = Object.create({ messages: [{ text: 'hi' }] });
    expect(provider.decode(heir, factsOf()).events).toMatchObject([{ type: 'unknown' }]);
  });

  test('counts are capped, and what is left out is reported', () => {
    const many = <Item>(item: (index: number) => Item) =>
      Array.from({ length: 5000 }, (_, index) => item(index));
    const choices = many((index) => ({ choiceId: index, choiceText: 'x' }));
    const messages = many((index) => ({
      text: String(index),
      choices: index === 0 ? choices : [],
    }));
    const { events } = provider.decode({ messages }, factsOf());
    const shown = events.flatMap((event) => (event.type === 'message' ? [event.message] : []));
    expect(shown).toHaveLength(100);
    expect(shown[0]?.parts).toMatchObject([{}, { choices: { length: 100 } }]);
    expect(events.filter(({ type }) => type === 'unknown')).toHaveLength(2);
  });

  test('nobody but the platform’s flag makes a message a person’s', () => {
    const said = { messages: [{ text: 'hi', role: 'agent', author: 'root' }], role: 'user' };
    const { events } = provider.decode(said, factsOf());
    expect(events).toContainEqual({
      type: 'message',
      message: { role: 'assistant', parts: [{ type: 'text', text: 'hi' }], canRate: false },
    });
  });

  test('a report repeats nothing that was said but the short name of a type', () => {
    const events = [
      ...provider.decode({ type: 'x'.repeat(500), secret: 'SECRET' }, factsOf()).events,
      ...provider.decode('SECRET', factsOf()).events,
    ];
    expect(JSON.stringify(events)).not.toContain('SECRET');
    expect(JSON.stringify(events).length).toBeLessThan(300);
  });
});
