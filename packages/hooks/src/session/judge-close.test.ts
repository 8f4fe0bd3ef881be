import { describe, expect, it } from 'vitest';

import type { Outbox } from '../chat/outbox.ts';
import { acknowledge, begin, compose, entry, play, sent, write } from '../chat/testing/play.ts';
import type { CloseFacts, CloseVerdict } from '../connection/connection.ts';
import { exchangeFacts } from '../connection/http-exchange.ts';
import { judgeClose } from './judge-close.ts';

const closed = (code: number): CloseFacts =>
  exchangeFacts({ code, origin: 'server', observed: 'ready', written: 1 });

const NOTHING: Outbox<unknown> = begin().outbox;
const written = (...ids: readonly string[]): Outbox<unknown> =>
  play(
    begin(),
    ids.flatMap((id) => sent(id)),
  ).outbox;

/** What fails with each of a row of closes. */
function row(...closes: readonly (readonly [number, Outbox<unknown>, CloseVerdict?])[]) {
  const suspects = new Set<string>();
  return closes.map(
    ([code, outbox, verdict = 'retry']) =>
      judgeClose(suspects, outbox, closed(code), verdict, undefined)?.id,
  );
}

describe('judgeClose', () => {
  it.each([1011, 4500, 4599])('fails a message that the server fails at twice (%i)', (code) => {
    expect(row([code, written('a', 'b')], [code, written('a', 'b')])).toEqual([undefined, 'a']);
  });

  it('fails it each time from then on', () => {
    const again = [1011, written('a')] as const;
    expect(row(again, again, again)).toEqual([undefined, 'a', 'a']);
  });

  it('knows a message that was sent again by its message, and what shows nowhere by its entry', () => {
    const retried = play(begin(), [
      ...sent('a'),
      { type: 'connection-lose', error: { code: 'server', message: '', retryable: true } },
      { type: 'message-retry', messageId: 'a', entry: { ...entry('a2'), messageId: 'a' } },
      write('a2'),
    ]).outbox;
    expect(row([1011, written('a')], [1011, retried])).toEqual([undefined, 'a2']);
    const hidden = { ...entry('w'), messageId: undefined };
    const unseen = play(begin(), [{ type: 'act-compose', entry: hidden }, write('w')]).outbox;
    expect(row([1011, unseen], [1011, unseen])).toEqual([undefined, 'w']);
  });

  it.each([
    ['another message', [1011, written('b')]],
    ['no message', [1011, NOTHING]],
    ['a network that is gone', [1006, written('a')]],
    ['a server that restarts', [1012, written('a')]],
    ['a code below those of servers', [4499, written('a')]],
    ['a code above those of servers', [4600, written('a')]],
  ] as const)('blames nothing for %s', (_name, second) => {
    expect(row([1011, written('a')], second)).toEqual([undefined, undefined]);
  });

  it('blames nothing that has arrived', () => {
    const heard = play(begin({ acknowledges: true }), [...sent('a'), acknowledge('a', 's')]).outbox;
    expect(row([1011, heard], [1011, heard])).toEqual([undefined, undefined]);
  });

  it('blames nothing for a close of our own', () => {
    const suspects = new Set(['a']);
    const own = { ...closed(1011), origin: 'local' } as const;
    expect(judgeClose(suspects, written('a'), own, 'retry', undefined)).toBeUndefined();
  });

  it('fails the oldest unanswered one at once for poison, a message to a person too', () => {
    expect(row([1003, written('a', 'b'), 'poison'])).toEqual(['a']);
    const told = play(begin(), [compose('p'), write('p', false)]).outbox;
    expect(row([1003, told, 'poison'])).toEqual(['p']);
    expect(row([1003, NOTHING, 'poison'])).toEqual([undefined]);
  });

  it.each([
    [1009, 'poison', 'too-large'],
    [1003, 'poison', 'rejected'],
  ] as const)('says why, for %i', (code, verdict, expected) => {
    const judged = judgeClose(new Set(), written('a'), closed(code), verdict, undefined);
    expect(judged?.error).toMatchObject({
      code: expected,
      providerCode: String(code),
      retryable: false,
    });
  });

  it('takes the words of the platform, where it has any', () => {
    const error = { code: 'rejected', message: 'Not this.', retryable: false } as const;
    const judged = judgeClose(new Set(), written('a'), closed(1008), 'poison', error);
    expect(judged?.error).toBe(error);
  });
});
