import { expect, it, vi } from 'vitest';

import { lexicon } from '../providers/lexicon/lexicon.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';

vi.mock('./later.ts', () => {
  throw new Error('Failed to fetch dynamically imported module');
});

it('what cannot be loaded without a network is an error value of the action that needs it', async () => {
  const provider = lexicon({
    userId: 'u',
    chatId: 'c',
    apiKey: SECRET,
    url: 'ws://127.0.0.1:9/ws',
    restUrl: 'http://127.0.0.1:9',
  });
  const { chat } = openChat(provider);
  const missing = { ok: false, error: { code: 'unreachable' } };
  expect(await chat.loadOlder()).toMatchObject(missing);
  expect(await chat.setContext({ a: 1 })).toMatchObject(missing);
  expect(await chat.sendFeedback('m', { rating: 1 })).toMatchObject(missing);
  const file = new File(['x'], 'x.txt');
  expect(await chat.upload([file]).finished).toMatchObject({ ok: false });
});
