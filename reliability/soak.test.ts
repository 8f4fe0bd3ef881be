import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { expect, test } from 'vitest';

import { createManualPage, pageTrouble } from './manual-page.ts';
import { PROVIDERS, type ProviderName } from './platforms.ts';
import type { FaultRow } from './report/row.ts';
import { type Rig, startRig } from './rig.ts';
import { SEED, SOAK_MINUTES } from './settings.ts';
import { socketBirths, watchSocketBirths } from './socket-births.ts';
import { createTrouble } from './trouble.ts';

const MINUTE_MS = 60_000;
/** How long one chat lives; many of them are made and left. */
const ROUND_MS = 3_000;
/**
 * Rounds before the first look at the heap, and a share of the time: modules are loaded, caches are filled, and code is
 * compiled again where it runs often, which is all that grew in a long run.
 */
const WARM_UP = { rounds: 2, share: 0.1 };
/** What the heap may have grown by. */
const GROWTH = 0.1;
const FINAL = new Set(['acknowledged', 'unconfirmed', 'failed', 'refused']);

watchSocketBirths();
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is left when nobody holds it: several times, for what waits for finalizers. */
async function heapAfterCollection(): Promise<number> {
  for (let time = 0; time < 6; time += 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    collect();
  }
  return process.memoryUsage().heapUsed;
}

/** Sockets and servers that are open, by kind. The timers are the test runner's as well. */
function openHandles(): number {
  return process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length;
}

/** What the judge finds, in counts. */
interface Counts {
  lost: number;
  doubled: number;
  reordered: number;
}

interface Tally extends Counts {
  messages: number;
  faults: number;
  readonly ends: Map<string, number>;
  readonly chats: WeakRef<object>[];
  /** The one address of all of them: Node's fetch keeps something of every address for ever. */
  port: number | undefined;
}

/** One chat's life: it speaks while everything breaks, is healed, judged and let go of. */
async function live(provider: ProviderName, seed: number, forMs: number, tally: Tally) {
  const page = createManualPage();
  const rig = await startRig(provider, {
    options: {
      heartbeat: { intervalMs: 25_000 },
      runtime: { environment: page.environment },
    },
    port: tally.port,
  });
  tally.port = rig.proxy.port;
  if (rig.parley) tally.chats.push(new WeakRef(rig.parley.chat));
  const trouble = createTrouble(rig, seed, pageTrouble(page));
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    await trouble.next();
  }
  await settle(rig);
  const found = rig.judge();
  tally.lost += found.lost.length;
  tally.doubled += found.doubled.length;
  tally.reordered += found.reordered.length;
  expect(found, `seed ${seed}\n${rig.sketch()}`).toEqual({
    lost: [],
    doubled: [],
    reordered: [],
    unexplained: [],
  });
  tally.messages += rig.given().length;
  tally.faults += trouble.struck();
  for (const outcome of Object.values(rig.outcomes())) {
    tally.ends.set(outcome, (tally.ends.get(outcome) ?? 0) + 1);
  }
  expect(await rig.close(), `left behind, seed ${seed}`).toEqual([]);
}

async function settle(rig: Rig): Promise<void> {
  await rig.heal();
  await rig.until('nothing is under way', () =>
    Object.values(rig.outcomes()).every((outcome) => FINAL.has(outcome)),
  );
  rig.say('the last');
  await rig.until('the last is answered', () => {
    // Deadlines are scaled and a busy machine is not: its author asks again then.
    if (rig.outcomeOf('the last') === 'unconfirmed') rig.askAgain('the last');
    return rig.shown().includes('the last');
  });
}

for (const provider of PROVIDERS) {
  test(
    `R48: ${provider}: minutes of random faults lose nothing and leave nothing`,
    { tags: ['R48'] },
    async ({ task }) => {
      const tally: Tally = {
        ...{ messages: 0, faults: 0, lost: 0, doubled: 0, reordered: 0 },
        ends: new Map(),
        chats: [],
        port: undefined,
      };
      const say = (verdict: FaultRow['verdict'], runs: number, note?: string): void => {
        const { lost, doubled, reordered } = tally;
        task.meta.fault = {
          fault: 'R48',
          title: 'minutes of random faults lose nothing and leave nothing',
          provider,
          layer: 'L2',
          client: 'parley',
          runs,
          lost,
          doubled,
          reordered,
          verdict,
          note,
        };
      };
      // Stands if anything below throws.
      say('fails', 0);
      const totalMs = (SOAK_MINUTES * MINUTE_MS) / PROVIDERS.length;
      const begun = performance.now();
      let heapBefore = 0;
      let handlesBefore = 0;
      let rounds = 0;
      let isWarm = false;
      for (let passed = 0; passed < totalMs || !isWarm; passed = performance.now() - begun) {
        if (!isWarm && rounds >= WARM_UP.rounds && passed >= WARM_UP.share * totalMs) {
          isWarm = true;
          heapBefore = await heapAfterCollection();
          handlesBefore = openHandles();
        }
        await live(provider, SEED + rounds * PROVIDERS.length, ROUND_MS, tally).catch(
          (error: unknown) => {
            // What it found so far stands in the row.
            say('fails', rounds + 1);
            throw error;
          },
        );
        rounds += 1;
      }
      // A connection that was kept alive takes a moment to notice that its server is gone.
      await expect
        .poll(openHandles, { timeout: 15_000, message: 'TCP handles' })
        .toBeLessThanOrEqual(handlesBefore)
        .catch((error: unknown) => {
          console.error(socketBirths());
          throw error;
        });
      const heapAfter = await heapAfterCollection();
      const held = tally.chats.filter((chat) => chat.deref() !== undefined).length;
      const mebibytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MiB`;
      const note = [
        `${SOAK_MINUTES / PROVIDERS.length} min, ${rounds} chats, ${tally.messages} messages, ${tally.faults} faults`,
        `heap ${mebibytes(heapBefore)} before, ${mebibytes(heapAfter)} after`,
        `TCP handles ${handlesBefore} before, ${openHandles()} after`,
        `${held} chats still held`,
        JSON.stringify(Object.fromEntries(tally.ends)),
      ].join('; ');
      console.info(`soak, ${provider}, seed ${SEED}: ${note}`);
      say('fails', rounds, note);
      expect(heapAfter).toBeLessThan(heapBefore * (1 + GROWTH));
      // The last may still stand in a register.
      expect(held).toBeLessThanOrEqual(1);
      say('holds', rounds, note);
    },
  );
}
