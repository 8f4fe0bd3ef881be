import { describe, expect, it } from 'vitest';

import {
  EMPTY_OUTBOX,
  nextDeadline,
  type Outbox,
  OUTBOX_LIMITS,
  type OutboxLimits,
  makeRoom,
  type WritableOutbox,
} from './outbox.ts';
import * as changes from './outbox.ts';
import { deepFreeze, entry } from './testing/play.ts';

/** What an outbox is after a change. Its lists are frozen: a change that writes to one throws. */
const after =
  <Rest extends readonly unknown[]>(
    change: (outbox: WritableOutbox<string>, ...rest: Rest) => void,
  ) =>
  (outbox: Outbox<string>, ...rest: Rest): Outbox<string> => {
    const changed = { ...deepFreeze(outbox) };
    change(changed, ...rest);
    return changed;
  };

const enqueue = after(changes.enqueue<string>);
const dequeue = after(changes.dequeue<string>);
const requeue = after(changes.requeue<string>);
const closeTurn = after(changes.closeTurn<string>);
const updateTurn = after(changes.updateTurn<string>);

const ids = (outbox: Outbox<string>): readonly string[] => outbox.queued.map(({ id }) => id);

function queueOf(...names: readonly string[]): Outbox<string> {
  return names.reduce<Outbox<string>>(
    (outbox, name) => deepFreeze(enqueue(outbox, entry(name), 'last')),
    EMPTY_OUTBOX,
  );
}

describe('loose turns', () => {
  const two = [entry('a'), entry('b')].reduce<Outbox<string>>(
    (outbox, each) => dequeue(enqueue(outbox, each, 'last'), each.id, 5, 'loose'),
    EMPTY_OUTBOX,
  );

  it('are closed one by one', () => {
    expect(closeTurn(two, 'a').loose.map((turn) => turn.entry.id)).toEqual(['b']);
  });

  it('are kept only for what shows in the transcript', () => {
    const poll = { ...entry('p'), messageId: undefined };
    const written = (list: 'open' | 'loose') =>
      dequeue(enqueue(EMPTY_OUTBOX, poll, 'last'), 'p', 5, list);
    expect(written('loose')).toMatchObject({ queued: [], loose: [], open: [] });
    expect(written('open').open).toHaveLength(1);
  });
});

describe('enqueue', () => {
  it('keeps the order of composition', () => {
    expect(ids(queueOf('a', 'b', 'c'))).toEqual(['a', 'b', 'c']);
  });

  it('puts what goes first at the head', () => {
    expect(ids(enqueue(queueOf('a', 'b'), entry('c'), 'first'))).toEqual(['c', 'a', 'b']);
  });

  it('takes an entry once', () => {
    const outbox = queueOf('a', 'b');
    expect(enqueue(outbox, entry('a'), 'last')).toEqual(outbox);
    expect(enqueue(outbox, entry('b'), 'first')).toEqual(outbox);
  });
});

describe('dequeue', () => {
  it('opens a turn that has heard nothing', () => {
    const { queued, open } = dequeue(queueOf('a', 'b'), 'a', 5);
    expect(queued).toEqual([entry('b')]);
    expect(open).toEqual([
      { entry: entry('a'), writtenAt: 5, heardAt: 5, acknowledged: false, answering: false },
    ]);
  });

  it('opens turns in the order of writing', () => {
    const outbox = dequeue(dequeue(queueOf('a', 'b'), 'a', 5), 'b', 6);
    expect(outbox.open.map((turn) => turn.entry.id)).toEqual(['a', 'b']);
  });

  it('opens none without a time', () => {
    const outbox = dequeue(queueOf('a', 'b'), 'a', undefined);
    expect(outbox).toEqual({ queued: [entry('b')], open: [], loose: [] });
  });

  it('opens one at time zero', () => {
    expect(dequeue(queueOf('a'), 'a', 0).open).toHaveLength(1);
  });

  it('is the same for an unknown id', () => {
    const outbox = queueOf('a');
    expect(dequeue(outbox, 'x', 5)).toEqual(outbox);
  });
});

describe('requeue', () => {
  it('puts a written entry back at the head', () => {
    const outbox = requeue(dequeue(queueOf('a', 'b'), 'a', 5), entry('a'));
    expect(ids(outbox)).toEqual(['a', 'b']);
    expect(outbox.open).toEqual([]);
  });
});

describe('closeTurn', () => {
  it('closes that turn and no other', () => {
    const outbox = dequeue(dequeue(queueOf('a', 'b'), 'a', 5), 'b', 6);
    expect(closeTurn(outbox, 'a').open.map((turn) => turn.entry.id)).toEqual(['b']);
  });

  it('is the same for an unknown id', () => {
    const outbox = dequeue(queueOf('a'), 'a', 5);
    expect(closeTurn(outbox, 'x')).toEqual(outbox);
    expect(closeTurn(outbox, undefined)).toEqual(outbox);
  });
});

describe('updateTurn', () => {
  it('changes that turn and no other', () => {
    const outbox = dequeue(dequeue(queueOf('a', 'b'), 'a', 5), 'b', 6);
    const { open } = updateTurn(outbox, 'b', { acknowledged: true });
    expect(open.map((turn) => turn.acknowledged)).toEqual([false, true]);
    expect(open[0]).toBe(outbox.open[0]);
  });

  it('is the same when nothing changes', () => {
    const outbox = dequeue(queueOf('a'), 'a', 5);
    expect(updateTurn(outbox, 'x', { acknowledged: true })).toEqual(outbox);
    expect(updateTurn(outbox, 'a', { heardAt: 5 })).toEqual(outbox);
  });
});

describe('makeRoom', () => {
  const limits = { ...OUTBOX_LIMITS, messages: 2, bytes: 3 };
  const dropping = { ...limits, whenFull: 'drop-oldest' } as const;
  const gone = (outbox: Outbox<string>, bytes: number, of: OutboxLimits) =>
    makeRoom(outbox, bytes, of)?.map(({ id }) => id);

  it.each([
    ['an empty queue', queueOf(), 3, [], []],
    ['room for one more', queueOf('a'), 2, [], []],
    ['full of bytes', queueOf('a'), 3, undefined, ['a']],
    ['full of messages', queueOf('a', 'b'), 0, undefined, ['a']],
    ['full of both', queueOf('a', 'b'), 3, undefined, ['a', 'b']],
    ['one that is too large by itself', queueOf('a'), 4, undefined, undefined],
  ])('of %s', (_name, outbox, bytes, rejecting, dropped) => {
    expect(gone(outbox, bytes, limits)).toEqual(rejecting);
    expect(gone(outbox, bytes, dropping)).toEqual(dropped);
  });

  it('does not count what is written', () => {
    const outbox = dequeue(dequeue(queueOf('a', 'b'), 'a', 5), 'b', 5);
    expect(gone(outbox, 3, limits)).toEqual([]);
  });

  it('takes two hundred messages, a mebibyte and a day', () => {
    expect(OUTBOX_LIMITS).toEqual({
      messages: 200,
      bytes: 1_048_576,
      ageMs: 86_400_000,
      whenFull: 'reject-new',
    });
  });
});

describe('nextDeadline', () => {
  const both = { acknowledgeMs: 15, answerMs: 60 };
  const written = dequeue(queueOf('a'), 'a', 100);
  const acknowledged = updateTurn(written, 'a', { acknowledged: true, heardAt: 110 });
  const answering = updateTurn(acknowledged, 'a', { answering: true });
  const two = dequeue(dequeue(queueOf('a', 'b'), 'a', 100), 'b', 103);

  it.each([
    ['nothing is open', queueOf('a'), both, undefined],
    ['written: the acknowledgement', written, both, { id: 'a', at: 115 }],
    ['written, no acknowledgement owed', written, { answerMs: 60 }, { id: 'a', at: 160 }],
    [
      'written, a quick answer owed',
      written,
      { acknowledgeMs: 15, answerMs: 9 },
      { id: 'a', at: 109 },
    ],
    ['written, nothing owed', written, {}, undefined],
    ['acknowledged: the answer', acknowledged, both, { id: 'a', at: 170 }],
    ['acknowledged, no answer owed', acknowledged, { acknowledgeMs: 15 }, undefined],
    ['answering', answering, both, undefined],
    ['two: the older', two, both, { id: 'a', at: 115 }],
    [
      'two at once: the first',
      dequeue(dequeue(queueOf('a', 'b'), 'a', 1), 'b', 1),
      both,
      { id: 'a', at: 16 },
    ],
    [
      'the older is answering: the younger',
      updateTurn(two, 'a', { answering: true }),
      both,
      { id: 'b', at: 118 },
    ],
    [
      'the older was heard of later',
      updateTurn(two, 'a', { heardAt: 109 }),
      { answerMs: 60 },
      { id: 'b', at: 163 },
    ],
  ])('is the first that is owed: %s', (_name, outbox, timing, deadline) => {
    expect(nextDeadline(outbox, timing)).toEqual(deadline);
  });
});
