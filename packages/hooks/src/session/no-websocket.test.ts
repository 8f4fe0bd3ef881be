import { expect, it } from 'vitest';

import { createChat } from '../create-chat.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';

it('says that there is no WebSocket, and keeps what was typed', async () => {
  const provider = lexicon({ userId: 'user', chatId: 'chat', apiKey: 'key' });
  const chat = createChat({ provider, runtime: { WebSocket: undefined } });
  chat.sendMessage('hello');
  await expect.poll(() => chat.store.getState().connection.status).toBe('failed');
  const { error, messages } = chat.store.getState();
  expect(error).toMatchObject({ code: 'unsupported', message: 'There is no WebSocket here.' });
  expect(error?.fix).toContain('runtime');
  expect(messages).toMatchObject([{ delivery: 'queued', parts: [{ text: 'hello' }] }]);
});
