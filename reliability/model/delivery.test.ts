import { setImmediate as breathe } from 'node:timers/promises';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type ChatPlan, createChatWorld } from './chat-world.ts';
import { deliveryCommands } from './delivery-commands.ts';
import { startOfDelivery } from './delivery-model.ts';
import { healAndJudge } from './heal.ts';
import { leavesNothing } from './invariants.ts';
import { type ScriptedPlatform, SCRIPTED_SOCKETS } from './platform-script.ts';
import { runsOf } from './runs.ts';

function plansFor(platform: ScriptedPlatform): fc.Arbitrary<ChatPlan> {
  return fc.record({
    seed: fc.integer(),
    platform: fc.constant(platform),
    heartbeat: fc.constantFrom(undefined, undefined, {
      intervalMs: 5_000,
      message: '{"content":""}',
    }),
  });
}

const HOUR_MS = 3_600_000;

describe('a chat, whatever happens to it', () => {
  it.each(SCRIPTED_SOCKETS)(
    'loses, doubles and reorders nothing (%s)',
    { timeout: HOUR_MS },
    async (platform) => {
      const runs = runsOf(60, 10_000);
      console.info(`model of delivery, ${platform}: ${runs.numRuns} stories, seed ${runs.seed}`);
      const ends = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(
          plansFor(platform),
          fc.commands(deliveryCommands, { maxCommands: 60, size: '+1' }),
          async (plan, commands) => {
            const world = createChatWorld(plan);
            try {
              const model = startOfDelivery();
              await fc.asyncModelRun(() => ({ model, real: world }), commands);
              for (const { id } of world.composed) {
                const delivery = world.deliveryOf(id) ?? 'discarded';
                ends.set(delivery, (ends.get(delivery) ?? 0) + 1);
              }
              await healAndJudge(world);
              await leavesNothing(world, world.changes);
            } finally {
              world.page.remove();
              // Virtual time never leaves the task, and within one no object is given up that a WeakRef looked at.
              await breathe();
            }
          },
        ),
        runs,
      );
      console.info(`${platform}: ${JSON.stringify(Object.fromEntries(ends))}`);
      expect(ends.get('acknowledged') ?? 0).toBeGreaterThan(0);
      expect(ends.get('unconfirmed') ?? 0).toBeGreaterThan(0);
    },
  );
});
