import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type ChatWorld, createChatWorld } from './chat-world.ts';
import { createScriptedServer } from './heal.ts';
import { SCRIPTED_PLATFORMS, type ScriptedPlatform } from './platform-script.ts';
import { runsOf } from './runs.ts';

const HOUR_MS = 3_600_000;
const HEARTBEAT = { intervalMs: 25_000, message: '{"beat":1}' };

/** What may happen to a page, and to a connection, while nobody says anything. */
const HAPPENINGS = {
  nothing() {},
  hides({ page }) {
    page.setHidden(true);
    page.fire('visibilitychange');
  },
  shows({ page }) {
    page.setHidden(false);
    page.fire('visibilitychange');
  },
  'goes offline'({ page }) {
    page.setOnline(false);
    page.fire('offline');
  },
  'comes online'({ page }) {
    page.setOnline(true);
    page.fire('online');
  },
  wakes: ({ page }) => page.fire('resume'),
  returns: ({ page }) => page.fire('pageshow'),
  sleeps: ({ clock }) => clock.sleep(120_000),
  'is cut off': ({ current }) => current()?.end(1006),
  'is spoken to': ({ current, script }) => current()?.deliver(script.answer('anything new?', 900)),
} as const satisfies Readonly<Record<string, (world: ChatWorld) => void>>;

type Happening = keyof typeof HAPPENINGS;

const HOUR = fc.array(
  fc.record({
    // Its keys are all it has.
    what: fc.constantFrom(...(Object.keys(HAPPENINGS) as Happening[])),
    afterMs: fc.integer({ min: 100, max: 600_000 }),
  }),
  { maxLength: 24 },
);

/** Frames and requests that left the client, whatever they said. */
const leftIn = ({ network, requests }: ChatWorld): number =>
  network.written.length + requests.length;

/** A chat that is connected and, perhaps, has been talked in; then an hour in which nobody says anything. */
async function idle(
  platform: ScriptedPlatform,
  seed: number,
  hasTalked: boolean,
  hour: readonly { readonly what: Happening; readonly afterMs: number }[],
  heartbeat?: typeof HEARTBEAT,
): Promise<number> {
  const world = createChatWorld({ platform, seed, heartbeat });
  const server = createScriptedServer(world);
  const serve = async (): Promise<void> => {
    server.accept();
    server.answer();
    await world.settle();
  };
  try {
    world.connect();
    await world.settle();
    await serve();
    if (hasTalked) {
      world.send('hello');
      await world.settle();
      await serve();
      await world.clock.advance(1_000);
      expect(world.deliveryOf(world.composed[0]?.id ?? '')).toBe('acknowledged');
    }
    const before = leftIn(world);
    const end = world.clock.elapsedMs() + HOUR_MS;
    for (const { what, afterMs } of hour) {
      await world.clock.advance(Math.min(afterMs, Math.max(0, end - world.clock.elapsedMs())));
      await serve();
      HAPPENINGS[what](world);
      await world.settle();
      await serve();
    }
    await world.clock.advance(Math.max(0, end - world.clock.elapsedMs()));
    return leftIn(world) - before;
  } finally {
    world.dispose();
    world.page.remove();
  }
}

describe.each(SCRIPTED_PLATFORMS)('an idle hour over %s', (platform) => {
  it('writes nothing, whatever becomes of page and connection', { timeout: HOUR_MS }, async () => {
    const runs = runsOf(15, 2_000);
    console.info(`an idle hour, ${platform}: ${runs.numRuns} hours, seed ${runs.seed}`);
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.boolean(), HOUR, async (seed, hasTalked, hour) => {
        expect(await idle(platform, seed, hasTalked, hour)).toBe(0);
      }),
      runs,
    );
  });

  it('has the heartbeats that were configured, and where there is a socket', async () => {
    const beats = await idle(platform, 7, true, [], HEARTBEAT);
    expect(beats).toBe(platform === 'nlx-http' ? 0 : HOUR_MS / HEARTBEAT.intervalMs);
  });
});
