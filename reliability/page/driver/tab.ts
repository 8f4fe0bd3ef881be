import { setTimeout as pause } from 'node:timers/promises';

import type { PageReport } from '../app/chat-request.ts';

/** Talks to one page in the browser's own protocol. */
export interface DevTools {
  send(method: string, parameters?: object): Promise<unknown>;
  on(listener: (method: string, parameters: unknown) => void): void;
}

/** A line that the page's own code wrote, or that the browser wrote about the page. */
export interface ConsoleLine {
  readonly by: 'page' | 'browser';
  readonly level: string;
  readonly text: string;
}

/** One page of the browser, driven in its own protocol. */
export interface Tab {
  readonly devTools: DevTools;
  readonly console: readonly ConsoleLine[];
  /** The value of an expression in the page. */
  evaluate(expression: string): Promise<unknown>;
  /** Calls a function in the page; it sees its argument and the page, and nothing of the test. */
  call<Argument, Result>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result>;
  report(): Promise<PageReport>;
  /** Waits until the page reports this; says what it reports instead when that does not come. */
  until(isThere: (report: PageReport) => boolean, patienceMs?: number): Promise<PageReport>;
  /** Loads an address, whole. The console is emptied before. */
  open(address: string): Promise<void>;
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: { readonly description?: string };
  };
}

interface RemoteValue {
  readonly value?: unknown;
  readonly description?: string;
}

const PATIENCE_MS = 40_000;
const LOOK_EVERY_MS = 40;

function textOf(values: readonly RemoteValue[]): string {
  return values.map(({ value, description }) => description ?? JSON.stringify(value)).join(' ');
}

/** A report in a few lines: the ends of what may be long. */
function sketch(report: PageReport): string {
  const messages = report.messages
    .slice(-30)
    .map((message) => ({ ...message, text: message.text.slice(0, 80) }));
  const oddities = report.oddities.slice(-5);
  const connections = report.connections.slice(-20);
  return JSON.stringify({ ...report, messages, oddities, connections });
}

/** What the protocol's events say that is worth keeping. */
function readLine(method: string, parameters: unknown): ConsoleLine | undefined {
  if (method === 'Runtime.consoleAPICalled') {
    // The protocol's own words for this event.
    const { type, args } = parameters as { type: string; args: RemoteValue[] };
    return { by: 'page', level: type, text: textOf(args) };
  }
  if (method === 'Runtime.exceptionThrown') {
    // As above.
    const { exceptionDetails } = parameters as { exceptionDetails: object };
    return { by: 'page', level: 'exception', text: JSON.stringify(exceptionDetails) };
  }
  if (method === 'Log.entryAdded') {
    // As above.
    const { entry } = parameters as { entry: { level: string; text: string } };
    return { by: 'browser', level: entry.level, text: entry.text };
  }
  return undefined;
}

/** Makes a tab of a page that the protocol already speaks to. */
export async function createTab(devTools: DevTools): Promise<Tab> {
  const console: ConsoleLine[] = [];
  devTools.on((method, parameters) => {
    const line = readLine(method, parameters);
    if (line) console.push(line);
  });
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) {
    await devTools.send(`${domain}.enable`);
  }

  async function evaluate(expression: string): Promise<unknown> {
    const parameters = { expression, returnByValue: true, awaitPromise: true };
    // The protocol's own answer to this method.
    const answer = (await devTools.send('Runtime.evaluate', parameters)) as Evaluated;
    if (answer.exceptionDetails) {
      const { text, exception } = answer.exceptionDetails;
      throw new Error(`In the page: ${exception?.description ?? text}`);
    }
    return answer.result.value;
  }

  // What the function returned came back as JSON, so it is what it was but for what JSON cannot say.
  const call: Tab['call'] = async (run, argument) =>
    (await evaluate(`(${run.toString()})(${JSON.stringify(argument)})`)) as never;

  const report = (): Promise<PageReport> => call(() => globalThis.rig.report());

  async function until(
    isThere: (report: PageReport) => boolean,
    patienceMs = PATIENCE_MS,
  ): Promise<PageReport> {
    const end = performance.now() + patienceMs;
    for (;;) {
      const now = await report();
      if (isThere(now)) return now;
      if (performance.now() > end) {
        throw new Error(`The page did not come to this: ${isThere.toString()}\n${sketch(now)}`);
      }
      await pause(LOOK_EVERY_MS);
    }
  }

  async function open(address: string): Promise<void> {
    console.length = 0;
    await devTools.send('Page.navigate', { url: address });
    const isThere = `location.href === ${JSON.stringify(address)} && document.readyState === 'complete'`;
    // While one page gives way to the other there may be nothing to ask.
    while (!(await evaluate(isThere).catch(() => false))) await pause(LOOK_EVERY_MS);
  }

  return { devTools, console, evaluate, call, report, until, open };
}
