import { cleanup, renderHook } from '@testing-library/react';
import { StrictMode } from 'react';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commands } from 'vitest/browser';

import { deliveries, isCalm, until } from '../testing/until.ts';
import { renderCase, startBench } from './testing/hook-bench.ts';
import { HOOK_CASES, KEY } from './testing/hook-cases.ts';
import { useAuiStream } from './use-aui-stream.ts';
import { useLexiconChat } from './use-lexicon-chat.ts';
import { useNlxChat } from './use-nlx-chat.ts';

describe('a chat that does not exist', () => {
  it('is not-found on Lexicon: what was typed waits, and arrives once the chat exists', async () => {
    const keys = { [KEY]: 'tenant' };
    let server = await commands.startSimulator('lexicon', { keys, chatIds: [] });
    onTestFinished(() => {
      cleanup();
      return commands.stopSimulator(server.id);
    });
    const { url } = server;
    const { result } = renderHook(
      () => useLexiconChat({ url, apiKey: KEY, userId: 'user123', chatId: 'made-later' }),
      { wrapper: StrictMode },
    );
    const { store, sendMessage, connect } = result.current;
    sendMessage('echo typed');
    const { connection } = await until({ store }, (now) => now.connection.status === 'failed');
    expect(connection).toMatchObject({ reason: { code: 'not-found', retryable: false } });
    expect(deliveries(store.getState())).toEqual(['echo typed: queued']);

    await commands.stopSimulator(server.id);
    const port = Number(new URL(url).port);
    server = await commands.startSimulator('lexicon', { keys, chatIds: ['made-later'], port });
    connect();
    await until({ store }, (now) => isCalm(now) && now.messages.length >= 2);
    const received = await commands.simulatorReceived(server.id);
    expect(received.map(({ frame }) => frame)).toEqual([{ content: 'echo typed' }]);
  });

  it('is not-found on Lexicon where a function names it, and reset() asks the function for another', async () => {
    const [, , lexiconCase] = HOOK_CASES;
    const bench = await startBench(lexiconCase!);
    let chatId = 'no-such-chat';
    const page = renderCase(
      {
        ...lexiconCase!,
        useCase: ({ url }, options) =>
          useLexiconChat({
            url,
            apiKey: KEY,
            userId: 'user123',
            chatId: () => chatId,
            runtime: options?.runtime,
          }),
      },
      bench,
    );
    await until(page.view(), ({ connection }) => connection.status === 'failed');
    chatId = 'chat-one';
    page.view().reset();
    page.view().sendMessage('echo typed');
    await until(page.view(), (now) => isCalm(now) && now.messages.length >= 2);
    expect(await bench.arrived()).toEqual(['echo typed']);
  });

  it('is not-found on AUI, where the message that asked for it has failed and can be taken back', async () => {
    const [, , , auiCase] = HOOK_CASES;
    const bench = await startBench(auiCase!);
    const page = renderCase(
      {
        ...auiCase!,
        useCase: ({ url }, options) =>
          useAuiStream({
            url,
            apiKey: KEY,
            taskId: '000000000000000000000000',
            runtime: options?.runtime,
          }),
      },
      bench,
    );
    page.view().sendMessage('echo typed');
    const { connection, messages } = await until(
      page.view(),
      (now) => now.connection.status === 'failed',
    );
    expect(connection).toMatchObject({ reason: { code: 'not-found' } });
    expect(deliveries(page.state())).toEqual(['echo typed: failed']);
    expect(messages[0]?.error).toMatchObject({ code: 'not-found' });
    expect(page.view().edit(messages[0]!.id)).toEqual({ ok: true, text: 'echo typed' });
  });

  it('is not-found on NLX over HTTP: no application at this address', async () => {
    const [, httpCase] = HOOK_CASES;
    const bench = await startBench(httpCase!);
    const page = renderCase(
      {
        ...httpCase!,
        useCase: ({ restUrl }, options) =>
          useNlxChat({
            url: `${restUrl}/nowhere/at-all`,
            apiKey: KEY,
            deploymentKey: 'deployment',
            channelKey: 'channel-en-US',
            runtime: options?.runtime,
          }),
      },
      bench,
    );
    page.view().sendMessage('echo typed');
    const { error } = await until(page.view(), (now) => now.error !== null);
    expect(error).toMatchObject({ code: 'not-found', retryable: false });
    expect(deliveries(page.state())).toEqual(['echo typed: failed']);
  });
});
