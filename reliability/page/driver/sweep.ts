import type { Tab } from './tab.ts';

declare global {
  /** What was posted on any channel and told to any inspector of stores, recorded in the page. */
  var posted: unknown[] | undefined;
  /** Everything in a value, as text. */
  var unfold: (value: unknown, seen?: Set<unknown>) => string;
}

/** Records what would leave the page without a trace in it. Call it before anything is shown. */
export function recordPosts(tab: Tab): Promise<void> {
  return tab.call(() => {
    const posted: unknown[] = [];
    globalThis.posted = posted;
    for (const target of [BroadcastChannel.prototype, globalThis, MessagePort.prototype]) {
      const native = Reflect.get(target, 'postMessage') as (...rest: unknown[]) => void;
      Reflect.set(target, 'postMessage', function post(this: unknown, ...rest: unknown[]) {
        posted.push(rest[0]);
        Reflect.apply(native, this, rest);
      });
    }
    const record = (...rest: unknown[]): object => {
      posted.push(rest);
      return { init: record, send: record, subscribe: record };
    };
    Reflect.set(globalThis, '__REDUX_DEVTOOLS_EXTENSION__', { connect: record });
  });
}

/** Gives the page a function for everything in a value, errors' words, stacks and causes included. */
function teachUnfolding(tab: Tab): Promise<void> {
  return tab.call(() => {
    globalThis.unfold = function unfold(value, seen = new Set()): string {
      if (typeof value !== 'object' || value === null) return String(value);
      if (value instanceof ArrayBuffer) return new TextDecoder().decode(value);
      if (value instanceof Map) return unfold([...value], seen);
      if (seen.has(value) || value instanceof Node) return '';
      seen.add(value);
      return Object.getOwnPropertyNames(value)
        .map((name) => `${name}: ${unfold(Reflect.get(value, name), seen)}`)
        .join('\n');
    };
  });
}

/** What the chat shows and tells, and what is on the page. */
function readPage(tab: Tab): Promise<Readonly<Record<string, string>>> {
  return tab.call(() => {
    const { rig, posted, unfold } = globalThis;
    const state = rig.chat().store.getState();
    const isLog = (entry: unknown): boolean => Array.isArray(entry) && entry[0] === 'log';
    const fields = [...document.querySelectorAll('input, textarea')];
    const marks = ['mark', 'measure'].flatMap((type) => performance.getEntriesByType(type));
    return {
      state: unfold(state),
      'state as JSON': JSON.stringify(state),
      'chat as JSON': JSON.stringify(rig.chat()),
      'what handlers were told': unfold(rig.told.filter((entry) => !isLog(entry))),
      'the log': unfold(rig.told.filter(isLog)),
      document: document.documentElement.outerHTML,
      fields: fields.map((field) => String(Reflect.get(field, 'value'))).join('\n'),
      title: document.title,
      'window name': window.name,
      address: `${location.href} ${JSON.stringify(history.state)}`,
      posted: unfold(posted),
      marks: marks.map(({ name }) => name).join('\n'),
    };
  });
}

/** What would outlive the page: names, and all that is under them. */
function readStores(tab: Tab): Promise<Readonly<Record<string, string>>> {
  return tab.call(async () => {
    const done = <Result>(request: IDBRequest<Result>): Promise<Result> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error('A database cannot be read.')));
      });
    const tables: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const table of database.objectStoreNames) {
        const store = database.transaction(table).objectStore(table);
        tables.push(name, table, await done(store.getAllKeys()), await done(store.getAll()));
      }
      database.close();
    }
    const cached: unknown[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = await cache.match(request);
        const headers = [...request.headers, ...(response?.headers ?? [])];
        cached.push(name, request.url, headers, await response?.text());
      }
    }
    const contents = (storage: Storage): string =>
      Array.from({ length: storage.length }, (_, index) => {
        const name = storage.key(index) ?? '';
        return `${name}: ${storage.getItem(name)}`;
      }).join('\n');
    return {
      cookies: document.cookie,
      localStorage: contents(localStorage),
      sessionStorage: contents(sessionStorage),
      IndexedDB: globalThis.unfold(tables),
      caches: globalThis.unfold(cached),
    };
  });
}

/** All that can be read in the page, but for what went over the wire, by place. */
export async function readPlaces(tab: Tab): Promise<Readonly<Record<string, string>>> {
  await teachUnfolding(tab);
  // What the page wrote, not what the browser wrote about an address that it could not reach.
  const written = tab.console.filter(({ by }) => by === 'page').map(({ text }) => text);
  return {
    ...(await readPage(tab)),
    ...(await readStores(tab)),
    console: written.join('\n'),
  };
}

/** Where any of these secrets is in the page: `place: secret`. */
export async function sweep(tab: Tab, secrets: readonly string[]): Promise<readonly string[]> {
  return Object.entries(await readPlaces(tab)).flatMap(([place, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
  );
}

/** A request of the page's: what any log on its way has of it. */
export interface Sent {
  readonly url: string;
  readonly referer: string;
}

/** Writes down every request and every dial of the page from now on. */
export function recordSent({ devTools }: Tab): readonly Sent[] {
  const sent: Sent[] = [];
  devTools.on((method, parameters) => {
    // The protocol's own words for these events.
    const { url, request } = parameters as {
      readonly url?: string;
      readonly request?: { readonly url?: string; readonly headers?: Record<string, string> };
    };
    const headers = Object.entries(request?.headers ?? {});
    const referer = headers.find(([name]) => name.toLowerCase() === 'referer')?.[1] ?? '';
    if (method === 'Network.requestWillBeSent') sent.push({ url: request?.url ?? '', referer });
    if (method === 'Network.webSocketCreated') sent.push({ url: url ?? '', referer });
    if (method === 'Network.webSocketWillSendHandshakeRequest') sent.push({ url: '', referer });
  });
  return sent;
}

/** The secrets in what was sent: `an address of ws: secret`, `Referer: secret`. */
export function sweepSent(sent: readonly Sent[], secrets: readonly string[]): readonly string[] {
  const found = sent.flatMap(({ url, referer }) =>
    secrets.flatMap((secret) => [
      ...(url.includes(secret) ? [`an address of ${url.split(':')[0]}: ${secret}`] : []),
      ...(referer.includes(secret) ? [`Referer: ${secret}`] : []),
    ]),
  );
  return [...new Set(found)];
}
