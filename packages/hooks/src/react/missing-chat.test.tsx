import { describe, expect, it } from 'vitest';

import { deliveries, isCalm, until } from '../testing/until.ts';
import { renderCase, startBench } from './testing/hook-bench.ts';
import { HOOK_CASES, KEY } from './testing/hook-cases.ts';
import { useAuiStream } from './use-aui-stream.ts';
import { useLexiconChat } from './use-lexicon-chat.ts';
import { useNlxChat } from './use-nlx-chat.ts';

describe('a chat that does not exist', () => {
  it('is not-found on Lexicon, and what was typed goes to one that does', async () => {
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
    page.view().sendMessage('echo typed');
    const { connection } = await until(page.view(), (now) => now.connection.status === 'failed');
    expect(connection).toMatchObject({ reason: { code: 'not-found', retryable: false } });
    expect(deliveries(page.state())).toEqual(['echo typed: queued']);

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
