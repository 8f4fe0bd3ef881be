import { startLexicon } from '@parley/simulators';
import { expect, it, onTestFinished } from 'vitest';

import { lexicon } from '../providers/lexicon/lexicon.ts';
import { type ChatUnderTest, openChat, SECRET } from '../testing/open-chat.ts';
import { eventually, isCalm, isReady, textsOf, until } from '../testing/until.ts';

async function open(options: ChatUnderTest) {
  const simulator = await startLexicon({
    port: 0,
    tokenDelayMs: 0,
    keys: { [SECRET]: 'tenant' },
    chatIds: ['chat'],
  });
  onTestFinished(() => simulator.close());
  const { url } = simulator;
  const provider = lexicon({ userId: 'user123', chatId: 'chat', apiKey: SECRET, url });
  return { ...openChat(provider, options), provider };
}

/** The most writes in any window of this length, both ends included. */
const most = (writes: readonly number[], perMs: number): number =>
  Math.max(...writes.map((from) => writes.filter((at) => at >= from && at <= from + perMs).length));

it('another `pace` holds from now on, on the same connection, and what has gone counts for it', async () => {
  const { chat, session, provider, writes, dials } = await open({ speed: 20, pace: false });
  chat.connect();
  await until(chat, isReady);
  for (let turn = 0; turn < 5; turn += 1) {
    chat.sendMessage(`echo ${turn}`);
  }
  expect(writes).toHaveLength(5);
  session.update(provider, { pace: { frames: 3, perMs: 2_000 } });
  for (let turn = 5; turn < 10; turn += 1) {
    chat.sendMessage(`echo ${turn}`);
  }
  expect(writes).toHaveLength(5);
  await eventually(() => expect(writes).toHaveLength(10));
  expect(most(writes.slice(4), 2_000)).toBe(3);
  expect(writes[5]! - writes[4]!).toBeGreaterThan(2_000);
  expect(dials()).toBe(1);
});

it('a faster `pace` lets go at once what waits', async () => {
  const pace = { frames: 1, perMs: 3_600_000 };
  const { chat, session, provider, writes } = await open({ pace });
  chat.connect();
  await until(chat, isReady);
  chat.sendMessage('echo one');
  chat.sendMessage('echo two');
  expect(writes).toHaveLength(1);
  session.update(provider, { pace: false });
  expect(writes).toHaveLength(2);
  await until(chat, isCalm);
});

it('another `maxMessages` bounds the transcript with the next message, on the same connection', async () => {
  const { chat, session, provider, dials } = await open({});
  const say = async (text: string): Promise<void> => {
    chat.sendMessage(`echo ${text}`);
    await until(chat, (state) => isCalm(state) && state.messages.at(-1)?.role === 'assistant');
  };
  await say('one');
  await say('two');
  session.update(provider, { maxMessages: 2 });
  await say('three');
  expect(textsOf(chat.store.getState(), 'user')).toEqual(['echo three']);
  session.update(provider, {});
  await say('four');
  expect(textsOf(chat.store.getState(), 'user')).toEqual(['echo three', 'echo four']);
  expect(dials()).toBe(1);
});
