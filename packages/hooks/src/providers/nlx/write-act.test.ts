import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Choice, ChatMessage, MessagePart } from '../../chat/chat-message.ts';
import type { SessionFacts, UserAct } from '../provider.ts';
import { factsOf } from '../testing/facts.ts';
import type { NlxOptions } from './nlx-options.ts';
import { EMPTY_MEMORY } from './session-memory.ts';
import { SOCKET_FRAME_LIMIT, writeNlxAct } from './write-act.ts';

const SOCKET: NlxOptions = { transport: 'websocket', deploymentKey: 'd', channelKey: 'c-en-US' };
const HTTP: NlxOptions = { ...SOCKET, transport: 'http' };

function write(act: UserAct, options: NlxOptions = SOCKET, facts: Partial<SessionFacts> = {}) {
  const outgoing = writeNlxAct(act, factsOf(facts), options);
  return 'error' in outgoing ? { error: outgoing.error.code } : outgoing;
}

const bodyOf = (...args: Parameters<typeof write>) => {
  const outgoing = write(...args);
  return 'body' in outgoing ? outgoing.body : outgoing;
};

const asked = (choice: Choice, chosenId?: string): ChatMessage => {
  const part: MessagePart = { type: 'choices', choices: [choice], chosenId };
  return { id: 'm', role: 'assistant', parts: [part], createdAt: 0 };
};

const OLD: Choice = { id: 'yes', text: 'Yes', data: { nodeId: 'n1', intentId: 'Book' } };
const PLAIN: Choice = { id: 'yes', text: 'Yes' };
const inNode = (nodeId: string) => ({ session: { data: { ...EMPTY_MEMORY, nodeIds: [nodeId] } } });
const card = (type: string): Choice => ({
  id: 'NW205',
  text: 'Morning',
  data: { saveAs: { type, id: 'flight' } },
});

describe('what the user did', () => {
  test.each<[string, UserAct, object, Partial<SessionFacts>?]>([
    ['a text', { type: 'text', text: ' hi ' }, { unstructured: { text: ' hi ' } }],
    ['the welcome', { type: 'welcome' }, { structured: { intentId: 'NLX.Welcome' } }],
    ['asking for a person', { type: 'agent' }, { structured: { intentId: 'NLX.Escalation' } }],
    ['a poll', { type: 'poll' }, { structured: { poll: true } }],
    [
      'an upload with words',
      { type: 'upload', uploadIds: ['u1', 'u2'], text: 'My passport' },
      { structured: { uploadIds: ['u1', 'u2'], utterance: 'My passport' } },
    ],
    [
      'an upload without words',
      { type: 'upload', uploadIds: ['u1'], text: ' ' },
      { structured: { uploadIds: ['u1'] } },
    ],
    [
      'a flow to start',
      { type: 'structured', data: { intentId: 'BookFlight' } },
      { structured: { intentId: 'BookFlight' } },
    ],
    [
      'slots as the platform lists them',
      {
        type: 'structured',
        data: { slots: [{ slotId: 's', value: 1, topValues: ['a'], choicePayload: 'p' }] },
      },
      { structured: { slots: [{ slotId: 's', value: 1, topValues: ['a'], choicePayload: 'p' }] } },
    ],
    [
      'slots as an object',
      { type: 'structured', data: { slots: { city: 'Oslo', seats: 2 } } },
      {
        structured: {
          slots: [
            { slotId: 'city', value: 'Oslo' },
            { slotId: 'seats', value: 2 },
          ],
        },
      },
    ],
    [
      'a value for a date input, into a slot',
      { type: 'structured', data: { $saveAs: { type: 'slot', id: 'date' }, value: '2026-12-24' } },
      { structured: { slots: [{ slotId: 'date', value: '2026-12-24' }] } },
    ],
    [
      'a first choice',
      { type: 'choice', choice: PLAIN, message: asked(PLAIN) },
      { structured: { choiceId: 'yes' } },
    ],
    [
      'a suggestion without a message',
      { type: 'choice', choice: PLAIN, message: undefined },
      { structured: { choiceId: 'yes' } },
    ],
    [
      'a choice of the node that asked last',
      { type: 'choice', choice: OLD, message: asked(OLD) },
      { structured: { choiceId: 'yes' } },
      inNode('n1'),
    ],
    [
      'another choice where one was taken',
      { type: 'choice', choice: OLD, message: asked(OLD, 'no') },
      { structured: { choiceId: 'yes', nodeId: 'n1', intentId: 'Book' } },
      inNode('n1'),
    ],
    [
      'a choice that names a flow but no node',
      {
        type: 'choice',
        choice: { id: 'yes', text: 'Yes', data: { intentId: 'Book' } },
        message: undefined,
      },
      { structured: { choiceId: 'yes' } },
      inNode('n1'),
    ],
    [
      'another choice of a question that named a flow but no node',
      {
        type: 'choice',
        choice: { id: 'yes', text: 'Yes', data: { intentId: 'Book' } },
        message: asked(OLD, 'no'),
      },
      { structured: { choiceId: 'yes' } },
    ],
    [
      'a choice of a question that the conversation has left',
      { type: 'choice', choice: OLD, message: asked(OLD) },
      { structured: { choiceId: 'yes', nodeId: 'n1', intentId: 'Book' } },
      inNode('n2'),
    ],
    [
      'a card that fills a slot',
      { type: 'choice', choice: card('slot'), message: undefined },
      { structured: { slots: [{ slotId: 'flight', value: 'NW205' }] } },
    ],
    [
      'a card that is a choice',
      { type: 'choice', choice: card('choiceId'), message: undefined },
      { structured: { choiceId: 'NW205' } },
    ],
  ])('%s', (_act, act, request, facts) => {
    expect(bodyOf(act, SOCKET, facts)).toEqual({ request, languageCode: 'en-US' });
    expect(bodyOf(act, HTTP, facts)).toEqual({ request, languageCode: 'en-US', stream: true });
  });

  test.each<[string, UserAct, string]>([
    [
      'an upload of nothing',
      { type: 'upload', uploadIds: [], text: 'x' },
      'There is no uploaded file to speak of.',
    ],
    [
      'a structured request that says nothing',
      { type: 'structured', data: {} },
      'A structured request needs an intentId, a choiceId, slots or uploadIds.',
    ],
    [
      'a blank value to save',
      { type: 'structured', data: { $saveAs: { type: 'slot', id: 's' }, value: ' ' } },
      'There is no value to save.',
    ],
    [
      'no value to save',
      { type: 'structured', data: { $saveAs: { type: 'slot', id: 's' } } },
      'There is no value to save.',
    ],
    [
      'what is not JSON',
      { type: 'structured', data: { intentId: 'x', when: new Date(0) } },
      'What was to be sent, or its context, is not plain JSON.',
    ],
  ])('%s is refused before it is written', (_act, act, message) => {
    expect(writeNlxAct(act, factsOf(), SOCKET)).toMatchObject({
      error: { code: 'invalid-message', message },
    });
  });

  test.each<[string, ChatMessage, object]>([
    [
      'beside a text part that was said with it',
      {
        id: 'm',
        role: 'assistant',
        createdAt: 0,
        parts: [
          { type: 'text', text: 'Shall I?' },
          { type: 'choices', choices: [{ id: 'no', text: 'No' }, OLD], chosenId: 'no' },
        ],
      },
      { choiceId: 'yes', nodeId: 'n1', intentId: 'Book' },
    ],
    [
      'where another question of the message was answered',
      {
        id: 'm',
        role: 'assistant',
        createdAt: 0,
        parts: [
          { type: 'choices', choices: [{ id: 'red', text: 'Red' }], chosenId: 'red' },
          { type: 'choices', choices: [OLD] },
        ],
      },
      { choiceId: 'yes' },
    ],
  ])('a choice is answered anew by its own question: %s', (_where, message, request) => {
    const act: UserAct = { type: 'choice', choice: OLD, message };
    expect(bodyOf(act, SOCKET, inNode('n1'))).toEqual({
      request: { structured: request },
      languageCode: 'en-US',
    });
  });

  test.each<[string, unknown, object]>([
    ['words', 'NW205', { choiceId: 'NW205' }],
    ['a number, as its digits', 7, { choiceId: '7' }],
    ['an object, as JSON', { a: 1 }, { choiceId: '{"a":1}' }],
  ])('a modality’s value that is a choice is sent as text: %s', (_what, value, request) => {
    const data = { $saveAs: { type: 'choiceId' }, value };
    expect(bodyOf({ type: 'structured', data })).toMatchObject({
      request: { structured: request },
    });
  });

  test('a value of zero is a value', () => {
    const data = { $saveAs: { type: 'slot', id: 's' }, value: 0 };
    expect(bodyOf({ type: 'structured', data })).toMatchObject({
      request: { structured: { slots: [{ slotId: 's', value: 0 }] } },
    });
  });
});

describe('what goes with it', () => {
  const text: UserAct = { type: 'text', text: 'hi' };

  test('the conversation and the user, once known', () => {
    const facts = { session: { id: 'c1', userId: 'u1' } };
    expect(bodyOf(text, SOCKET, facts)).toMatchObject({ conversationId: 'c1', userId: 'u1' });
    expect(bodyOf(text, { ...SOCKET, userId: 'u0' })).toMatchObject({ userId: 'u0' });
    expect(bodyOf(text)).not.toHaveProperty('conversationId');
  });

  test('a conversation id of the options is not used once the session has dropped it', () => {
    expect(bodyOf(text, { ...SOCKET, conversationId: 'old' })).not.toHaveProperty('conversationId');
  });

  test('environment and channel type', () => {
    const options = { ...SOCKET, environment: 'development', channelType: 'sms' };
    expect(bodyOf(text, options)).toMatchObject({ environment: 'development', channelType: 'sms' });
  });

  test.each([
    [undefined, true],
    [true, true],
    [false, false],
  ])('over HTTP with stream %s, stream is said as %s', (stream, said) => {
    expect(bodyOf(text, { ...HTTP, stream })).toMatchObject({ stream: said });
  });

  test("the context: the options', under the session's, under the message's own", () => {
    const options = { ...SOCKET, context: { a: 1, b: 1, c: 1 } };
    const act: UserAct = { type: 'text', text: 'hi', metadata: { c: 3 } };
    expect(bodyOf(act, options, { context: { b: 2, c: 2 } })).toMatchObject({
      context: { a: 1, b: 2, c: 3 },
    });
    expect(bodyOf({ type: 'poll' }, options)).not.toHaveProperty('context');
  });

  test('a context over 2,000 characters is sent with a warning that holds none of it', () => {
    const context = { note: 'secret'.repeat(400) };
    const outgoing = write(text, { ...SOCKET, context });
    expect(outgoing).toMatchObject({ body: { context }, warning: expect.stringMatching(/2000/u) });
    expect('warning' in outgoing && outgoing.warning).not.toContain('secret');
    expect(write(text, { ...SOCKET, context: { note: 'x' } })).not.toHaveProperty('warning');
    const toTheBrim = { note: 'x'.repeat(2000 - '{"note":""}'.length) };
    expect(write(text, { ...SOCKET, context: toTheBrim })).not.toHaveProperty('warning');
  });
});

describe('a card that saves into the context', () => {
  const act: UserAct = { type: 'choice', choice: card('context'), message: undefined };
  const context = { flight: 'NW205' };

  test('goes alone over HTTP, beside the turns', () => {
    expect(write(act, HTTP, { session: { id: 'c1' } })).toEqual({
      body: { conversationId: 'c1', context, languageCode: 'en-US' },
      path: '/context',
      headers: { 'nlx-conversation-id': 'c1' },
    });
  });

  test('goes with words where there is no conversation yet to put it beside', () => {
    expect(write(act, HTTP)).toMatchObject({
      body: { request: { unstructured: { text: 'Morning' } }, context },
    });
  });

  test('goes with words on a socket though the conversation is known', () => {
    expect(bodyOf(act, SOCKET, { session: { id: 'c1' } })).toMatchObject({
      request: { unstructured: { text: 'Morning' } },
    });
  });

  test('goes with words on a socket, which has no frame for it', () => {
    expect(bodyOf(act)).toMatchObject({ request: { unstructured: { text: 'Morning' } }, context });
  });
});

describe('32 KB, the gateway’s frame', () => {
  const overhead = JSON.stringify(bodyOf({ type: 'text', text: '' })).length;
  const room = SOCKET_FRAME_LIMIT - overhead;

  test('what fits to the byte is sent, one more is refused early', () => {
    expect(write({ type: 'text', text: 'a'.repeat(room) })).toHaveProperty('body');
    expect(write({ type: 'text', text: 'a'.repeat(room + 1) })).toEqual({ error: 'too-large' });
  });

  test('what is too long is told with its length', () => {
    const act: UserAct = { type: 'text', text: 'a'.repeat(room + 1) };
    expect(writeNlxAct(act, factsOf(), SOCKET)).toMatchObject({
      error: {
        code: 'too-large',
        message: 'This is more than NLX takes at once.',
        fix: `Shorten the message or the context: ${SOCKET_FRAME_LIMIT + 1} of at most ${SOCKET_FRAME_LIMIT} bytes.`,
      },
    });
  });

  test('bytes are counted, not characters', () => {
    expect(write({ type: 'text', text: 'ü'.repeat(room - 10) })).toEqual({ error: 'too-large' });
  });

  test('over HTTP there is no such limit', () => {
    expect(write({ type: 'text', text: 'a'.repeat(room * 2) }, HTTP)).toHaveProperty('body');
  });
});

test('whatever the user did, what goes out is JSON that repeats exactly', () => {
  const record = fc.dictionary(fc.string(), fc.anything());
  const choice = fc.record({ id: fc.string(), text: fc.string(), data: fc.anything() });
  const act = fc.oneof<fc.Arbitrary<UserAct>[]>(
    fc.record({ type: fc.constant('text' as const), text: fc.string(), metadata: record }),
    fc.record({ type: fc.constant('structured' as const), data: record }),
    fc.record({ type: fc.constant('choice' as const), choice, message: fc.constant(undefined) }),
    fc.record({
      type: fc.constant('upload' as const),
      uploadIds: fc.array(fc.string()),
      text: fc.string(),
    }),
  );
  fc.assert(
    fc.property(act, record, fc.constantFrom(SOCKET, HTTP), (given, context, options) => {
      const outgoing = writeNlxAct(given, factsOf({ context }), options);
      if ('body' in outgoing) {
        expect(JSON.parse(JSON.stringify(outgoing.body))).toEqual(outgoing.body);
      } else {
        expect(['invalid-message', 'too-large']).toContain(outgoing.error.code);
      }
    }),
  );
});
