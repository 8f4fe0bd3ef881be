import type { Clock, ConnectionState } from '@parley/hooks';
import { createChatError } from '@parley/hooks';
import { act, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { renderWidget } from '../testing/render-widget.tsx';
import { seedChat } from '../testing/seed-chat.ts';

const waiting = (retryAt: number): ConnectionState => ({
  status: 'reconnecting',
  attempt: 2,
  retryAt,
  reason: createChatError('unreachable', 'The chat cannot be reached.'),
});

/** Time that goes on when it is told to. */
function manualClock(): Clock & { readonly advance: (ms: number) => void } {
  let now = 1000;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  return {
    now: () => now,
    setTimeout: (run, ms) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return timer;
    },
    clearTimeout: (handle) => {
      timers = timers.filter((timer) => timer !== handle);
    },
    advance: (ms) => {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      due.forEach(({ run }) => run());
    },
  };
}

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
});
