import { startLexicon } from '@parley/simulators';
import { describe, expect, onTestFinished, test } from 'vitest';

import type { Choice } from '../chat/chat-message.ts';
import { createChat } from '../create-chat.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { nlx } from '../providers/nlx/nlx.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { isReady, until } from '../testing/until.ts';

const PROVIDER = lexicon({ userId: 'user123', chatId: 'chat-uuid', apiKey: SECRET });

describe('a call', () => {
  test('shows what it did to the connection as soon as it returns', async () => {
    const simulator = await startLexicon({
      port: 0,
      tokenDelayMs: 0,
      keys: { [SECRET]: 'tenant' },
    });
    onTestFinished(() => simulator.close());
    const provider = lexicon({
      userId: 'user123',
      chatId: 'chat-uuid',
      apiKey: SECRET,
      url: simulator.url,
    });
    const { chat, connections } = openChat(provider, { autoConnect: false });
    const status = (): string => chat.store.getState().connection.status;
    chat.connect();
    expect(status()).toBe('connecting');
    await until(chat, isReady);
    chat.reconnect();
    expect(status()).toBe('connecting');
    await until(chat, isReady);
    chat.disconnect();
    expect(status()).toBe('closed');
    chat.connect();
    expect(status()).toBe('connecting');
    await until(chat, isReady);
    expect(connections.filter((each) => each === 'ready')).toHaveLength(3);
  });

  test('makes a chat over HTTP ready at once', () => {
    const provider = nlx({
      transport: 'http',
      deploymentKey: 'd',
      channelKey: 'c-en-US',
      apiKey: SECRET,
    });
    const { chat } = openChat(provider, { autoConnect: false });
    chat.connect();
    expect(chat.store.getState().connection.status).toBe('ready');
  });

  test.each([undefined, null, 7, {}, []])(
    'with %s for a message is refused, not thrown',
    (nothing: unknown) => {
      const { chat } = openChat(PROVIDER, { autoConnect: false, enabled: false });
      // What untyped code may pass: the table has no type in common.
      const given = nothing as string;
      const refused = { ok: false, error: { code: 'invalid-message' } };
      expect(chat.sendMessage(given)).toMatchObject(refused);
      expect(chat.choose({ id: 'x', text: given })).toMatchObject(refused);
      expect(chat.choose(nothing as Choice)).toMatchObject(refused);
    },
  );
});

test('a subscriber that throws disturbs neither the call nor the others', () => {
  const { chat } = openChat(PROVIDER, { autoConnect: false, enabled: false });
  let heard = 0;
  chat.store.subscribe(() => {
    throw new Error('broken');
  });
  chat.store.subscribe(() => {
    heard += 1;
  });
  expect(chat.sendMessage('hello')).toMatchObject({ ok: true });
  expect(heard).toBe(1);
});

test.each([undefined, {}, { provider: {} }])('createChat(%s) says what is missing', (given) => {
  expect(() => createChat(given as unknown as Parameters<typeof createChat>[0])).toThrow(
    /^hooks: createChat\(\) .*Pass one/u,
  );
});
