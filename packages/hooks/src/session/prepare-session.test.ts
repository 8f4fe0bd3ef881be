import { startLexicon } from '@parley/simulators';
import { describe, expect, it, onTestFinished } from 'vitest';

import { lexicon } from '../providers/lexicon/lexicon.ts';
import { type ChatUnderTest, openChat, SECRET } from '../testing/open-chat.ts';
import { eventually, isReady, until } from '../testing/until.ts';

/** A chat whose `chatId` function answers when it is told to, and not at all until then. */
async function open(options: ChatUnderTest = {}) {
  const simulator = await startLexicon({
    port: 0,
    tokenDelayMs: 0,
    keys: { [SECRET]: 'tenant' },
    chatIds: ['first', 'second', 'third'],
  });
  onTestFinished(() => simulator.close());
  const answers: ((chatId: string) => void)[] = [];
  const provider = lexicon({
    userId: 'user123',
    chatId: () => new Promise<string>((resolve) => answers.push(resolve)),
    apiKey: SECRET,
    url: simulator.url,
  });
  return { ...openChat(provider, options), simulator, answers };
}

describe('a `chatId` function that hangs', () => {
  it('has 30 s: then it is asked once more, and what the first brings changes nothing (R39)', async () => {
    const { chat, clock, answers, dials } = await open({ speed: 200 });
    const begunAt = clock.now();
    chat.connect();
    await eventually(() => expect(answers).toHaveLength(1));
    const { connection } = await until(chat, (now) => now.connection.status === 'reconnecting');
    expect(clock.now() - begunAt).toBeGreaterThanOrEqual(30_000);
    expect(connection).toMatchObject({ reason: { retryable: true } });
    await eventually(() => expect(answers).toHaveLength(2));
    answers[0]?.('first');
    await eventually(() => expect(answers).toHaveLength(3));
    expect(dials()).toBe(0);
    answers[2]?.('third');
    const { session } = await until(chat, isReady);
    expect(session.id).toBe('third');
    answers[1]?.('second');
    await Promise.resolve();
    expect(chat.store.getState().session.id).toBe('third');
    expect(dials()).toBe(1);
  });

  it('is asked once, however often the chat is dialled anew within that time', async () => {
    const { chat, session, clock, answers } = await open({ speed: 200 });
    chat.connect();
    await eventually(() => expect(answers).toHaveLength(1));
    const begunAt = clock.now();
    while (answers.length === 1) {
      session.release();
      chat.connect();
      await new Promise((done) => clock.setTimeout(() => done(undefined), 1_000));
      chat.reconnect();
    }
    expect(clock.now() - begunAt).toBeGreaterThanOrEqual(29_000);
    answers[0]?.('first');
    answers[1]?.('second');
    expect((await until(chat, isReady)).session.id).toBe('second');
  });

  it.each(['disconnect', 'release'] as const)(
    'leaves no timer after `%s`, and is asked anew by whoever comes back after its time',
    async (how) => {
      const { chat, session, clock, answers, connections } = await open({ speed: 200 });
      chat.connect();
      await eventually(() => expect(answers).toHaveLength(1));
      (how === 'release' ? session.release : chat.disconnect)();
      expect(clock.pending()).toBe(0);
      const leftAt = clock.now();
      await eventually(() => expect(clock.now()).toBeGreaterThan(leftAt + 30_000));
      chat.connect();
      await eventually(() => expect(answers).toHaveLength(2));
      answers[0]?.('first');
      await Promise.resolve();
      expect(chat.store.getState().session.id).toBeUndefined();
      answers[1]?.('second');
      expect((await until(chat, isReady)).session.id).toBe('second');
      expect(connections).not.toContain('reconnecting');
    },
  );
});
