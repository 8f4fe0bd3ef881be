import { act, render, screen } from '@testing-library/react';
import { Activity, StrictMode } from 'react';
import { describe, expect, it } from 'vitest';

import type { ChatView } from '../chat.ts';
import { deliveries, isCalm, isReady, textsOf, until } from '../testing/until.ts';
import { startBench } from './testing/hook-bench.ts';
import { HOOK_CASES } from './testing/hook-cases.ts';
import { converse, Transcript } from './testing/transcript.tsx';

describe.each(HOOK_CASES)('$name in an Activity', (hookCase) => {
  const sockets = hookCase.isSocket ? 1 : 0;

  it('lets go of its connection while hidden, and comes back with its transcript', async () => {
    const bench = await startBench(hookCase);
    const chats: ChatView[] = [];
    const onChat = (chat: ChatView): void => void chats.push(chat);
    const page = (mode: 'visible' | 'hidden') => (
      <StrictMode>
        <Activity mode={mode}>
          <Transcript hookCase={hookCase} bench={bench} onChat={onChat} />
        </Activity>
      </StrictMode>
    );
    const { rerender } = render(page('hidden'));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(bench.network.dials()).toBe(0);

    rerender(page('visible'));
    await screen.findByText('connection: ready');
    const [chat] = chats;
    await converse(chat!, 'echo one');

    rerender(page('hidden'));
    await expect.poll(bench.connections).toBe(0);
    await expect.poll(() => bench.clock.pending()).toBe(0);
    chat!.sendMessage('echo two');
    expect(deliveries(chat!.store.getState()).at(-1)).toBe('echo two: queued');

    rerender(page('visible'));
    await until(chat!, (now) => isCalm(now) && textsOf(now, 'assistant').length >= 2);
    expect(screen.getByText('echo one')).toBeTruthy();
    expect(await bench.arrived()).toEqual(['echo one', 'echo two']);
    expect(await bench.connections()).toBe(sockets);
  });

  it('stays closed after disconnect() when it is hidden and shown again', async () => {
    const bench = await startBench(hookCase);
    const chats: ChatView[] = [];
    const onChat = (chat: ChatView): void => void chats.push(chat);
    const page = (mode: 'visible' | 'hidden') => (
      <Activity mode={mode}>
        <Transcript hookCase={hookCase} bench={bench} onChat={onChat} />
      </Activity>
    );
    const { rerender } = render(page('visible'));
    await screen.findByText('connection: ready');
    act(() => chats[0]!.disconnect());
    rerender(page('hidden'));
    await new Promise((resolve) => setTimeout(resolve, 0));
    rerender(page('visible'));
    await new Promise((resolve) => setTimeout(resolve, 0));

    expect(chats[0]!.store.getState().connection).toEqual({ status: 'closed' });
    await expect.poll(bench.connections).toBe(0);
    expect(bench.network.dials()).toBe(sockets);
    chats[0]!.connect();
    await until(chats[0]!, isReady);
  });
});
