import { describe, expect, test } from 'vitest';

import { chooseClient, clientName } from './clients/choose-client.ts';
import { isOver } from './judge/is-over.ts';
import { stuckMessages } from './judge/stuck.ts';
import type { ProviderName } from './platforms.ts';
import type { FaultRow } from './report/row.ts';
import { type Rig, type RigOptions, startRig } from './rig.ts';
import { type Scene, sceneOf } from './scene.ts';
import { RUNS } from './settings.ts';

export interface Fault {
  /** Its number: `R7`. */
  readonly id: string;
  /** A fact. */
  readonly title: string;
  readonly providers: readonly ProviderName[];
  readonly options?: RigOptions | ((provider: ProviderName) => RigOptions) | undefined;
  /** Played by itself, not beside the others of its file: it gives the machine much to do. @default false */
  readonly isAlone?: boolean | undefined;
  /** A person has the conversation: nobody owes a word on a message, and `sent` is its last one. @default false */
  readonly isHuman?: boolean | undefined;
  /**
   * A defect that is known and not mended, in words: the table says that the fault fails. Its test is red once
   * it holds, so that this line goes.
   */
  readonly defect?: string | undefined;
  /** The scenario, fault and all. Every message that it gives is delivered in the control run. */
  readonly play: (scene: Scene) => Promise<void>;
}

/** Another client may know fewer platforms. */
const { providers: KNOWN } = await chooseClient();

/** Heals everything and waits until nobody owes anybody anything; then another message must go through. */
async function settle(rig: Rig, isHuman: boolean): Promise<void> {
  await rig.heal();
  await rig.until('nothing is under way', () =>
    rig.parley
      ? rig
          .evidence()
          .said.every(({ outcome }) => isOver(outcome) || (isHuman && outcome === 'sent'))
      : rig.client.isReady(),
  );
  rig.say('the last');
  await rig.until('the last is taken', () => rig.ledger().includes('the last'));
  await rig.until('the last is answered', () => rig.shown().includes('the last'));
  await rig.until('the last is acknowledged', () =>
    rig.parley ? rig.outcomeOf('the last') === 'acknowledged' : true,
  );
}

/** Nothing broke: everything is delivered, once, in order, over one connection, and nothing is complained of. */
function expectPeace(rig: Rig): void {
  expect(rig.ledger(), 'what the platform took').toEqual(rig.given());
  expect(rig.shown(), 'the answers shown').toEqual(rig.given());
  const { parley, provider } = rig;
  if (!parley) return;
  expect(new Set(Object.values(rig.outcomes()))).toEqual(new Set(['acknowledged']));
  expect(parley.errors).toEqual([]);
  expect(parley.dials).toHaveLength(provider === 'nlx-http' ? rig.given().length : 1);
}

interface Played {
  readonly rig: Rig;
  readonly left: readonly string[];
  /** Something broke. What breaks in `own` alone breaks for Parley alone. */
  readonly isBroken: boolean;
}

async function playOnce(
  fault: Fault,
  provider: ProviderName,
  isStruck: boolean,
  notes: string[],
): Promise<Played> {
  const { options = {} } = fault;
  const { before, ...rest } = typeof options === 'function' ? options(provider) : options;
  const rig = await startRig(provider, isStruck ? { ...rest, before } : rest);
  let left: readonly string[] = [];
  let isBroken = isStruck && (rig.parley !== undefined || before !== undefined);
  const onStrike = (): void => {
    isBroken = true;
  };
  try {
    // Some lose what is written before the first socket is open, fault or none: that would stand in every row.
    if (!rig.parley && (before === undefined || !isStruck)) {
      await rig.until('it is ready', () => rig.client.isReady());
    }
    await fault.play(sceneOf(rig, { isStruck, onStrike, notes })).catch((error: unknown) => {
      // What Parley is held to, another client need not reach: it is judged by what is there in the end.
      if (rig.parley) throw error;
    });
    await settle(rig, isStruck && fault.isHuman === true);
  } finally {
    left = await rig.close();
  }
  return { rig, left, isBroken };
}

async function playAll(fault: Fault, provider: ProviderName, row: (found: FaultRow) => void) {
  const notes: string[] = fault.defect === undefined ? [] : [fault.defect];
  const counts = { lost: 0, doubled: 0, reordered: 0, stuck: 0 };
  const say = (verdict: FaultRow['verdict'], runs: number): void =>
    row({
      fault: fault.id,
      title: fault.title,
      provider,
      layer: 'L2',
      client: clientName(),
      runs,
      ...counts,
      verdict,
      note: [...new Set(notes)].join('; ') || undefined,
    });
  // Stands if anything below throws.
  say('fails', RUNS);
  let isClean = true;
  let runs = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const { rig, left, isBroken } = await playOnce(fault, provider, true, notes);
    if (!isBroken) continue;
    runs += 1;
    const found = rig.judge();
    counts.lost += found.lost.length;
    counts.doubled += found.doubled.length;
    counts.reordered += found.reordered.length;
    counts.stuck += stuckMessages(rig.evidence()).length;
    isClean = Object.values(counts).every((count) => count === 0);
    say(isClean ? 'holds' : 'fails', RUNS);
    if (!rig.parley) continue;
    expect(found, rig.sketch()).toEqual({ lost: [], doubled: [], reordered: [], unexplained: [] });
    expect(left, 'left behind').toEqual([]);
  }
  // No run in which it struck is no result: a dash, not zeros.
  say(isClean ? 'holds' : 'fails', runs);
}

/** Declares a fault: for each platform a run in which it strikes, and one in which it does not. */
export function fault(given: Fault): void {
  const { id, title } = given;
  const providers = given.providers.filter((name) => KNOWN.includes(name));
  const group = given.isAlone ? describe.sequential : describe.concurrent;
  group(`${id}: ${title}`, () => {
    for (const provider of providers) {
      const isMissed = given.defect !== undefined && clientName() === 'parley';
      test(`${provider}`, { tags: [id], fails: isMissed }, async ({ task }) => {
        await playAll(given, provider, (row) => {
          task.meta.fault = row;
        });
        expect(task.meta.fault).toBeDefined();
      });

      test(`${provider}, without the fault`, { tags: [id] }, async () => {
        const { rig, left } = await playOnce(given, provider, false, []);
        if (rig.parley) {
          expectPeace(rig);
          expect(left, 'left behind').toEqual([]);
        }
        expect(rig.judge(), rig.sketch()).toMatchObject({ lost: [], doubled: [], reordered: [] });
        expect(rig.given().length).toBeGreaterThan(0);
      });
    }
    // A suite without a test would be an error.
    test.each(providers.length === 0 ? ['none'] : [])('%s of its platforms', () => {
      expect(providers).toEqual([]);
    });
  });
}
