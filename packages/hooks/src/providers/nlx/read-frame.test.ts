import { describe, expect, test } from 'vitest';

import type { ChatEvent } from '../../chat/chat-event.ts';
import { EMPTY_MEMORY } from './session-memory.ts';
import { happened, readFrames } from './testing/read-frames.ts';

const NOW = 1_700_000_000_000;
const LATER = NOW + 1_800_000;
/** The last that a Date can hold. */
const LAST_MOMENT = 8_640_000_000_000_000;
const text = (words: string, fields: object = {}) => ({ messages: [{ text: words, ...fields }] });
const types = (events: readonly ChatEvent[]) => events.map(({ type }) => type);

describe('ready', () => {
  test.each<[string, unknown]>([
    ['the acknowledgement', { conversationId: 'c1' }],
    ['an answer', text('hi')],
    ['an empty answer', {}],
    ['progress', { type: 'interim', text: 'wait' }],
    ['a streamed message', { type: 'message', text: 'hi' }],
  ])('%s makes a socket ready', (_frame, frame) => {
    expect(readFrames([frame]).events[0]).toEqual({ type: 'session-ready' });
    expect(types(readFrames([frame], 'http').events)).not.toContain('session-ready');
  });

  test.each([[null], ['garbage'], [{ foo: 1 }], [[]], [{ message: 'Forbidden' }]])(
    '%j does not',
    (frame) => {
      expect(types(readFrames([frame]).events)).not.toContain('session-ready');
    },
  );
});

describe('what is not understood', () => {
  test.each<[string, unknown, string]>([
    ['no JSON', 'garbage', 'not JSON'],
    ['no object', [], 'not a JSON object'],
    ['nothing known', { foo: 1 }, 'a frame that says nothing known'],
    ['an unknown kind', { type: 'a"b' }, 'a frame of type "a\\"b" that says nothing known'],
    ['a message with nothing in it', { type: 'message' }, 'a message event with nothing to show'],
    ['progress without words', { type: 'interim' }, 'an interim event without text'],
  ])('is reported by its kind alone: %s', (_what, frame, reason) => {
    expect(readFrames([frame], 'http').events).toEqual([{ type: 'unknown', reason }]);
  });

  const problemsOf = (answer: object) =>
    readFrames([answer], 'http').events.flatMap((event) =>
      event.type === 'unknown' ? [event.reason] : [],
    );
  const many = (length: number, item: (index: number) => unknown) =>
    Array.from({ length }, (_, index) => item(index));
  const words = (index: number) => ({ text: `${index}` });
  const choice = (index: number) => ({ choiceId: `${index}`, choiceText: 'x' });

  test.each<[string, object, readonly string[]]>([
    ['messages that are none', { messages: 7 }, ['messages is not an array']],
    ['messages that are absent', { messages: null }, []],
    ['a hundred messages', { messages: many(100, words) }, []],
    ['more messages', { messages: many(101, words) }, ['more than 100 messages in one answer']],
    [
      'a message without anything',
      { messages: [{ text: 'a' }, {}] },
      ['messages[1] has nothing to show'],
    ],
    [
      'what only a message could carry',
      { messages: [], payload: 'secret', context: { plan: 'secret' } },
      [
        'the payload of an answer that shows nothing',
        'the context of an answer that shows nothing',
      ],
    ],
    ['nothing at all', { messages: [], payload: {}, context: {} }, []],
    [
      'what may come again with its message',
      { payload: 'x', metadata: { hasPendingDataRequest: true } },
      [],
    ],
    ['what a modality carries', { modalities: { Seat: {} }, payload: 'x', context: { a: 1 } }, []],
    ['a hundred choices', { messages: [{ text: 'a', choices: many(100, choice) }] }, []],
    [
      'more choices',
      { messages: [{ text: 'a', choices: many(101, choice) }] },
      ['more than 100 choices in one message'],
    ],
    [
      'choices of one id, or of none',
      { messages: [{ text: 'a', choices: [choice(1), choice(1), {}] }] },
      ['a choice without an id of its own', 'a choice without an id of its own'],
    ],
  ])('in an answer is said beside what is: %s', (_what, answer, problems) => {
    expect(problemsOf(answer)).toEqual(problems);
  });
});

describe('choices', () => {
  test('know the node and the flow that asked: the message’s own flow before the answer’s', () => {
    const choices = [{ choiceId: 'a', choiceText: 'A' }, { choiceId: 'b' }];
    const ask = (metadata: object) => ({
      messages: [{ text: 'Which?', nodeId: 'n1', choices, metadata }],
      metadata: { intentId: 'Answer' },
    });
    const partsOf = (metadata: object) => readFrames([ask(metadata)]).messages[0]?.parts[1];
    expect(partsOf({ intentId: 'Own' })).toEqual({
      type: 'choices',
      choices: [
        { id: 'a', text: 'A', data: { nodeId: 'n1', intentId: 'Own' } },
        { id: 'b', text: 'b', data: { nodeId: 'n1', intentId: 'Own' } },
      ],
    });
    expect(partsOf({})).toMatchObject({ choices: [{ data: { intentId: 'Answer' } }, {}] });
  });

  test('without an id of their own are left out', () => {
    const choices = [{ choiceId: 'a' }, { choiceId: 'a' }, { choiceText: 'B' }];
    const [message] = readFrames([text('Which?', { choices })]).messages;
    expect(message?.parts).toMatchObject([{ type: 'text' }, { choices: [{ id: 'a' }] }]);
    expect(message?.parts[1]).toHaveProperty('choices.length', 1);
  });
});

describe('the session', () => {
  test('is named by the acknowledgement', () => {
    const { events } = readFrames([{ conversationId: 'c1' }]);
    expect(events).toEqual([
      { type: 'session-ready' },
      { type: 'session-update', session: { id: 'c1', canUpload: false, data: EMPTY_MEMORY } },
    ]);
  });

  test('is named by the first answer over HTTP, whose turn it ends', () => {
    const { events } = readFrames([{ conversationId: 7 }], 'http');
    expect(events).toEqual([
      { type: 'session-update', session: { id: '7', canUpload: false, data: EMPTY_MEMORY } },
      { type: 'turn-end' },
    ]);
  });

  test('is resumed when the acknowledgement names it again', () => {
    const { facts } = readFrames([{ conversationId: 'c1' }], 'websocket', {
      session: { id: 'c1' },
    });
    expect(facts.session).toMatchObject({ id: 'c1', resumed: true });
  });

  test('has changed when another is named: nothing of the old one is kept', () => {
    const data = { ...EMPTY_MEMORY, escalated: true, polls: 4, uploads: [{ url: 'https://x' }] };
    const session = { id: 'c1', expiresAt: LATER, userId: 'u1', data };
    const reading = readFrames([{ conversationId: 'c2' }], 'websocket', {
      session,
      handoff: 'agent',
    });
    expect(reading.facts.session).toEqual({
      id: 'c2',
      userId: 'u1',
      expiresAt: undefined,
      resumed: false,
      canUpload: false,
      data: EMPTY_MEMORY,
    });
    expect(happened(reading)).toEqual([{ type: 'handoff', handoff: 'bot' }]);
  });

  test.each([
    [new Date(LATER).toISOString(), LATER],
    [LATER, LATER],
    [String(LATER), LATER],
    [LAST_MOMENT, LAST_MOMENT],
  ])('expires at %s', (expirationTimestamp, expiresAt) => {
    expect(readFrames([{ ...text('hi'), expirationTimestamp }]).facts.session).toMatchObject({
      expiresAt,
    });
  });

  test.each([['soon'], [-1], [{}], [Number.MAX_VALUE], [true], [NOW - 1]])(
    'an end at %j is reported and not believed',
    (expirationTimestamp) => {
      const { facts, events } = readFrames([{ ...text('hi'), expirationTimestamp }]);
      expect(facts.session.expiresAt).toBeUndefined();
      expect(events).toContainEqual({
        type: 'unknown',
        reason: 'expirationTimestamp is no time to come',
      });
    },
  );

  test('that ends this very moment is no time to come, and no time at all is no report', () => {
    const end = (expirationTimestamp: unknown) =>
      types(readFrames([{ ...text('hi'), expirationTimestamp }], 'http').events);
    expect(end(NOW)).toContain('unknown');
    expect(end(null)).not.toContain('unknown');
    expect(end(NOW + 1)).not.toContain('unknown');
  });

  test.each<{ expirationTimestamp: unknown }>([
    { expirationTimestamp: 'x1800000000000' },
    { expirationTimestamp: '1800000000000x' },
    { expirationTimestamp: '+1800000000000' },
    { expirationTimestamp: '1800000000000.5' },
    { expirationTimestamp: ['1800000000000'] },
    { expirationTimestamp: '12345678' },
    { expirationTimestamp: '12345678901234567' },
  ])('reads no number out of $expirationTimestamp', (end) => {
    expect(readFrames([{ ...text('hi'), ...end }]).facts.session.expiresAt).toBeUndefined();
  });

  test('is known by its end alone, without an id, and is not said to be resumed', () => {
    const { events, facts } = readFrames([{ expirationTimestamp: LATER }]);
    expect(events[0]).toEqual({ type: 'session-ready' });
    expect(facts.session.resumed).toBeUndefined();
    for (const expirationTimestamp of [0, -1]) {
      expect(types(readFrames([{ expirationTimestamp }]).events)).toEqual(['unknown']);
    }
  });

  test('that changes says nothing of a person where none had it', () => {
    const session = { id: 'c1' };
    const reading = readFrames([{ conversationId: 'c2' }], 'websocket', { session });
    expect(happened(reading)).toEqual([]);
  });

  test('costs no event where an answer says nothing new of it', () => {
    const first = readFrames([{ ...text('hi'), conversationId: 'c1' }]);
    const second = readFrames([{ ...text('ho'), conversationId: 'c1' }], 'websocket', first.facts);
    expect(types(second.events)).toEqual(['session-ready', 'message', 'turn-end']);
  });
});

describe('the turn', () => {
  test.each<[string, unknown, boolean]>([
    ['an answer', text('hi'), true],
    ['an answer without messages', { messages: [] }, true],
    ['an empty object', {}, true],
    ['the end of a stream', { type: 'final_response', data: {} }, true],
    ['the end of a stream without data', { type: 'final_response' }, true],
    ['an answer of modalities', { modalities: {} }, true],
    ['an answer of a payload', { payload: 'x' }, true],
    ['an answer of a context', { context: {} }, true],
    ['an answer with data on its way', { metadata: { hasPendingDataRequest: true } }, false],
    ['progress', { type: 'interim', text: 'wait' }, false],
    ['a streamed message', { type: 'message', text: 'hi' }, false],
    ['the acknowledgement', { conversationId: 'c1' }, false],
    ['what is not understood', { foo: 1 }, false],
  ])('%s', (_frame, frame, ends) => {
    expect(types(readFrames([frame]).events).includes('turn-end')).toBe(ends);
  });

  test.each([
    [{ message: 'Internal server error', connectionId: 'x', requestId: 'y' }],
    [{ error: 'boom' }],
    [{ errors: [] }],
    [{ errorMessage: 'Internal' }],
  ])('fails by %j, without its words in the transcript', (frame) => {
    const { events } = readFrames([frame]);
    expect(events).toMatchObject([
      {
        type: 'error',
        scope: 'message',
        error: {
          code: 'server',
          message: 'NLX could not answer this message.',
          fix: 'Send it again; if it fails again, look at the application in NLX.',
        },
      },
    ]);
    expect(JSON.stringify(events)).not.toMatch(/Internal|boom/u);
  });
});

describe('polling', () => {
  const pending = { metadata: { hasPendingDataRequest: true } };

  test('begins after 1.5 s, slows down and is capped, for as long as data is on its way', () => {
    const waits = Array.from({ length: 12 }, (_, index) =>
      Math.round(readFrames(Array.from({ length: index + 1 }, () => pending)).then?.afterMs ?? 0),
    );
    expect(waits).toEqual([
      1500, 2250, 3375, 5063, 7594, 11391, 15000, 15000, 15000, 15000, 15000, 15000,
    ]);
  });

  test('asks again as a poll, and shows as activity', () => {
    const reading = readFrames([pending], 'http');
    expect(reading.then?.act).toEqual({ type: 'poll' });
    expect(happened(reading)).toEqual([{ type: 'activity', activity: { kind: 'polling' } }]);
  });

  test('ends with the data: the next one begins at 1.5 s again', () => {
    expect(readFrames([pending, pending, text('Found it')]).then).toBeUndefined();
    expect(readFrames([pending, pending, text('Found it'), pending]).then?.afterMs).toBe(1500);
  });

  test('frees the turn after about a minute, and goes on', () => {
    const frees = (count: number) => {
      const reading = readFrames(Array.from({ length: count }, () => pending));
      return {
        turnEnds: types(reading.events).includes('turn-end'),
        polls: reading.then?.act.type,
      };
    };
    expect(frees(8)).toEqual({ turnEnds: false, polls: 'poll' });
    expect(frees(9)).toEqual({ turnEnds: true, polls: 'poll' });
  });

  test('goes on in a conversation that was resumed on a new socket, not in another', () => {
    const { facts } = readFrames([{ conversationId: 'c1' }, pending]);
    expect(readFrames([{ conversationId: 'c1' }], 'websocket', facts).then?.act.type).toBe('poll');
    expect(readFrames([{ conversationId: 'c2' }], 'websocket', facts).then).toBeUndefined();
  });

  test('survives a count that nobody counted', () => {
    const session = { data: { polls: Number.MAX_SAFE_INTEGER } };
    expect(readFrames([pending], 'websocket', { session }).then?.afterMs).toBe(15_000);
  });
});

describe('a person', () => {
  const called = { ...text('One moment'), metadata: { escalation: true } };

  test('who was asked for by the user is not taken for the application that answers', () => {
    const reading = readFrames([called], 'websocket', { handoff: 'requested' });
    expect(reading.messages).toMatchObject([{ role: 'assistant' }]);
    // Said once more: so it is known that somebody comes.
    expect(happened(reading).slice(1)).toEqual([
      { type: 'handoff', handoff: 'requested' },
      { type: 'turn-end', serverId: undefined },
    ]);
    expect(reading.facts.handoff).toBe('requested');
  });

  test('who was asked for is not sent away by an answer to something else', () => {
    const alone = { ...text('Your order is on its way'), metadata: { escalation: false } };
    const reading = readFrames([alone], 'websocket', { handoff: 'requested' });
    expect(reading.facts.handoff).toBe('requested');
  });

  test('speaks from the first message after the escalation on, streamed ones included', () => {
    const { messages } = readFrames([called, { type: 'message', text: 'Hi' }, text('Still me')]);
    expect(messages.map(({ role }) => role)).toEqual(['assistant', 'agent', 'agent']);
  });

  test('has the conversation by a streamed message already', () => {
    expect(readFrames([called, { type: 'message', text: 'Hi' }]).facts.handoff).toBe('agent');
  });

  test('is not called by words where a yes or no belongs', () => {
    const words = { ...text('One moment'), metadata: { escalation: 'yes' } };
    expect(readFrames([words]).facts.handoff).toBe('bot');
  });

  test('is not there yet while only data comes', () => {
    expect(readFrames([called, { messages: [] }]).facts.handoff).toBe('requested');
  });

  test('who does not come leaves the conversation to the application', () => {
    const reading = readFrames([
      called,
      { ...text('Nobody is free'), metadata: { escalation: false } },
    ]);
    expect(reading.facts.handoff).toBe('bot');
    expect(reading.messages[1]?.role).toBe('assistant');
  });

  test('who had it and left is gone for good, however often the application says so', () => {
    const alone = { ...text('Back with me'), metadata: { escalation: false } };
    const left = readFrames([called, text('Hi'), alone]);
    expect(left.facts.handoff).toBe('ended');
    const again = readFrames([alone], 'websocket', left.facts);
    expect(types(happened(again))).toEqual(['message', 'turn-end']);
    expect(again.facts.handoff).toBe('ended');
  });

  test('who cannot be heard over HTTP is announced in words', () => {
    const { messages } = readFrames([called], 'http');
    expect(messages[1]?.parts).toEqual([
      {
        type: 'text',
        text: expect.stringMatching(/^You are being handed over to a person\. .+live connection/u),
      },
    ]);
  });

  test('cannot be heard over HTTP, which the transcript says once', () => {
    const reading = readFrames([called, { messages: [], metadata: { escalation: true } }], 'http');
    expect(reading.messages.map(({ role, metadata }) => [role, metadata?.notice])).toEqual([
      ['assistant', undefined],
      ['system', 'agent-elsewhere'],
    ]);
    // Nobody can be waited for where nobody can be heard.
    expect(reading.facts.handoff).toBe('bot');
    const next = readFrames([text('Anything else?')], 'http', reading.facts);
    expect(next.messages).toMatchObject([{ role: 'assistant' }]);
  });

  test('who is asked for again over HTTP is announced again, and nobody is waited for', () => {
    const { facts } = readFrames([called], 'http');
    const again = readFrames([called], 'http', { ...facts, handoff: 'requested' });
    expect(again.messages.map(({ metadata }) => metadata?.notice).at(-1)).toBe('agent-elsewhere');
    expect(again.facts.handoff).toBe('bot');
  });
});

describe('a streamed answer', () => {
  const end = (data: object) => ({ type: 'final_response', data });
  const first = { type: 'message', text: 'One', messageId: 'm1' };
  const cited = { metadata: { sources: [{ fileName: 'a.pdf' }] } };

  test('may repeat its messages at its end: the same id is the same message', () => {
    const reading = readFrames([first, end({ messages: [{ text: 'One', messageId: 'm1' }] })]);
    expect(reading.messages.map(({ serverId }) => serverId)).toEqual(['m1', 'm1']);
  });

  test('takes no name of an event for a kind of message', () => {
    expect(readFrames([first]).messages[0]?.metadata).toBeUndefined();
  });

  test('may bring more messages at its end', () => {
    const { messages } = readFrames([first, end(text('Two', { messageId: 'm2' }))]);
    expect(messages.map(({ serverId }) => serverId)).toEqual(['m1', 'm2']);
  });

  test('ends without saying a message again to which nothing is added', () => {
    expect(readFrames([first, end({ messages: [] })]).messages).toHaveLength(1);
  });

  test('keeps what its end says where its messages have no id', () => {
    const { messages } = readFrames([{ type: 'message', text: 'One' }, end(cited)]);
    expect(messages[1]).toEqual({
      role: 'assistant',
      parts: [{ type: 'sources', sources: [{ title: 'a.pdf' }] }],
      canRate: false,
    });
  });

  test('that was cut off takes nothing of an answer that comes much later', () => {
    const cut = readFrames([first]);
    const late = { ...cut.facts, now: NOW + 121_000 };
    expect(readFrames([end(cited)], 'http', late).messages).not.toMatchObject([{ serverId: 'm1' }]);
    expect(readFrames([{ ...cited, messages: [] }], 'http', cut.facts).messages).toMatchObject([
      { parts: [{ type: 'sources' }] },
    ]);
  });

  test('may still end two minutes later, and not after that', () => {
    const cut = readFrames([first]);
    const at = (ms: number) => readFrames([end(cited)], 'http', { ...cut.facts, now: NOW + ms });
    expect(at(120_000).messages).toMatchObject([{ serverId: 'm1' }]);
    expect(at(120_001).messages).not.toMatchObject([{ serverId: 'm1' }]);
  });

  test('shows its progress, and nothing for a blank one', () => {
    expect(happened(readFrames([{ type: 'interim', text: 'Looking' }]))).toEqual([
      { type: 'activity', activity: { kind: 'interim', text: 'Looking' } },
    ]);
    expect(happened(readFrames([{ type: 'interim', text: ' ' }]))).toEqual([]);
  });

  test('leaves the nodes as they were where it says nothing', () => {
    const asked = text('Which?', { nodeId: 'n1' });
    expect(readFrames([asked, { messages: [] }]).facts.session.data).toMatchObject({
      nodeIds: ['n1'],
    });
  });

  test('remembers the nodes of all its messages', () => {
    const { facts } = readFrames([
      text('before', { nodeId: 'old' }),
      { ...first, nodeId: 'n1' },
      { ...first, nodeId: 'n2' },
      end(text('Two', { nodeId: 'n3' })),
    ]);
    expect(facts.session.data).toMatchObject({ nodeIds: ['n1', 'n2', 'n3'] });
  });
});

describe('uploads', () => {
  const asks = (uploadUrls: unknown) => ({ ...text('Your file?'), metadata: { uploadUrls } });
  const uploadsOf = (frames: readonly unknown[]) => readFrames(frames).facts.session.data?.uploads;

  test('both shapes of an address are read, and nothing else', () => {
    const urls = ['https://a', { url: 'https://b', uploadId: 5 }, { url: 'javascript:x' }, 3, null];
    expect(uploadsOf([asks(urls)])).toEqual([
      { url: 'https://a' },
      { url: 'https://b', uploadId: '5' },
    ]);
  });

  test('stay open where metadata is none at all', () => {
    expect(uploadsOf([asks(['https://a']), { ...text('Hm?'), metadata: 'none' }])).toHaveLength(1);
  });

  test('stay open until an answer with metadata asks for none', () => {
    expect(uploadsOf([asks(['https://a']), text('Hm?')])).toHaveLength(1);
    expect(uploadsOf([asks(['https://a']), { ...text('Thanks'), metadata: {} }])).toEqual([]);
  });

  const place = { url: 'https://a', uploadId: 'u1' };

  test.each<[string, readonly unknown[], boolean]>([
    ['nothing has been asked', [{ conversationId: 'c1' }], false],
    ['a place has an id', [asks([place])], true],
    ['no place has an id', [asks(['https://a'])], false],
    ['one of the places has an id', [asks(['https://a', place])], true],
    ['the next answer asks for none', [asks([place]), { ...text('Hm?'), metadata: {} }], false],
    ['another conversation began', [asks([place]), { conversationId: 'c9' }], false],
  ])('are possible when %s', (_when, frames, canUpload) => {
    const start = { session: { id: 'c1' } };
    expect(readFrames(frames, 'websocket', start).facts.session.canUpload).toBe(canUpload);
  });
});

describe('feedback', () => {
  const url = { metadata: { feedbackUrl: 'https://f' } };
  const two = { messages: [{ text: 'One' }, { text: 'Two' }] };

  test.each<[string, object, readonly boolean[]]>([
    ['an answer without its address', text('hi'), [false]],
    ['an answer with its address', { ...text('hi'), ...url }, [true]],
    [
      'an address of another kind',
      { ...text('hi'), metadata: { feedbackUrl: 'javascript:x' } },
      [false],
    ],
    ['an answer of two messages', { ...two, ...url }, [false, true]],
  ])('is taken as the address says: %s', (_which, frame, canRate) => {
    expect(readFrames([frame]).messages.map((message) => message.canRate)).toEqual(canRate);
  });

  test('is taken on the streamed message that the end belongs to', () => {
    const { messages } = readFrames([
      { type: 'message', text: 'One', messageId: 'm1' },
      { type: 'final_response', data: { messages: [], ...url } },
    ]);
    expect(messages.map(({ serverId, canRate }) => [serverId, canRate])).toEqual([
      ['m1', false],
      ['m1', true],
    ]);
  });
});

test.each<[string, object, boolean]>([
  ['the words', { payload: 'nlx:input-disabled=true' }, true],
  ['the words among others', { payload: 'a=b; nlx:input-disabled=true' }, true],
  ['an object', { payload: { 'nlx:input-disabled': true } }, true],
  ['an object as text', { payload: '{"nlx:input-disabled":"true"}' }, true],
  ['words with room', { payload: 'nlx:input-disabled = true' }, true],
  ['an object as text after a blank', { payload: ' {"nlx:input-disabled":true}' }, true],
  ['other words', { payload: 'xnlx:input-disabled=true' }, false],
  ['false', { payload: 'nlx:input-disabled=false' }, false],
  ['what is no word', { payload: { 'nlx:input-disabled': { toString: 1 } } }, false],
  ['no payload', {}, false],
])('input is disabled by %s: %j is %s', (_how, payload, inputDisabled) => {
  const { facts, messages } = readFrames([{ ...text('hi'), ...payload }]);
  expect(facts.session.inputDisabled).toBe(inputDisabled);
  expect(messages[0]?.metadata?.inputDisabled ?? false).toBe(inputDisabled);
});

test('typing stays off until an answer with something to show', () => {
  const off = { ...text('Use a button.'), payload: 'nlx:input-disabled=true' };
  const stateAfter = (frame: unknown) => readFrames([off, frame]).facts.session.inputDisabled;
  expect(stateAfter({ messages: [] })).toBe(true);
  expect(stateAfter(text('Thanks.'))).toBe(false);
});

test('input is disabled by an answer that shows nothing, too', () => {
  const { facts } = readFrames([text('hi'), { payload: 'nlx:input-disabled=true' }]);
  expect(facts.session.inputDisabled).toBe(true);
});

test('everything an answer says beside its messages is kept on the last of them', () => {
  const { messages } = readFrames([
    {
      messages: [{ text: 'One', type: 'html', metadata: { mood: 'calm' } }, { text: 'Two' }],
      payload: { a: 1 },
      context: { b: 2 },
      metadata: {
        intentId: 'Flow',
        escalation: false,
        frustration: true,
        incomprehension: false,
        multimodalEnabled: true,
        isGenerative: true,
        escalationChannel: { c: 3 },
        feedbackUrl: 'https://f',
        feedbackConfig: { scale: 5 },
      },
    },
  ]);
  expect(messages.map(({ metadata }) => metadata)).toEqual([
    { messageType: 'html', message: { mood: 'calm' } },
    {
      payload: { a: 1 },
      context: { b: 2 },
      intentId: 'Flow',
      escalation: false,
      frustration: true,
      incomprehension: false,
      multimodalEnabled: true,
      isGenerative: true,
      escalationChannel: { c: 3 },
      feedbackUrl: 'https://f',
      feedbackConfig: { scale: 5 },
    },
  ]);
});
