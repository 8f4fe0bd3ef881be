import { NO_FAULTS, type Simulator } from '@parley/simulators';
import { expect } from 'vitest';

import { type Evidence, judge, type Judgement } from '../../judge/judge.ts';
import { phrase, type ServeOptions, startPlatform, wordsOf } from '../../platforms.ts';
import type { FaultProxy } from '../../proxy/fault-proxy.ts';
import { startFaultProxy } from '../../proxy/start-fault-proxy.ts';
import { SPEED } from '../../settings.ts';
import type { ChatRequest, PageReport, PlainOptions, ProviderName } from '../app/chat-request.ts';
import type { PlaywrightTab, RealTab } from './browser.ts';
import { hookOptions, ledgerOf } from './platforms.ts';
import type { Tab } from './tab.ts';

export interface PageRigOptions {
  readonly serve?: ServeOptions | undefined;
  /** @default that of the run */
  readonly speed?: number | undefined;
  readonly common?: PlainOptions | undefined;
  /** What the provider's hook takes besides who and where. */
  readonly hook?: object | undefined;
  /** Gives the provider the REST address, for its history. @default false */
  readonly history?: boolean | undefined;
}

export interface RequestChange extends Omit<Partial<ChatRequest>, 'options' | 'provider'> {
  readonly options?: object | undefined;
}

/** A page with the built packages in it, a platform, and a proxy between them. */
export interface PageRig<Kind extends Tab = Tab> {
  readonly provider: ProviderName;
  readonly simulator: Simulator;
  readonly proxy: FaultProxy;
  readonly tab: Kind;
  /** The address of the page, with a trailing slash. */
  readonly pageUrl: string;
  /** Shows the chat, and waits until it is there; or the same component asked for by something else. */
  show(change?: RequestChange): Promise<void>;
  /** The user sends a message with these words, which no other message of the rig has. */
  say(words: string): Promise<void>;
  /** The user asks to send it again. */
  askAgain(words: string): Promise<void>;
  given(): readonly string[];
  /** The words that the platform took, in the order they came. */
  ledger(): readonly string[];
  until(what: string, isSo: (report: PageReport) => boolean): Promise<PageReport>;
  heal(): Promise<void>;
  judge(report: PageReport): Judgement;
  /** Is run when the rig is closed. */
  onEnd(run: () => unknown): void;
  close(): Promise<void>;
}

/** Waits are scaled, and a busy machine is not: what is not about a deadline gets ample ones. */
const AMPLE: PlainOptions = {
  deadlines: {
    connectMs: 10_000 * SPEED,
    readyMs: 10_000 * SPEED,
    acknowledgeMs: 15_000 * SPEED,
    answerMs: 60_000 * SPEED,
  },
};

/** React's development build says hello. */
const IS_GREETING = /Download the React DevTools/u;

/** The words of the answers on the page, in order. */
export function shownWords({ messages }: PageReport): readonly string[] {
  return messages
    .filter(({ role, text }) => role !== 'user' && text !== '')
    .map(({ text }) => wordsOf(text));
}

/** The page's word on a message of the user's. */
export function outcomeOf({ messages }: PageReport, words: string): string | undefined {
  return messages.find(({ role, text }) => role === 'user' && wordsOf(text) === words)?.delivery;
}

/** What the page says of itself, of chats that were kept as well. */
function evidenceOf(report: PageReport, known: Omit<Evidence, 'said' | 'shown'>): Evidence {
  const said = [...report.messages, ...report.kept]
    .filter(({ role }) => role === 'user')
    .map(({ text, delivery }) => ({
      text: wordsOf(text),
      outcome: delivery ?? ('unknown' as const),
    }));
  return { ...known, said, shown: shownWords(report) };
}

/** What the page's component is called with. */
function requestFor(
  { provider, simulator, proxy }: Pick<PageRig, 'provider' | 'simulator' | 'proxy'>,
  { speed = SPEED, common, hook, history = false }: PageRigOptions,
  change: RequestChange,
): ChatRequest {
  const restUrl = proxy.url(simulator.restUrl).replace(/\/$/u, '');
  const addresses = { url: proxy.url(simulator.url), restUrl, history };
  return {
    speed,
    ...change,
    provider,
    options: { ...hookOptions(provider, addresses), ...hook, ...change.options },
    common: { ...AMPLE, ...common, ...change.common },
  };
}

function picture({ log }: FaultProxy): string {
  return log.map(({ atMs, connection, what }) => `${atMs} #${connection} ${what}`).join('\n');
}

/** Sends the message with this text again, as its author may ask. */
function retry(tab: Tab, text: string): Promise<void> {
  return tab.call((wanted) => {
    const chat = globalThis.rig.chat();
    const message = chat.store
      .getState()
      .messages.find(
        ({ role, parts: [part] }) =>
          role === 'user' && part?.type === 'text' && part.text === wanted,
      );
    chat.retry(message?.id ?? '');
  }, text);
}

/** Opens the page, with nothing shown in it yet. */
export async function openPageRig<Kind extends RealTab | PlaywrightTab>(
  provider: ProviderName,
  openTab: () => Promise<Kind>,
  pageUrl: string,
  options: PageRigOptions,
): Promise<PageRig<Kind>> {
  const simulator = await startPlatform(provider, options.serve);
  const proxy = await startFaultProxy({ target: simulator.url });
  const tab = await openTab();
  await tab.open(pageUrl);
  const given: string[] = [];
  const askedAgain: string[] = [];
  const endings: (() => unknown)[] = [];

  return {
    provider,
    simulator,
    proxy,
    tab,
    pageUrl,
    async show(change = {}) {
      const request = requestFor({ provider, simulator, proxy }, options, change);
      await tab.call((asked) => globalThis.rig.show(asked), request);
      await tab.until(({ connection }) => connection !== 'none');
    },
    async say(words) {
      given.push(words);
      await tab.call((text) => void globalThis.rig.chat().sendMessage(text), phrase(words));
    },
    async askAgain(words) {
      askedAgain.push(words);
      await retry(tab, phrase(words));
    },
    given: () => given,
    ledger: () => ledgerOf(simulator),
    async until(what, isSo) {
      return tab.until(isSo).catch((error: unknown) => {
        throw new Error(`It did not come to this: ${what}\n${String(error)}\n${picture(proxy)}`);
      });
    },
    async heal() {
      await proxy.heal();
      simulator.setFaults(NO_FAULTS);
    },
    judge: (report) =>
      judge(evidenceOf(report, { given, askedAgain, ledger: ledgerOf(simulator) })),
    onEnd: (run) => void endings.push(run),
    async close() {
      const written = tab.console.filter(
        ({ by, text }) => by === 'page' && !IS_GREETING.test(text),
      );
      await tab.close();
      for (const end of endings) await end();
      await proxy.close();
      await simulator.close();
      expect(written, 'lines that the page wrote to its console').toEqual([]);
    },
  };
}
