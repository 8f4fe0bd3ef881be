import { describe, expect, it } from 'vitest';

import { createChat } from '../create-chat.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { deliveries, isCalm, isReady, textsOf, until } from '../testing/until.ts';
import { renderCase, startBench } from './testing/hook-bench.ts';
import { HOOK_CASES, type HookCase, KEY, SOCKET_CASES } from './testing/hook-cases.ts';
import { useAuiStream } from './use-aui-stream.ts';
import { useChat } from './use-chat.ts';
import { useLexiconChat } from './use-lexicon-chat.ts';
import { useNlxChat } from './use-nlx-chat.ts';
import { useNlxSocket } from './use-nlx-socket.ts';

/** One turn of the event loop: whatever a mount plans has been done. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

describe.each(HOOK_CASES)('$name', (hookCase) => {
  const { isSocket } = hookCase;

  it('sends what was written before it was ready, once and in order', async () => {
    const bench = await startBench(hookCase);
    const { view, state } = renderCase(hookCase, bench);
    const texts = ['echo one', 'echo two', 'echo three'];
    texts.forEach((text) => expect(view().sendMessage(text)).toMatchObject({ ok: true }));
    expect(deliveries(state())).toEqual(texts.map((text) => `${text}: queued`));
    expect(bench.network.dials()).toBe(0);

    await until(view(), (now) => isCalm(now) && textsOf(now, 'assistant').length >= 3);
    expect(await bench.arrived()).toEqual(texts);
    expect(await bench.connections()).toBe(isSocket ? 1 : 0);
  });

  it('does not dial while its credentials are incomplete, and dials once they are there', async () => {
    const bench = await startBench(hookCase);
    const page = renderCase(hookCase, bench, { apiKey: '', url: '' });
    await nextTask();
    expect(page.state().connection).toEqual({ status: 'idle' });
    page.view().sendMessage('echo kept');
    await nextTask();
    expect(deliveries(page.state())).toEqual(['echo kept: queued']);
    expect(page.state().connection).toEqual({ status: 'idle' });
    expect(bench.network.dials()).toBe(0);

    page.rerender({});
    await until(page.view(), (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    expect(await bench.arrived()).toEqual(['echo kept']);
  });

  it('does not dial while enabled is false, lets go when it becomes false, and comes back', async () => {
    const bench = await startBench(hookCase);
    const page = renderCase(hookCase, bench, { enabled: false });
    await nextTask();
    page.view().sendMessage('echo kept');
    await nextTask();
    expect(bench.network.dials()).toBe(0);
    expect(page.state().connection).toEqual({ status: 'idle' });

    page.rerender({ enabled: true });
    await until(page.view(), (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    page.rerender({ enabled: false });
    await expect.poll(bench.connections).toBe(0);
    expect(page.state().connection).toEqual({ status: 'idle' });
    expect(bench.clock.pending()).toBe(0);

    page.rerender({ enabled: true });
    await until(page.view(), isReady);
    expect(deliveries(page.state())).toEqual(['echo kept: acknowledged']);
    expect(await bench.arrived()).toEqual(['echo kept']);
  });

  it('with autoConnect false dials at the first message, or when it is switched on', async () => {
    const bench = await startBench(hookCase);
    const byMessage = renderCase(hookCase, bench, { autoConnect: false });
    await nextTask();
    expect(byMessage.state().connection).toEqual({ status: 'idle' });
    byMessage.view().sendMessage('echo one');
    await until(byMessage.view(), (now) => isCalm(now) && now.messages.length >= 2);

    const byOption = renderCase(hookCase, bench, { autoConnect: false, identity: 'two' });
    await nextTask();
    expect(byOption.state().connection).toEqual({ status: 'idle' });
    byOption.rerender({ identity: 'two' });
    await until(byOption.view(), isReady);
    expect(await bench.arrived()).toEqual(['echo one']);
  });

  it('stays closed after disconnect() when another hook mounts, until connect()', async () => {
    const bench = await startBench(hookCase);
    const first = renderCase(hookCase, bench);
    await until(first.view(), isReady);
    first.view().disconnect();
    await expect.poll(bench.connections).toBe(0);

    const second = renderCase(hookCase, bench);
    await nextTask();
    expect(second.view().store).toBe(first.view().store);
    expect(second.state().connection).toEqual({ status: 'closed' });
    second.view().sendMessage('echo kept');
    expect(deliveries(second.state())).toEqual(['echo kept: queued']);
    expect(await bench.arrived()).toEqual([]);

    second.view().connect();
    await until(second.view(), (now) => isCalm(now) && now.messages.length >= 2);
    expect(await bench.arrived()).toEqual(['echo kept']);
  });
});

// The simulators want a key on the wire: this relay adds it, as a relay's own address may.
const RELAYS: readonly {
  readonly hookCase: HookCase;
  readonly parameter: string;
  readonly useRelay: (
    url: string,
    runtime: Parameters<typeof useLexiconChat>[0]['runtime'],
  ) => ReturnType<typeof useLexiconChat>;
}[] = [
  {
    hookCase: SOCKET_CASES[0]!,
    parameter: 'apiKey',
    useRelay: (url, runtime) =>
      useNlxSocket({ url, deploymentKey: 'deployment', channelKey: 'channel-en-US', runtime }),
  },
  {
    hookCase: SOCKET_CASES[1]!,
    parameter: 'api_key',
    useRelay: (url, runtime) =>
      useLexiconChat({ url, userId: 'user123', chatId: 'chat-one', runtime }),
  },
  {
    hookCase: SOCKET_CASES[2]!,
    parameter: 'network_api_key',
    useRelay: (url, runtime) => useAuiStream({ url, taskId: '68e78d0dc5a4b19a030d03d6', runtime }),
  },
];

describe.each(RELAYS)('$hookCase.name with a relay', ({ hookCase, parameter, useRelay }) => {
  it('dials an address without a key, and keeps the address’s own query', async () => {
    const bench = await startBench(hookCase);
    const url = `${bench.simulator.url}?${parameter}=${KEY}`;
    const { view } = renderCase(
      { ...hookCase, useCase: (_simulator, options) => useRelay(url, options?.runtime) },
      bench,
    );
    await until(view(), isReady);

    expect(await bench.connections()).toBe(1);
    const [dialed = ''] = bench.network.urls();
    expect(new URL(dialed).searchParams.getAll(parameter)).toEqual([KEY]);
  });
});

describe('useNlxChat with a relay', () => {
  it('posts to an address without a key', async () => {
    const [, hookCase] = HOOK_CASES;
    const bench = await startBench(hookCase!);
    const { view } = renderCase(
      {
        ...hookCase!,
        useCase: ({ restUrl }, options) =>
          useNlxChat({
            url: restUrl,
            // What a relay of one's own asks for instead of the vendor's key.
            headers: { 'nlx-api-key': KEY },
            deploymentKey: 'deployment',
            channelKey: 'channel-en-US',
            runtime: options?.runtime,
          }),
      },
      bench,
    );
    view().sendMessage('echo through the relay');
    await until(view(), (now) => isCalm(now) && now.messages.length >= 2);

    expect(await bench.arrived()).toEqual(['echo through the relay']);
  });
});

describe('useChat({ chat })', () => {
  it('shows a chat made outside React, which outlives its components and keeps its socket', async () => {
    const [, lexiconCase] = SOCKET_CASES;
    const bench = await startBench(lexiconCase!);
    const chat = createChat({
      provider: lexicon({
        url: bench.simulator.url,
        apiKey: KEY,
        userId: 'user123',
        chatId: 'chat-one',
      }),
      runtime: bench.runtime,
    });
    const heard: string[] = [];
    const existing: HookCase = {
      ...lexiconCase!,
      useCase: () => useChat({ chat, onMessage: () => heard.push('told') }),
    };
    await nextTask();
    expect(bench.network.dials()).toBe(0);
    const first = renderCase(existing, bench);
    await until(chat, isReady);
    first.view().sendMessage('echo one');
    await until(chat, (now) => isCalm(now) && now.messages.length >= 2);
    expect(heard).toEqual(['told']);

    first.unmount();
    await nextTask();
    expect(await bench.connections()).toBe(1);
    chat.sendMessage('echo without a page');
    await until(chat, (now) => isCalm(now) && now.messages.length >= 4);
    expect(heard).toEqual(['told']);

    const second = renderCase(existing, bench);
    expect(textsOf(second.state(), 'user')).toEqual(['echo one', 'echo without a page']);
    expect(bench.network.dials()).toBe(1);
    chat.disconnect();
    await expect.poll(bench.connections).toBe(0);
  });

  it('takes a view for the chat it shows', async () => {
    const [, lexiconCase] = SOCKET_CASES;
    const bench = await startBench(lexiconCase!);
    const owner = renderCase(lexiconCase!, bench);
    const guest = renderCase(
      { ...lexiconCase!, useCase: () => useChat({ chat: owner.view() }) },
      bench,
    );
    await until(owner.view(), isReady);
    const [ownView, guestView] = [owner.view(), guest.view()];
    expect(ownView.messages).toEqual([]);
    guest.view().sendMessage('echo one');
    await until(owner.view(), (now) => isCalm(now) && now.messages.length >= 2);
    // What the owner reads makes another view for the owner, and none for the guest.
    await expect.poll(owner.view).not.toBe(ownView);
    guest.rerender({});
    expect(guest.view()).toBe(guestView);
    guest.unmount();

    expect(guest.view().store).toBe(owner.view().store);
    expect(bench.network.dials()).toBe(1);
    expect(await bench.connections()).toBe(1);
  });
});
