import { describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';

import { deliveries, isCalm, isReady, textsOf, until } from '../testing/until.ts';
import { renderCase, startBench } from './testing/hook-bench.ts';
import { HOOK_CASES, KEY, SOCKET_CASES } from './testing/hook-cases.ts';

describe.each(HOOK_CASES)('$name', (hookCase) => {
  const { isSocket } = hookCase;

  it('missing credentials: idle, no error, and what was typed waits until they are there', async () => {
    const bench = await startBench(hookCase);
    const page = renderCase(hookCase, bench, { apiKey: undefined, url: undefined });
    page.view().sendMessage('echo typed');
    expect(page.state()).toMatchObject({ connection: { status: 'idle' }, error: null });
    expect(deliveries(page.state())).toEqual(['echo typed: queued']);
    expect(bench.network.dials()).toBe(0);

    page.rerender({});
    await until(page.view(), (now) => isCalm(now) && now.messages.length >= 2);
    expect(await bench.arrived()).toEqual(['echo typed']);
  });

  it('wrong credentials: unauthorized, and what was typed goes out with the right ones', async () => {
    const bench = await startBench(hookCase);
    const page = renderCase(hookCase, bench, { apiKey: 'wrong-key' });
    page.view().sendMessage('echo typed');
    const refused = await until(page.view(), ({ connection }) => connection.status === 'failed');
    expect(refused).toMatchObject({
      connection: { reason: { code: 'unauthorized', retryable: false } },
      error: { code: 'unauthorized' },
    });
    expect(textsOf(refused, 'user')).toEqual(['echo typed']);
    expect(deliveries(refused)[0]).toMatch(/: (queued|failed)$/);
    expect(bench.network.dials()).toBe(1);

    page.rerender({ apiKey: KEY });
    await until(page.view(), isReady);
    const [message] = page.state().messages;
    if (message?.delivery === 'failed') {
      expect(page.view().retry(message.id)).toMatchObject({ ok: true });
    }
    const answered = await until(page.view(), (now) => isCalm(now) && now.messages.length >= 2);
    expect(deliveries(answered)).toEqual(['echo typed: acknowledged']);
    expect(answered.error).toBeNull();
  });

  it('a server that is down: unreachable, and what was typed goes out when it is back', async () => {
    const bench = await startBench(hookCase);
    await commands.simulatorFaults(bench.simulator.id, { refuse: true });
    const page = renderCase(hookCase, bench, { runtime: { ...bench.runtime, random: () => 0 } });
    page.view().sendMessage('echo typed');
    if (isSocket) {
      const { connection } = await until(
        page.view(),
        (now) => now.connection.status === 'reconnecting',
      );
      expect(connection).toMatchObject({ reason: { code: 'unreachable', retryable: true } });
      expect(deliveries(page.state())).toEqual(['echo typed: queued']);
    } else {
      await until(page.view(), ({ error }) => error !== null);
      // A server that answers 503 is there: it failed.
      expect(page.state().error).toMatchObject({ code: 'server', retryable: true });
      expect(deliveries(page.state())).toEqual(['echo typed: failed']);
    }

    await commands.simulatorFaults(bench.simulator.id, { refuse: false });
    if (!isSocket) {
      page.view().retry(page.state().messages[0]!.id);
    }
    const answered = await until(page.view(), (now) => isCalm(now) && now.messages.length >= 2);
    expect(deliveries(answered)).toEqual(['echo typed: acknowledged']);
    expect(await bench.arrived()).toContain('echo typed');
  });

  it('nobody listens at the address: unreachable, and what was typed is still there', async () => {
    const bench = await startBench(hookCase);
    const url = isSocket ? 'ws://127.0.0.1:1' : 'http://127.0.0.1:1';
    const page = renderCase(hookCase, bench, { url });
    page.view().sendMessage('echo typed');
    await until(page.view(), ({ connection, error }) =>
      isSocket ? connection.status === 'reconnecting' : error !== null,
    );
    const { connection, error } = page.state();
    expect(isSocket ? connection : { reason: error }).toMatchObject({
      reason: { code: 'unreachable', retryable: true },
    });
    expect(deliveries(page.state())).toEqual([
      isSocket ? 'echo typed: queued' : 'echo typed: unconfirmed',
    ]);

    page.rerender({});
    if (!isSocket) {
      page.view().retry(page.state().messages[0]!.id);
    }
    await until(page.view(), (now) => isCalm(now) && now.messages.length >= 2);
    expect(await bench.arrived()).toEqual(['echo typed']);
  });

  it('a frame that is not JSON: told as a protocol event, skipped, and the answer still comes', async () => {
    const bench = await startBench(hookCase);
    const reasons: string[] = [];
    const page = renderCase(hookCase, bench, {
      onProtocolEvent: ({ reason }) => reasons.push(reason),
    });
    await until(page.view(), isReady);
    // Over HTTP the whole answer is one text: without its second half it is nothing.
    const text = isSocket ? 'echo typed' : 'echo typed as json';
    if (isSocket) {
      await commands.simulatorPush(bench.simulator.id, '<html>502 Bad Gateway</html>');
      await expect.poll(() => reasons).toContainEqual(expect.stringContaining('JSON'));
      page.view().sendMessage(text);
    } else {
      await commands.simulatorFaults(bench.simulator.id, { garbleNext: 1 });
      page.view().sendMessage(text);
      const { error } = await until(page.view(), (now) => now.error !== null);
      expect(error).toMatchObject({ code: 'unreachable', message: 'The answer broke off.' });
      expect(deliveries(page.state())).toEqual([`${text}: unconfirmed`]);
      page.view().retry(page.state().messages[0]!.id);
    }
    const answered = await until(page.view(), (now) => isCalm(now) && now.messages.length >= 2);
    expect(deliveries(answered)).toEqual([`${text}: acknowledged`]);
    expect(answered.error).toBeNull();
    expect(JSON.stringify(answered)).not.toContain('Gateway');
  });

  it.each(['', '   ', '\n\t'])(
    'a blank message %j: invalid-message from the call, and nothing is sent',
    async (text) => {
      const bench = await startBench(hookCase);
      const { view, state } = renderCase(hookCase, bench);
      expect(view().sendMessage(text)).toMatchObject({
        ok: false,
        error: { code: 'invalid-message' },
      });
      view().sendMessage('echo typed');
      await until(view(), (now) => isCalm(now) && now.messages.length >= 2);
      expect(textsOf(state(), 'user')).toEqual(['echo typed']);
      expect(await bench.arrived()).toEqual(['echo typed']);
    },
  );

  it('an oversized message: too-large from the call, the composer keeps it, and nothing is sent', async () => {
    const bench = await startBench(hookCase);
    const { view, state } = renderCase(hookCase, bench);
    const result = view().sendMessage('long '.repeat(100_000));
    expect(result).toMatchObject({ ok: false, error: { code: 'too-large' } });
    expect(state().messages).toEqual([]);
    view().sendMessage('echo typed');
    await until(view(), (now) => isCalm(now) && now.messages.length >= 2);
    expect(await bench.arrived()).toEqual(['echo typed']);
  });
});

describe.each(SOCKET_CASES)('$name', (hookCase) => {
  it('refused at every handshake: unreachable with advice, and what was typed waits', async () => {
    const bench = await startBench(hookCase);
    await commands.simulatorFaults(bench.simulator.id, { refuse: true });
    const page = renderCase(hookCase, bench, { runtime: { ...bench.runtime, random: () => 0 } });
    page.view().sendMessage('echo typed');
    const { connection } = await until(
      page.view(),
      (now) => now.connection.status === 'reconnecting' && now.connection.reason.fix !== undefined,
    );
    expect(connection).toMatchObject({
      reason: { code: 'unreachable', fix: expect.stringMatching(/^Check/) },
    });
    expect(JSON.stringify(page.state())).not.toContain(KEY);
    expect(deliveries(page.state())).toEqual(['echo typed: queued']);

    await commands.simulatorFaults(bench.simulator.id, { refuse: false });
    page.view().reconnect();
    const answered = await until(page.view(), (now) => isCalm(now) && now.messages.length >= 2);
    expect(deliveries(answered)).toEqual(['echo typed: acknowledged']);
    expect(answered.error).toBeNull();
  });
});
