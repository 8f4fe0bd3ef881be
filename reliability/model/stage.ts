import { describe, expect, test } from 'vitest';

import { messageText } from '../../packages/hooks/src/chat/chat-message.ts';
import { type Judgement, judge, type Outcome } from '../judge/judge.ts';
import type { FaultRow } from '../report/row.ts';
import { type ChatPlan, type ChatWorld, createChatWorld } from './chat-world.ts';
import { createScriptedServer, healAndJudge, type ScriptedServer } from './heal.ts';
import { leavesNothing } from './invariants.ts';
import type { ScriptedPlatform } from './platform-script.ts';

/** What a scenario has in its hands: a chat, its server, its page and its time. */
export interface Stage extends ChatWorld {
  readonly server: ScriptedServer;
  /** False in the control run, where nothing breaks. */
  readonly isStruck: boolean;
  /** Breaks something, and lets everybody notice. Nothing happens in the control run. */
  strike(run: () => unknown): Promise<void>;
  /** What is promised when something broke. */
  own(run: () => unknown): Promise<void>;
  /** Dials, is accepted, is ready. */
  arrive(): Promise<void>;
  /** The user says something, and everything that follows at once is over. */
  say(text: string): Promise<void>;
  /** Time goes by, at a server that accepts whoever comes. */
  pass(ms: number): Promise<void>;
  /** The server answers everything that it has. */
  answer(): Promise<void>;
  outcome(text: string): string | undefined;
  /** Sockets that were made. */
  dials(): number;
  status(): string;
  /** A figure or a word for the table. */
  note(words: string): void;
}

export interface ScriptedFault {
  /** Its number: `R22`. */
  readonly id: string;
  /** A fact. */
  readonly title: string;
  readonly platforms: readonly ScriptedPlatform[];
  readonly plan?: Partial<ChatPlan> | undefined;
  readonly play: (stage: Stage) => Promise<void>;
}

const SEED = 7;
/** What a handshake may take. */
const STEP_MS = 250;

function stageOf(world: ChatWorld, isStruck: boolean, notes: string[]): Stage {
  const server = createScriptedServer(world);
  return Object.assign(world, {
    server,
    isStruck,
    async strike(run: () => unknown) {
      if (isStruck) {
        await run();
        await world.settle();
      }
    },
    async own(run: () => unknown) {
      if (isStruck) {
        await run();
      }
    },
    async arrive() {
      world.connect();
      await world.settle();
      server.accept();
      await world.settle();
    },
    async say(text: string) {
      world.send(text);
      await world.settle();
    },
    async pass(ms: number) {
      for (let passed = 0; passed < ms; passed += STEP_MS) {
        await world.clock.advance(Math.min(STEP_MS, ms - passed));
        server.accept();
        await world.settle();
      }
    },
    async answer() {
      server.answer();
      await world.settle();
    },
    outcome(text: string) {
      const found = world.state().messages.find((message) => messageText(message) === text);
      return found?.delivery;
    },
    dials: () => world.network.sockets.length,
    status: () => world.state().connection.status,
    note: (words: string) => void notes.push(words),
  });
}

function judgeStage(stage: Stage): Judgement {
  const { composed, ledger } = stage;
  const kept = composed.filter(({ isDiscarded }) => !isDiscarded);
  return judge({
    given: kept.map(({ text }) => text),
    said: kept.map(({ text }) => ({ text, outcome: outcomeOf(stage, text) })),
    ledger: ledger.map(({ text }) => text),
    shown: stage
      .state()
      .messages.filter(({ role }) => role !== 'user')
      .map((message) => messageText(message).replace('answer to ', '')),
    askedAgain: kept.flatMap(({ text, retries }) => Array.from({ length: retries }, () => text)),
  });
}

function outcomeOf({ composed, deliveryOf }: Stage, text: string): Outcome {
  const found = composed.find((one) => one.text === text);
  return (found && deliveryOf(found.id)) ?? 'unknown';
}

async function playOnce(
  given: ScriptedFault,
  platform: ScriptedPlatform,
  isStruck: boolean,
  notes: string[],
): Promise<Judgement> {
  const made = createChatWorld({ seed: SEED, platform, ...given.plan });
  const stage = stageOf(made, isStruck, notes);
  try {
    await given.play(stage);
    await healAndJudge(stage, stage.server);
    if (!isStruck) {
      expect(stage.ledger.map(({ text }) => text)).toEqual(stage.composed.map(({ text }) => text));
      expect(stage.dials()).toBe(platform === 'nlx-http' ? 0 : 1);
    }
    const judgement = judgeStage(stage);
    await leavesNothing(stage, stage.changes);
    return judgement;
  } finally {
    stage.page.remove();
  }
}

/** Declares a fault of layer 1: for each platform a run in which it strikes, and one in which it does not. */
export function scriptedFault(given: ScriptedFault): void {
  const { id, title, platforms } = given;
  const clean = { lost: [], doubled: [], reordered: [], unexplained: [] };
  describe(`${id}: ${title}`, () => {
    for (const provider of platforms) {
      test(provider, { tags: [id] }, async ({ task }) => {
        const notes: string[] = [];
        const say = (verdict: FaultRow['verdict'], found: Judgement): void => {
          task.meta.fault = {
            fault: id,
            title,
            provider,
            layer: 'L1',
            client: 'parley',
            runs: 1,
            lost: found.lost.length,
            doubled: found.doubled.length,
            reordered: found.reordered.length,
            verdict,
            note: notes.join('; ') || undefined,
          };
        };
        // Stands if anything below throws.
        say('fails', clean);
        const found = await playOnce(given, provider, true, notes);
        say('fails', found);
        expect(found).toEqual(clean);
        say('holds', found);
      });

      test(`${provider}, without the fault`, { tags: [id] }, async () => {
        expect(await playOnce(given, provider, false, [])).toEqual(clean);
      });
    }
  });
}
