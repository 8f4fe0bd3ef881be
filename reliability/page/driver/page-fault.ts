import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { isOver } from '../../judge/is-over.ts';
import type { FaultRow } from '../../report/row.ts';
import { RUNS } from '../../settings.ts';
import type { PageReport, ProviderName } from '../app/chat-request.ts';
import { type PlaywrightTab, type RealTab, startBrowser, type TestBrowser } from './browser.ts';
import {
  openPageRig,
  outcomeOf,
  type PageRig,
  type PageRigOptions,
  shownWords,
} from './page-rig.ts';

interface Tabs {
  readonly playwright: PlaywrightTab;
  readonly real: RealTab;
}

/** A fault on its way in a page: what a scenario has in its hands. */
export interface PageScene<Kind extends keyof Tabs> extends PageRig<Tabs[Kind]> {
  /** False in the control run, where nothing breaks. */
  readonly isStruck: boolean;
  /** Breaks something. Nothing happens in the control run. */
  strike(run: () => unknown): Promise<void>;
  ready(): Promise<PageReport>;
  /** Waits until a message with these words was answered. */
  answered(words: string): Promise<PageReport>;
  /** Waits for the page's word on a message. */
  says(words: string, outcome: string): Promise<PageReport>;
  /** A figure or a word for the table. */
  note(words: string): void;
}

export interface PageFault<Kind extends keyof Tabs> {
  /** Its number: `R7`. */
  readonly id: string;
  /** A fact. */
  readonly title: string;
  readonly providers: readonly ProviderName[];
  readonly tab: Kind;
  readonly options?:
    | PageRigOptions
    | ((provider: ProviderName, isStruck: boolean) => PageRigOptions)
    | undefined;
  /** The scenario, fault and all. Every message that it gives is delivered in the control run. */
  readonly play: (scene: PageScene<Kind>) => Promise<void>;
  /** Runs beside no other test of its file. @default false */
  readonly isAlone?: boolean | undefined;
  /** Sockets that the control run makes. @default one where there are sockets */
  readonly dials?: number | undefined;
}

/** The end of a transcript, for the message of a failing test. */
function sketch({ messages }: PageReport): string {
  return messages
    .slice(-30)
    .map(({ role, text, delivery, state }) => `${role} ${delivery ?? state}: ${text.slice(0, 60)}`)
    .join('\n');
}

/** One Chromium for the tests of a file. */
export function fileBrowser(): () => TestBrowser {
  let browser: TestBrowser | undefined;
  beforeAll(async () => {
    browser = await startBrowser(inject('pageFolder'));
  });
  afterAll(() => browser?.close());
  return () => {
    if (!browser) throw new Error('The browser is started before the first test.');
    return browser;
  };
}

function sceneOf<Kind extends keyof Tabs>(
  rig: PageRig<Tabs[Kind]>,
  isStruck: boolean,
  notes: string[],
): PageScene<Kind> {
  return {
    ...rig,
    isStruck,
    async strike(run) {
      if (isStruck) await run();
    },
    ready: () => rig.until('it is ready', ({ connection }) => connection === 'ready'),
    answered: (words) =>
      rig.until(`${words} is answered`, (report) => shownWords(report).includes(words)),
    says: (words, outcome) =>
      rig.until(`${words} is ${outcome}`, (report) => outcomeOf(report, words) === outcome),
    note: (words) => void notes.push(words),
  };
}

/** Heals everything and waits until nobody owes anybody anything; then another message must go through. */
async function settle(rig: PageRig): Promise<PageReport> {
  await rig.heal();
  await rig.until('nothing is under way', ({ messages }) =>
    messages.every(({ delivery }) => delivery === undefined || isOver(delivery)),
  );
  await rig.say('the last');
  return rig.until(
    'the last is answered and acknowledged',
    (report) =>
      outcomeOf(report, 'the last') === 'acknowledged' && shownWords(report).includes('the last'),
  );
}

/** Nothing broke: everything is delivered, once, in order, over one connection, and nothing is complained of. */
function expectPeace(rig: PageRig, report: PageReport, dials: number): void {
  expect(rig.ledger(), 'what the platform took').toEqual(rig.given());
  expect(shownWords(report), 'the answers shown').toEqual(rig.given());
  for (const words of rig.given()) expect(outcomeOf(report, words)).toBe('acknowledged');
  expect(report.error).toBeUndefined();
  expect(report.sockets.made, 'sockets made').toBe(dials);
}

/** Whatever happened: one socket at most, and none when the page shows no chat any more. */
async function expectTidy(rig: PageRig, report: PageReport): Promise<void> {
  const { open, connecting } = report.sockets;
  expect(open + connecting, 'sockets held').toBeLessThanOrEqual(1);
  await rig.tab.call(() => globalThis.rig.hide());
  await rig.until(
    'no socket is left, here or there',
    ({ sockets }) => sockets.open + sockets.connecting + rig.simulator.connections === 0,
  );
}

/** Declares a fault: for each platform a run in which it strikes, and one in which it does not. */
export function pageFault<Kind extends keyof Tabs>(
  browser: () => TestBrowser,
  fault: PageFault<Kind>,
): void {
  const { id, title, providers, options, play } = fault;

  const openTab = (): Promise<Tabs[Kind]> =>
    // The key of a table says which of its entries it is.
    (fault.tab === 'real' ? browser().realTab() : browser().playwrightTab()) as Promise<Tabs[Kind]>;

  async function playOnce(
    provider: ProviderName,
    isStruck: boolean,
    notes: string[],
    look: (rig: PageRig<Tabs[Kind]>, report: PageReport) => void,
  ): Promise<void> {
    const settings = typeof options === 'function' ? options(provider, isStruck) : options;
    const rig = await openPageRig(provider, openTab, browser().pageUrl, settings ?? {});
    try {
      await play(sceneOf(rig, isStruck, notes));
      const report = await settle(rig);
      look(rig, report);
      await expectTidy(rig, report);
    } finally {
      await rig.close();
    }
  }

  const declare = fault.isAlone ? test : test.concurrent;

  describe(`${id}: ${title}`, () => {
    for (const provider of providers) {
      declare(`${provider}`, { tags: [id] }, async ({ task }) => {
        const notes: string[] = [];
        const counts = { lost: 0, doubled: 0, reordered: 0 };
        const say = (verdict: FaultRow['verdict']): void => {
          const note = [...new Set(notes)].join('; ') || undefined;
          const known = { fault: id, title, provider, layer: 'L3', client: 'parley' } as const;
          task.meta.fault = { ...known, runs: RUNS, ...counts, verdict, note };
        };
        // Stands if anything below throws.
        say('fails');
        for (let run = 0; run < RUNS; run += 1) {
          await playOnce(provider, true, notes, (rig, report) => {
            const found = rig.judge(report);
            counts.lost += found.lost.length;
            counts.doubled += found.doubled.length;
            counts.reordered += found.reordered.length;
            say('fails');
            const nothing = { lost: [], doubled: [], reordered: [], unexplained: [] };
            expect(found, sketch(report)).toEqual(nothing);
          });
        }
        say('holds');
        if (notes.length > 0) console.log(`${id} ${provider}: ${notes.join('; ')}`);
      });

      declare(`${provider}, without the fault`, { tags: [id] }, async () => {
        const dials = fault.dials ?? 1;
        await playOnce(provider, false, [], (rig, report) =>
          expectPeace(rig, report, provider === 'nlx-http' ? 0 : dials),
        );
      });
    }
  });
}
