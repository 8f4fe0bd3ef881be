import { expect, onTestFinished, test } from 'vitest';

import { startSocketServer } from '../connection/testing/socket-server.ts';
import { aui } from '../providers/aui/aui.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { deliveries, isCalm, textsOf, until } from '../testing/until.ts';

const TASK = '68e78d0dc5a4b19a030d03d6';

const final = (id: string, text: string): object => ({
  id,
  text,
  sender: { type: 'aui' },
  followup_suggestions: ['Go on'],
});
const update = (text: string): object => ({
  event: 'thread-message-text-content-updated',
  data: { text },
});

/** A chat with a server that answers the messages it gets with these frames, in turn. */
async function answered(...answers: readonly (readonly object[])[]) {
  let count = 0;
  const server = await startSocketServer({
    onSocket: (socket) =>
      socket.on('message', () => {
        answers[count]?.forEach((frame) => socket.send(JSON.stringify(frame)));
        count += 1;
      }),
  });
  onTestFinished(() => server.stop());
  const opened = openChat(aui({ taskId: TASK, apiKey: SECRET, url: server.url }));
  return { ...opened, server };
}

test('an answer without a word is no message, and ends its turn', async () => {
  const { chat } = await answered([final('m1', '')], [final('m2', 'Hello')]);
  chat.sendMessage('one');
  chat.sendMessage('two');
  const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
  expect(textsOf(state, 'assistant')).toEqual(['Hello']);
  expect(deliveries(state)).toEqual(['one: acknowledged', 'two: acknowledged']);
  expect(state.suggestions.map(({ text }) => text)).toEqual(['Go on']);
});

test('an end without a word keeps what had grown, however lately', async () => {
  const { chat } = await answered([update('Hel'), update('Hello'), final('m1', '')]);
  chat.sendMessage('one');
  const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
  expect(textsOf(state, 'assistant')).toEqual(['Hello']);
  expect(state.messages.at(-1)).toMatchObject({ state: 'complete', serverId: 'm1' });
});

test('an end without a word ends what was stopped: the next answer is shown', async () => {
  const { chat, server } = await answered([update('Hel')], [final('m2', 'Next')]);
  chat.sendMessage('one');
  await until(chat, ({ status }) => status === 'streaming');
  chat.stop();
  server.sockets[0]?.send(JSON.stringify(final('m1', '')));
  chat.sendMessage('two');
  const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 1);
  expect(textsOf(state, 'assistant')).toEqual(['Hel', 'Next']);
});
