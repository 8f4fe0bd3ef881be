import type { ConnectionState } from '@parley/hooks';
import { createChatError } from '@parley/hooks';
import { act, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { listen } from '../testing/listen.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { renderWidget } from '../testing/render-widget.tsx';
import { seedChat } from '../testing/seed-chat.ts';

const waiting = (retryAt: number): ConnectionState => ({
  status: 'reconnecting',
  attempt: 2,
  retryAt,
  reason: createChatError('unreachable', 'The server cannot be reached.'),
});

const refused = createChatError('unauthorized', 'Invalid key', { fix: 'Check the key.' });
const FAILED: ConnectionState = { status: 'failed', reason: refused };
const TRYING: ConnectionState = { status: 'connecting', attempt: 1 };
const READY: ConnectionState = { status: 'ready' };
const button = (name: string) => screen.findByRole('button', { name });

describe('ChatConnection', () => {
  it('counts down to the next try, second by second', () => {
    const clock = manualClock();
    const chat = seedChat({ connection: waiting(4000) });
    const { slots } = renderWidget(chat, { defaultOpen: true, clock });
    const shown = () => slots('countdown')[0]?.textContent;
    expect(shown()).toBe('Trying again in 3 s.');
    act(() => clock.advance(1000));
    expect(shown()).toBe('Trying again in 2 s.');
    act(() => clock.advance(2000));
    expect(shown()).toBe('Trying again…');
  });

  it('tries at once when asked', async () => {
    const user = userEvent.setup();
    const { chat, slots } = renderWidget(seedChat({ connection: waiting(Date.now() + 9000) }));
    slots('connection')[0]!.getAnimations()[0]!.finish();
    await user.click(screen.getByRole('button', { name: 'Try now' }));
    expect(chat.asked.at(-1)?.action).toBe('reconnect');
  });

  it('takes no room and says nothing for a blink', () => {
    const { chat, slots } = renderWidget();
    act(() => chat.setState({ connection: { status: 'connecting', attempt: 1 } }));
    const notice = slots('connection')[0]!;
    expect(notice.offsetHeight).toBe(0);
    expect(getComputedStyle(notice).visibility).toBe('hidden');
    const [animation] = notice.getAnimations();
    expect(animation!.effect!.getComputedTiming().delay).toBe(1500);
    animation!.finish();
    expect(notice.offsetHeight).toBeGreaterThan(20);
    act(() => chat.setState({ connection: { status: 'ready' } }));
    expect(slots('connection')).toHaveLength(0);
    expect(screen.getByRole('status').textContent).toBe('');
  });

  it('does not hide again between dialling and waiting', () => {
    const { chat, slots } = renderWidget(seedChat({ connection: waiting(Date.now() + 9000) }));
    const notice = slots('connection')[0];
    act(() => chat.setState({ connection: { status: 'connecting', attempt: 3 } }));
    expect(slots('connection')[0]).toBe(notice);
  });

  it('connects a chat that was disconnected', async () => {
    const user = userEvent.setup();
    const { chat } = renderWidget(seedChat({ connection: { status: 'closed' } }));
    await user.click(await screen.findByRole('button', { name: 'Connect' }));
    expect(chat.asked.at(-1)?.action).toBe('connect');
  });

  it('keeps its words, its button and the focus while a try is made', async () => {
    const user = userEvent.setup();
    const { chat, slots } = renderWidget(seedChat({ connection: FAILED }));
    const words = slots('connection')[0]?.textContent;
    await user.click(await button('Try again'));
    act(() => chat.setState({ connection: TRYING }));
    expect(slots('connection')[0]?.textContent).toBe(words);
    expect(slots('spinner')).toHaveLength(1);
    expect(document.activeElement).toBe(await button('Try again'));
    await user.click(await button('Try again'));
    expect(chat.asked.filter(({ action }) => action === 'reconnect')).toHaveLength(1);
    act(() => chat.setState({ connection: FAILED }));
    await user.click(await button('Try again'));
    expect(chat.asked.filter(({ action }) => action === 'reconnect')).toHaveLength(2);
  });

  it('leaves the focus in the conversation when its button goes away', async () => {
    const user = userEvent.setup();
    const { chat } = renderWidget(seedChat({ connection: FAILED }));
    await user.click(await button('Try again'));
    act(() => chat.setState({ connection: READY }));
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Conversation' })),
    );
  });

  it('says aloud that the connection is gone and that it is back, and no second and no try', async () => {
    const clock = manualClock();
    const chat = seedChat({ connection: waiting(9000) });
    const { slots } = renderWidget(chat, { defaultOpen: true, clock });
    const heard = listen();
    act(() => slots('connection')[0]!.getAnimations()[0]!.finish());
    await waitFor(() => expect(heard).toEqual(['No connection.']));
    act(() => clock.advance(1000));
    act(() => clock.advance(7000));
    for (const connection of [TRYING, waiting(30_000), TRYING, READY, waiting(40_000), TRYING]) {
      act(() => chat.setState({ connection }));
      act(() => clock.advance(1000));
    }
    act(() => chat.setState({ connection: READY }));
    act(() => clock.advance(1499));
    expect(heard).toEqual(['No connection.']);
    act(() => clock.advance(1));
    await waitFor(() => expect(heard).toEqual(['No connection.', 'Connected.']));
  });

  it('says aloud once what may help, when that is known', async () => {
    const clock = manualClock();
    const chat = seedChat({ connection: waiting(9000) });
    const { slots } = renderWidget(chat, { defaultOpen: true, clock });
    const heard = listen();
    act(() => slots('connection')[0]!.getAnimations()[0]!.finish());
    await waitFor(() => expect(heard).toEqual(['No connection.']));
    for (const attempt of [3, 4, 5]) {
      const reason = createChatError('unreachable', `Refused ${attempt} times.`, {
        fix: 'Check the key.',
      });
      const connection = { status: 'reconnecting', attempt, retryAt: 9000, reason } as const;
      act(() => chat.setState({ connection }));
      act(() => chat.setState({ connection: TRYING }));
    }
    expect(slots('connection')[0]?.textContent).toBe(
      'No connection.Trying again…Check the key.Try now',
    );
    await waitFor(() => expect(heard).toEqual(['No connection.', 'No connection. Check the key.']));
  });

  it('says aloud how a try ended that was asked for', async () => {
    const user = userEvent.setup();
    const { chat } = renderWidget(seedChat({ connection: FAILED }));
    await screen.findByText('You are not signed in to this chat. Invalid key. Check the key.');
    const heard = listen();
    await user.click(await button('Try again'));
    act(() => chat.setState({ connection: TRYING }));
    act(() => chat.setState({ connection: FAILED }));
    await waitFor(() =>
      expect(heard).toEqual([
        'Connecting…',
        'You are not signed in to this chat. Invalid key. Check the key.',
      ]),
    );
  });

  it('shows no blink of an offline page’s tries', () => {
    const offline: ConnectionState = {
      status: 'reconnecting',
      attempt: 4,
      retryAt: Date.now() + 9000,
      reason: createChatError('offline', 'You are offline.'),
    };
    const { chat, slots } = renderWidget(seedChat({ connection: offline }));
    const [notice] = slots('connection');
    const words = notice?.textContent;
    act(() => chat.setState({ connection: { status: 'connecting', attempt: 4 } }));
    expect(slots('connection')[0]).toBe(notice);
    expect(notice?.textContent).toBe(words);
  });
});
