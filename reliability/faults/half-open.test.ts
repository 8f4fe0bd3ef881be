import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { createManualPage, type ManualPage } from '../manual-page.ts';
import { PROVIDERS, type ProviderName, SOCKETS } from '../platforms.ts';
import type { FaultProxy } from '../proxy/fault-proxy.ts';
import type { Scene } from '../scene.ts';
import { seconds } from '../seconds.ts';

/** Until an answer, or an acknowledgement, is overdue. */
const DEADLINE_MS: Readonly<Record<ProviderName, number>> = {
  'nlx-socket': 60_000,
  'nlx-http': 60_000,
  lexicon: 15_000,
  aui: 60_000,
};
/** What a busy machine adds on a clock that runs many times as fast. */
const SLACK_MS = 5_000;
const STABLE_MS = 11_000;
/** How long Chromium waits for the close of a socket whose other side is gone. */
const CLOSE_TIMEOUT_MS = 60_000;

/** Waits until it is found out, and until there is another connection; tells how long each took. */
async function watch(scene: Scene, what: string): Promise<{ foundMs: number; backMs: number }> {
  const { until, now, note, parley, ready } = scene;
  const struck = now();
  const before = parley?.statuses.length ?? 0;
  await until('it is found out', () => (parley?.statuses.length ?? 0) > before);
  const foundMs = now() - struck;
  await ready();
  const backMs = now() - struck - foundMs;
  note(`${what}: found after ${seconds(foundMs)}, ready ${seconds(backMs)} later`);
  return { foundMs, backMs };
}

/** The hole gives nothing back: what went into it is gone, as it is with a real one. */
async function forget({ proxy, noticed, ready }: Scene): Promise<void> {
  proxy.reset();
  await proxy.heal();
  await noticed();
  await ready();
}

fault({
  id: 'R18',
  title: 'a socket that is dead both ways is found by the deadline of what was said',
  providers: SOCKETS,
  async play(scene) {
    const { say, says, strike, own, proxy, provider, elapse, exchange } = scene;
    await exchange('one');
    await elapse(STABLE_MS);
    await strike(() => proxy.strand());
    say('two');
    await own(async () => {
      const { foundMs, backMs } = await watch(scene, 'in use');
      expect(foundMs).toBeLessThanOrEqual(DEADLINE_MS[provider] + SLACK_MS);
      // Nobody waited for the dead socket's close.
      expect(backMs).toBeLessThan(CLOSE_TIMEOUT_MS / 4);
      await says('two', 'unconfirmed');
    });
    await strike(() => forget(scene));
    await exchange('three');
  },
});

fault({
  id: 'R18',
  title: 'a request that goes into a hole is unconfirmed by its deadline, and the next one goes',
  providers: ['nlx-http'],
  async play({ say, says, strike, own, proxy, now, note, exchange }) {
    await exchange('one');
    await strike(() => proxy.strand());
    // A connection that is kept alive is stranded as well; one that is made anew passes.
    await strike(() => proxy.holeAll());
    const struck = now();
    say('two');
    await own(async () => {
      await says('two', 'unconfirmed');
      const foundMs = now() - struck;
      note(`in use: found after ${seconds(foundMs)}`);
      expect(foundMs).toBeLessThanOrEqual(DEADLINE_MS['nlx-http'] + SLACK_MS);
    });
    await strike(() => proxy.heal());
    await exchange('three');
  },
});

const BEAT_MS = 25_000;
const PING_REPLY_MS = 10_000;

fault({
  id: 'R18',
  title: 'an idle socket that is dead both ways is found by a heartbeat where one is configured',
  providers: SOCKETS,
  options: { options: { heartbeat: { intervalMs: BEAT_MS } } },
  async play(scene) {
    const { strike, own, proxy, elapse, exchange } = scene;
    await exchange('one');
    await elapse(STABLE_MS);
    await strike(() => proxy.strand());
    await own(async () => {
      const { foundMs, backMs } = await watch(scene, 'idle, with a heartbeat');
      expect(foundMs).toBeLessThanOrEqual(BEAT_MS + PING_REPLY_MS + SLACK_MS);
      expect(backMs).toBeLessThan(CLOSE_TIMEOUT_MS / 4);
    });
    await exchange('two');
  },
});

/** The page of each rig whose fault strikes. */
const pages = new WeakMap<FaultProxy, ManualPage>();

fault({
  id: 'R18',
  title: 'an idle socket that is dead both ways is replaced when the page comes online',
  providers: SOCKETS,
  options() {
    const page = createManualPage();
    return {
      options: { runtime: { environment: page.environment } },
      before: ({ proxy }) => void pages.set(proxy, page),
    };
  },
  async play(scene) {
    const { strike, own, proxy, elapse, now, until, client, note, exchange } = scene;
    await exchange('one');
    await elapse(STABLE_MS);
    await strike(async () => {
      proxy.strand();
      pages.get(proxy)?.set({ online: false });
      pages.get(proxy)?.emit('offline');
      await elapse(31_000);
    });
    await own(async (parley) => {
      // Offline is a hint: nothing was given up for it.
      expect(parley.dials).toHaveLength(1);
      const dials = parley.dials.length;
      const online = now();
      pages.get(proxy)?.set({ online: true });
      pages.get(proxy)?.emit('online');
      await until('it is ready again', () => parley.dials.length > dials && client.isReady());
      note(`online to ready: ${Math.round(now() - online)} ms`);
      expect(now() - online).toBeLessThan(SLACK_MS);
      expect(parley.dials).toHaveLength(dials + 1);
    });
    await exchange('two');
  },
});

for (const [direction, dig] of [
  ['up', (proxy: FaultProxy) => proxy.holeUp()],
  ['down', (proxy: FaultProxy) => proxy.holeDown()],
] as const) {
  fault({
    id: 'R19',
    title: `a connection that is dead one way only (${direction}) is found by the same deadline`,
    providers: PROVIDERS,
    async play({
      say,
      says,
      strike,
      own,
      proxy,
      provider,
      now,
      note,
      ledger,
      elapse,
      exchange,
      timesTaken,
    }) {
      await exchange('one');
      await elapse(STABLE_MS);
      await strike(() => dig(proxy));
      const struck = now();
      say('two');
      await own(async () => {
        await says('two', 'unconfirmed');
        const foundMs = now() - struck;
        note(`${direction}: found after ${seconds(foundMs)}`);
        expect(foundMs).toBeLessThanOrEqual(DEADLINE_MS[provider] + SLACK_MS);
        expect(ledger().includes('two')).toBe(direction === 'down');
      });
      await strike(() => proxy.heal());
      await exchange('three');
      await own(() => {
        expect(timesTaken('two')).toBeLessThanOrEqual(1);
      });
    },
  });
}
