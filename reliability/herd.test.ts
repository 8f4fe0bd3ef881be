import { expect, test } from 'vitest';

import type { CloseVerdict } from '../packages/hooks/src/connection/connection.ts';
import { createRuntime } from '../packages/hooks/src/connection/default-runtime.ts';
import { socketTransport } from '../packages/hooks/src/connection/socket-transport.ts';
import { createEventClock, type EventClock } from './model/event-clock.ts';
import { createScriptedNetwork, type ScriptedNetwork } from './model/scripted-socket.ts';
import { seededRandom } from './model/world.ts';
import { mostWithin } from './most-within.ts';
import { SEED } from './settings.ts';

const CLIENTS = 5_000;
const WINDOW_MS = 100;
/** What one restart may cost a server, as a share of its clients. */
const ALLOWED = 0.05;

interface Herd {
  readonly clock: EventClock;
  readonly network: ScriptedNetwork;
  /** When each socket was made. */
  readonly dials: readonly number[];
  dispose(): void;
}

/** So many clients of the library's own, connected and stable, on one clock and with luck of their own. */
async function gather(random: () => number, verdict: CloseVerdict = 'retry'): Promise<Herd> {
  const clock = createEventClock();
  const network = createScriptedNetwork(clock.now);
  const dials: number[] = [];
  class DatedSocket extends network.WebSocket {
    constructor(url: string) {
      super(url);
      dials.push(clock.now());
    }
  }
  const runtime = createRuntime({ WebSocket: DatedSocket, clock, random });
  const connections = Array.from({ length: CLIENTS }, () =>
    socketTransport.open({
      target: () => ({ kind: 'socket', url: 'wss://server.test/' }),
      classify: () => verdict,
      runtime,
      handlers: {
        onStatus() {},
        onFrame() {},
        onClose() {},
        onAnswerStart() {},
        onWriteEnd() {},
        onReadyAssumed() {},
      },
      refreshable: () => false,
      timing: { connectMs: 10_000, ready: { on: 'open' }, stableMs: 10_000 },
      reconnect: true,
    }),
  );
  connections.forEach((connection) => connection.connect());
  await clock.advance(0);
  network.live().forEach((socket) => socket.open());
  await clock.advance(15_000);
  return {
    clock,
    network,
    dials,
    dispose: () => connections.forEach((connection) => connection.dispose()),
  };
}

/** The server restarts: everybody is closed with `code`, and for `downMs` nobody is let in. */
async function restart({ clock, network, dials }: Herd, code: number, downMs: number) {
  const before = dials.length;
  const backAt = clock.now() + downMs;
  network.live().forEach((socket) => socket.end(code));
  for (let step = 0; step < 1_200; step += 1) {
    await clock.advance(WINDOW_MS);
    for (const socket of network.live()) {
      if (socket.readyState === 0) {
        if (clock.now() >= backAt) socket.open();
        else socket.fail();
      }
    }
  }
  const since = dials.slice(before);
  return { since, peak: mostWithin(since, WINDOW_MS) / CLIENTS };
}

const CASES: readonly (readonly [
  how: string,
  code: number,
  downMs: number,
  verdict?: CloseVerdict,
])[] = [
  ['says so (1012)', 1012, 0],
  ['dies (1006)', 1006, 0],
  ['dies and stays away for 5 s', 1006, 5_000],
  ['asks everybody to come back in a second', 4429, 0, { retryAfterMs: 1_000 }],
  ['asks everybody to come back in 30 s (1013)', 1013, 0, { retryAfterMs: 30_000 }],
];

for (const [how, code, downMs, verdict] of CASES) {
  const title = `5,000 clients return without a stampede when their server ${how}`;
  test(`R11: ${title}`, { tags: ['R11'] }, async ({ task }) => {
    const herd = await gather(seededRandom(SEED), verdict);
    const { since, peak } = await restart(herd, code, downMs);
    const percent = (peak * 100).toFixed(1);
    const note = `server ${how}: peak of ${percent} % of ${CLIENTS} in any 100 ms`;
    console.info(`herd, ${note}`);
    const isCalm = peak <= ALLOWED;
    task.meta.fault = {
      fault: 'R11',
      title,
      provider: 'a herd',
      layer: 'L1',
      client: 'parley',
      runs: 1,
      lost: 0,
      doubled: 0,
      reordered: 0,
      verdict: isCalm ? 'holds' : 'fails',
      note,
    };
    expect(herd.network.live().filter(({ readyState }) => readyState === 1)).toHaveLength(CLIENTS);
    expect(since.length).toBeGreaterThanOrEqual(CLIENTS);
    expect(isCalm, note).toBe(true);
    herd.dispose();
    expect(herd.clock.pending()).toBe(0);
  });
}

test(
  'R11: the same clients without luck of their own return all at once',
  { tags: ['R11'] },
  async () => {
    const herd = await gather(() => 0.5);
    const { peak } = await restart(herd, 1012, 0);
    console.info(`herd, control without jitter: peak of ${(peak * 100).toFixed(1)} %`);
    expect(peak).toBeGreaterThan(0.95);
    herd.dispose();
  },
);
