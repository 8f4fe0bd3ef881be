import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type ConnectionPlan, createConnectionWorld } from './connection-world.ts';
import { leavesNothing } from './invariants.ts';
import { machineCommands } from './machine-commands.ts';
import { START } from './machine-model.ts';
import { runsOf } from './runs.ts';

const plans: fc.Arbitrary<ConnectionPlan> = fc.record({
  seed: fc.integer(),
  ready: fc.constantFrom(
    { on: 'open' } as const,
    { on: 'event', withinMs: 3_000, otherwise: 'close' } as const,
    { on: 'event', withinMs: 3_000, otherwise: 'ready' } as const,
  ),
  stableOnFrame: fc.boolean(),
  refreshable: fc.boolean(),
  mayRedialOnWake: fc.boolean(),
  heartbeat: fc.constantFrom(
    undefined,
    { intervalMs: 25_000, message: '{}' },
    { intervalMs: 5_000, message: '{}', replyWithinMs: 10_000 },
  ),
});

const HOUR_MS = 3_600_000;

describe('a connection, whatever happens to it', () => {
  it('keeps its invariants', { timeout: HOUR_MS }, async (context) => {
    const runs = runsOf(300, 100_000);
    console.info(`model of the machine: ${runs.numRuns} stories, seed ${runs.seed}`);
    const statuses = new Map<string, number>();
    let steps = 0;
    await fc.assert(
      fc.asyncProperty(
        plans,
        fc.commands(machineCommands, { maxCommands: 60, size: '+1' }),
        async (plan, commands) => {
          const world = createConnectionWorld(plan);
          try {
            await fc.asyncModelRun(() => ({ model: { ...START }, real: world }), commands);
            // The credential reader is not the connection's, and waits for who does not answer.
            const heard = (): number => world.heard.length + world.closes.length;
            await leavesNothing(world, heard, world.desk.waiting);
          } finally {
            world.page.remove();
          }
          for (const { status } of world.trace) {
            statuses.set(status, (statuses.get(status) ?? 0) + 1);
          }
          steps += world.trace.length;
        },
      ),
      { ...runs, verbose: 0 },
    );
    // A model that never comes anywhere proves nothing.
    expect(statuses.size).toBe(6);
    console.info(`situations: ${JSON.stringify(Object.fromEntries(statuses))}, ${steps} steps`);
    Object.assign(context.task.meta, { runs: runs.numRuns });
  });
});
