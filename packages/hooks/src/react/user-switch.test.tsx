import { describe, expect, it } from 'vitest';

import { deliveries, isReady, until } from '../testing/until.ts';
import { renderCase, say, startBench } from './testing/hook-bench.ts';
import { HOOK_CASES } from './testing/hook-cases.ts';

describe.each(HOOK_CASES)('another user in the same component: $name', (hookCase) => {
  it('has nothing of what the one before had waiting, now and when that one returns', async () => {
    const bench = await startBench(hookCase);
    const page = renderCase(hookCase, bench, { enabled: false });
    const first = page.view();
    first.sendMessage('echo mine');
    first.sendMessage('echo also mine');
    expect(deliveries(page.state())).toEqual(['echo mine: queued', 'echo also mine: queued']);

    page.rerender({ identity: 'two' });
    await until(page.view(), isReady);
    expect(page.view().store).not.toBe(first.store);
    expect(page.state().messages).toEqual([]);
    await say(page, 'echo theirs');
    expect(await bench.arrived()).toEqual(['echo theirs']);

    page.rerender({ identity: 'one' });
    await until(page.view(), isReady);
    await say(page, 'echo back');
    expect(await bench.arrived()).toEqual(['echo theirs', 'echo back']);
    expect(deliveries(first.store.getState())).toEqual([
      'echo mine: queued',
      'echo also mine: queued',
    ]);
  });

  it('has nothing of what waited in a connection that was left', async () => {
    const bench = await startBench(hookCase);
    const page = renderCase(hookCase, bench);
    await say(page, 'echo one');
    const first = page.view();
    first.disconnect();
    first.sendMessage('echo late');

    page.rerender({ identity: 'two' });
    await until(page.view(), isReady);
    // What the one before still holds in its hands does nothing any more.
    first.connect();
    first.sendMessage('echo later');
    first.reconnect();
    await say(page, 'echo two');

    expect(await bench.arrived()).toEqual(['echo one', 'echo two']);
    expect(deliveries(first.store.getState()).slice(1)).toEqual([
      'echo late: queued',
      'echo later: queued',
    ]);
  });

  it('gets no answer that the one before had asked for', async () => {
    const bench = await startBench(hookCase, true);
    const page = renderCase(hookCase, bench);
    await until(page.view(), isReady);
    const first = page.view();
    first.sendMessage('echo mine');
    await expect.poll(bench.arrived).toEqual(['echo mine']);

    page.rerender({ identity: 'two' });
    await until(page.view(), isReady);
    await say(page, 'echo theirs');

    expect(JSON.stringify(page.state().messages)).not.toContain('mine');
    expect(await bench.arrived()).toEqual(['echo mine', 'echo theirs']);
    expect(deliveries(first.store.getState())[0]).not.toBe('echo mine: queued');
  });
});
