import { expect, it, vi } from 'vitest';

import { createNotifier } from './notifier.ts';

it('runs what is posted in a microtask, in order', async () => {
  const notifier = createNotifier(() => {});
  const ran: number[] = [];
  notifier.post(() => ran.push(1));
  notifier.post(() => ran.push(2));
  expect(ran).toEqual([]);
  await Promise.resolve();
  expect(ran).toEqual([1, 2]);
});

it('runs at once when flushed, and each call once', async () => {
  const notifier = createNotifier(() => {});
  const call = vi.fn();
  notifier.post(call);
  notifier.flush();
  expect(call).toHaveBeenCalledTimes(1);
  await Promise.resolve();
  expect(call).toHaveBeenCalledTimes(1);
});

it('never runs one call inside another', () => {
  const notifier = createNotifier(() => {});
  const ran: string[] = [];
  notifier.post(() => {
    ran.push('first begins');
    notifier.post(() => ran.push('second'));
    notifier.flush();
    ran.push('first ends');
  });
  notifier.flush();
  expect(ran).toEqual(['first begins', 'first ends', 'second']);
});

it('goes on after a call that throws, and says so, but not what it threw', () => {
  const logger = vi.fn();
  const notifier = createNotifier(logger);
  const after = vi.fn();
  notifier.post(() => {
    throw new TypeError('first, and a secret');
  });
  notifier.post(after);
  notifier.flush();
  expect(logger.mock.calls).toEqual([['error', 'handler-threw']]);
  expect(after).toHaveBeenCalledTimes(1);
});

it('forgets everything once stopped, even from inside a call', () => {
  const notifier = createNotifier(() => {});
  const ran: string[] = [];
  notifier.post(() => ran.push('a'));
  notifier.post(() => {
    ran.push('b');
    notifier.stop();
  });
  notifier.post(() => ran.push('after stop'));
  notifier.flush();
  notifier.post(() => ran.push('posted after stop'));
  notifier.flush();
  expect(ran).toEqual(['a', 'b']);
});
