import { type Browser, type BrowserContext, chromium } from 'playwright';

import { chromiumLaunchOptions } from '../../../scripts/chromium.mjs';
import { servePage } from './serve-page.ts';
import { createTab, type DevTools, type Tab } from './tab.ts';

/** Playwright starts browsers without the things under test here: the page cache, throttling, hidden pages. */
const UNREAL = [
  '--disable-back-forward-cache',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

/** A tab that is really hidden when another one is shown, and really frozen. */
export interface RealTab extends Tab {
  show(): Promise<void>;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  close(): Promise<void>;
}

/** A page of Playwright's: it looks visible whatever happens, and its network can be taken away. */
export interface PlaywrightTab extends Tab {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

export interface TestBrowser {
  /** The address of the page, with a trailing slash. */
  readonly pageUrl: string;
  realTab(): Promise<RealTab>;
  /** Brings a tab of no interest to the front: all real ones are hidden then. */
  hideAll(): Promise<void>;
  playwrightTab(): Promise<PlaywrightTab>;
  close(): Promise<void>;
}

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

type BrowserSession = Awaited<ReturnType<Browser['newBrowserCDPSession']>>;

/** Speaks to a target that Playwright knows nothing of, so that it emulates nothing in it. */
async function attach(browser: BrowserSession, targetId: string): Promise<DevTools> {
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: false });
  const waiting = new Map<number, (reply: Reply) => void>();
  const listeners: ((method: string, parameters: unknown) => void)[] = [];
  let last = 0;
  browser.on('Target.receivedMessageFromTarget', (event) => {
    if (event.sessionId !== sessionId) return;
    // The protocol's own messages.
    const reply = JSON.parse(event.message) as Reply;
    if (reply.id !== undefined) {
      waiting.get(reply.id)?.(reply);
      waiting.delete(reply.id);
    } else {
      for (const listener of listeners) listener(reply.method ?? '', reply.params);
    }
  });
  return {
    on: (listener) => void listeners.push(listener),
    async send(method, parameters = {}) {
      last += 1;
      const id = last;
      const answered = new Promise<Reply>((resolve) => waiting.set(id, resolve));
      const message = JSON.stringify({ id, method, params: parameters });
      await browser.send('Target.sendMessageToTarget', { sessionId, message });
      const { result, error } = await answered;
      if (error) throw new Error(`${method}: ${error.message}`);
      return result;
    },
  };
}

async function openRealTab(
  browser: BrowserSession,
  hideAll: () => Promise<void>,
): Promise<RealTab> {
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
  const tab = await createTab(await attach(browser, targetId));
  const setLifecycle = (state: 'active' | 'frozen'): Promise<unknown> =>
    tab.devTools.send('Page.setWebLifecycleState', { state });
  return {
    ...tab,
    async show() {
      await browser.send('Target.activateTarget', { targetId });
    },
    async freeze() {
      await setLifecycle('frozen');
    },
    async thaw() {
      await setLifecycle('active');
    },
    async close() {
      // A browser shows the neighbour of a tab that is closed in front, and that may be another test's.
      await hideAll();
      await browser.send('Target.closeTarget', { targetId });
    },
  };
}

/** What `close` does is the caller's: a tab costs more than a test. */
async function openPlaywrightTab(browser: Browser): Promise<Omit<PlaywrightTab, 'close'>> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const heard = [
    'Runtime.consoleAPICalled',
    'Runtime.exceptionThrown',
    'Log.entryAdded',
    'Network.requestWillBeSent',
    'Network.webSocketCreated',
    'Network.webSocketWillSendHandshakeRequest',
  ] as const;
  const tab = await createTab({
    // Playwright names the methods and their parameters; here they come from the callers.
    send: (method, parameters) => session.send(method as never, parameters as never),
    on(listener) {
      for (const method of heard) {
        session.on(method, (parameters: unknown) => listener(method, parameters));
      }
    },
  });
  return { ...tab, context };
}

/** Starts a Chromium that behaves as it does for people, and serves the built page to it. */
export async function startBrowser(pageFolder: string): Promise<TestBrowser> {
  const page = await servePage(pageFolder);
  const browser = await chromium.launch({
    ...chromiumLaunchOptions(),
    ignoreDefaultArgs: UNREAL,
  });
  const session = await browser.newBrowserCDPSession();
  let cover: Promise<{ readonly targetId: string }> | undefined;
  const free: Omit<PlaywrightTab, 'close'>[] = [];

  async function hideAll(): Promise<void> {
    cover ??= session.send('Target.createTarget', { url: 'about:blank' });
    await session.send('Target.activateTarget', await cover);
  }

  return {
    pageUrl: page.url,
    realTab: () => openRealTab(session, hideAll),
    hideAll,
    async playwrightTab() {
      const tab = free.pop() ?? (await openPlaywrightTab(browser));
      return {
        ...tab,
        async close() {
          await tab.context.setOffline(false);
          await tab.open('about:blank');
          free.push(tab);
        },
      };
    },
    async close() {
      await browser.close();
      await page.close();
    },
  };
}
