import { describe, expect, it } from 'vitest';

import { createChatError } from '../chat/chat-error.ts';
import type { OpenTurn } from '../chat/outbox.ts';
import type { CloseFacts, WriteOutcome } from '../connection/connection.ts';
import { httpTransport as exchanges } from '../connection/http-transport.ts';
import { endExchange, type EndedExchange, type ExchangeEnd } from './end-exchange.ts';
import { errorForStatus } from './error-for-status.ts';
import { httpTransport } from './http-transport.ts';
import type { UserAct } from './provider.ts';

const FACTS: CloseFacts = {
  code: 0,
  reason: 'secret=1',
  origin: 'server',
  observed: 'ready',
  failuresBeforeOpen: 0,
  written: 1,
  received: 0,
  repeats: 0,
};
const OWN = createChatError('rejected', 'said by the platform');
const TARGET = createChatError('unauthorized', 'said by the target function');
const TURN: OpenTurn<UserAct> = {
  entry: {
    id: 'a',
    act: { type: 'text', text: 'hi' },
    messageId: 'a',
    text: 'hi',
    bytes: 2,
    queuedAt: 0,
  },
  writtenAt: 0,
  heardAt: 0,
  acknowledged: false,
  answering: false,
};

function end(outcome: WriteOutcome, exchange: Partial<EndedExchange> = {}): ExchangeEnd {
  return endExchange({
    id: 'a',
    outcome,
    outbox: { open: [TURN], loose: [] },
    understood: false,
    isOnline: true,
    describe: () => undefined,
    describeTarget: () => TARGET,
    ...exchange,
  });
}

function refused(
  facts: Partial<CloseFacts>,
  details: Partial<Extract<WriteOutcome, { status: 'refused' }>> = {},
): WriteOutcome {
  return { status: 'refused', facts: { ...FACTS, ...facts }, verdict: 'retry', ...details };
}

describe('endExchange', () => {
  it('ends what was answered, and doubts what was answered with something else', () => {
    const done = [{ type: 'act-end', id: 'a' }];
    const none = { open: [], loose: [] };
    expect(end({ status: 'answered' }, { understood: true }).actions).toEqual(done);
    expect(end({ status: 'answered' }, { outbox: none }).actions).toEqual(done);
    expect(end({ status: 'answered' }).actions).toMatchObject([
      { type: 'act-doubt', error: { code: 'protocol' } },
    ]);
  });

  it('keeps what was understood of an answer that broke off', () => {
    const cut: WriteOutcome = { status: 'cut', facts: FACTS };
    expect(end(cut, { understood: true }).actions).toMatchObject([
      { type: 'answer-break' },
      { type: 'act-end' },
      { type: 'error-set', error: { code: 'unreachable' } },
    ]);
    expect(end(cut).actions).toMatchObject([{ type: 'act-doubt' }, { type: 'error-set' }]);
  });

  it('knows nothing of a message that was stopped before anything came', () => {
    const aborted: WriteOutcome = { status: 'aborted' };
    expect(end(aborted).actions).toMatchObject([
      { type: 'act-doubt', error: { code: 'aborted' } },
      { type: 'error-set', error: null },
    ]);
    const heard = { open: [{ ...TURN, acknowledged: true }], loose: [] };
    expect(end(aborted, { outbox: heard }).actions).toEqual([{ type: 'act-end', id: 'a' }]);
  });

  it('leaves the word to the platform', () => {
    expect(end(refused({}), { describe: () => OWN }).actions).toMatchObject([{ error: OWN }]);
  });

  it('says what a target function threw, and holds back what can go later', () => {
    const unsent = refused({ written: 0 }, { cause: new Error('secret') });
    expect(end(unsent)).toMatchObject({ actions: [{ type: 'act-fail', error: TARGET }] });
    const later = { describeTarget: () => ({ ...TARGET, retryable: true }) };
    expect(end(unsent, later)).toMatchObject({
      actions: [{ type: 'act-requeue', entry: TURN.entry }, { type: 'error-set' }],
      holdMs: 0,
    });
    // What never left is where it was, and so is a poll.
    expect(end(unsent, { ...later, outbox: { open: [], loose: [] } })).toMatchObject({
      actions: [{ type: 'error-set' }],
      holdMs: 0,
    });
  });

  it('knows an exchange without an answer as one that was not reached', () => {
    const unknown: WriteOutcome = { status: 'unknown', facts: FACTS };
    expect(end(unknown).actions).toMatchObject([
      { type: 'act-doubt', error: { code: 'unreachable' } },
    ]);
  });

  it('says that it is offline before it blames the server', () => {
    const offline = { isOnline: false, describe: () => OWN };
    expect(end(refused({}), offline).actions).toMatchObject([{ error: { code: 'offline' } }]);
    const http = { status: 500, body: undefined };
    expect(end(refused({ http }), { isOnline: false }).actions).toMatchObject([
      { error: { code: 'server' } },
    ]);
  });

  it('reads the status of one that was answered, and slows down when asked to', () => {
    const http = { status: 429, body: { error: 'secret' } };
    const { actions, slowDown } = end(refused({ http }));
    expect(actions).toEqual([{ type: 'act-fail', id: 'a', error: errorForStatus(429) }]);
    expect(slowDown).toBe(true);
  });

  it.each<[string, ExchangeEnd, object]>([
    [
      'no answer',
      end({ status: 'answered' }),
      { message: 'The server answered something that is no answer.', fix: 'Check the address.' },
    ],
    [
      'an answer that broke off',
      end({ status: 'cut', facts: FACTS }),
      { message: 'The answer broke off.' },
    ],
    [
      'a message that was stopped',
      end({ status: 'aborted' }),
      { message: 'This was stopped before an answer came.' },
    ],
    [
      'a device that is offline',
      end(refused({}), { isOnline: false }),
      { message: 'You are offline.', fix: 'Send it again when you are back.' },
    ],
    ['a server that is not there', end(refused({})), { message: 'The server cannot be reached.' }],
  ])('has words for %s', (_what, { actions }, error) => {
    expect(actions[0]).toMatchObject({ error });
  });

  it('is about no other turn than its own', () => {
    const other = { ...TURN, entry: { ...TURN.entry, id: 'b' } };
    const outbox = { open: [other], loose: [other] };
    const over = { actions: [{ type: 'act-end', id: 'a' }] };
    expect(end({ status: 'answered' }, { outbox })).toEqual(over);
    expect(end({ status: 'aborted' }, { outbox })).toEqual(over);
    const asked = refused({}, { verdict: { retryAfterMs: 700 } });
    expect(end(asked, { outbox }).actions).toMatchObject([{ type: 'act-fail', id: 'a' }]);
  });

  it.each<[string, WriteOutcome]>([
    ['nobody answered', { status: 'unknown', facts: FACTS }],
    ['was given up', { status: 'aborted' }],
    ['broke off', { status: 'cut', facts: FACTS }],
    ['was refused', refused({ http: { status: 500, body: undefined, retryAfterMs: undefined } })],
    ['was answered with something else', { status: 'answered' }],
  ])('ends the turn that waits for a poll which %s', (_what, outcome) => {
    const asked = { ...TURN, acknowledged: true };
    const { actions } = end(outcome, { id: 'poll', outbox: { open: [asked], loose: [] } });
    expect(actions.at(-1)).toEqual({ type: 'act-end', id: 'a' });
  });

  it('ends the turn that waits for a poll of whose answer only a part came', () => {
    const outbox = { open: [{ ...TURN, acknowledged: true }], loose: [] };
    const cut: WriteOutcome = { status: 'cut', facts: FACTS };
    const { actions } = end(cut, { id: 'poll', outbox, understood: true });
    expect(actions).toMatchObject([
      { type: 'answer-break' },
      { type: 'act-end', id: 'poll' },
      { type: 'error-set' },
      { type: 'act-end', id: 'a' },
    ]);
  });

  it('fails a poll that nobody answered: there is no message of which to doubt anything', () => {
    const none = { open: [], loose: [] };
    const { actions } = end({ status: 'unknown', facts: FACTS }, { id: 'poll', outbox: none });
    expect(actions).toMatchObject([
      { type: 'act-fail', id: 'poll', error: { code: 'unreachable' } },
    ]);
  });

  it('leaves the turn open for which a poll was answered', () => {
    const outbox = { open: [{ ...TURN, acknowledged: true }], loose: [] };
    const { actions } = end({ status: 'answered' }, { id: 'poll', outbox, understood: true });
    expect(actions).toEqual([{ type: 'act-end', id: 'poll' }]);
  });

  it('ends what was stopped and has no turn', () => {
    expect(end({ status: 'aborted' }, { outbox: { open: [], loose: [] } }).actions).toEqual([
      { type: 'act-end', id: 'a' },
    ]);
  });

  it('slows down for nothing but too many requests', () => {
    const http = { status: 500, body: undefined };
    expect(end(refused({ http })).slowDown).toBe(false);
  });

  it('is how an exchange over HTTP ends', () => {
    expect(httpTransport).toMatchObject({ ...exchanges, endExchange });
  });

  it.each([429, 503])('writes again what a %s told to come later, no sooner', (status) => {
    const http = { status, body: undefined };
    const asked = refused({ http }, { verdict: { retryAfterMs: 700 } });
    expect(end(asked)).toMatchObject({ actions: [{ type: 'act-requeue' }, {}], holdMs: 700 });
    // A poll is not asked again, and what comes next waits as long.
    const none = { outbox: { open: [], loose: [] } };
    expect(end(asked, none)).toMatchObject({ actions: [{ type: 'act-fail' }], holdMs: 700 });
    expect(end(refused({ http }))).toMatchObject({ actions: [{ type: 'act-fail' }] });
  });

  it.each([
    [500, 'act-fail'],
    [599, 'act-fail'],
    [304, 'act-fail'],
    [408, 'act-doubt'],
    [502, 'act-doubt'],
    [504, 'act-doubt'],
  ])('never writes again by itself what a %s may have taken', (status, type) => {
    const http = { status, body: undefined };
    const asked = refused({ http }, { verdict: { retryAfterMs: 700 } });
    expect(end(asked)).toMatchObject({ actions: [{ type, id: 'a' }], holdMs: 700 });
    expect(end(asked).actions).toHaveLength(1);
    expect(end(refused({ http }))).toMatchObject({ actions: [{ type, id: 'a' }] });
    expect(end(refused({ http })).holdMs).toBeUndefined();
    // There is no message of which to doubt anything.
    const none = { outbox: { open: [], loose: [] } };
    expect(end(asked, none)).toMatchObject({ actions: [{ type: 'act-fail' }], holdMs: 700 });
  });
});
