import type { Tab } from './tab.ts';

declare global {
  /** What was posted on any channel and told to any inspector of stores, recorded in the page. */
  var posted: unknown[] | undefined;
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

/** Where any of these secrets is in the page, but for what went over the wire: `place: secret`. */
export async function sweep(tab: Tab, secrets: readonly string[]): Promise<readonly string[]> {
  const places = await tab.call(async () => {
    /** Everything in a value, errors' words, stacks and causes included. */
    function unfold(value: unknown, seen = new Set<unknown>()): string {
      if (typeof value !== 'object' || value === null) return String(value);
      if (seen.has(value) || value instanceof Node) return '';
      seen.add(value);
      return Object.getOwnPropertyNames(value)
        .map((name) => `${name}: ${unfold(Reflect.get(value, name), seen)}`)
        .join('\n');
    }
    const kindOf = (entry: unknown): unknown => (Array.isArray(entry) ? entry[0] : undefined);
    const contents = (storage: Storage): string =>
      Array.from({ length: storage.length }, (_, index) => {
        const name = storage.key(index) ?? '';
        return `${name}: ${storage.getItem(name)}`;
      }).join('\n');
    const { rig, posted } = globalThis;
    const state = rig.chat().store.getState();
    const databases = await indexedDB.databases();
    const fields = [...document.querySelectorAll('input, textarea')];
    return {
      state: unfold(state),
      'state as JSON': JSON.stringify(state),
      'chat as JSON': JSON.stringify(rig.chat()),
      'what handlers were told': unfold(rig.told.filter((entry) => kindOf(entry) !== 'log')),
      'the log': unfold(rig.told.filter((entry) => kindOf(entry) === 'log')),
      document: document.documentElement.outerHTML,
      fields: fields.map((field) => String(Reflect.get(field, 'value'))).join('\n'),
      title: document.title,
      'window name': window.name,
      address: `${location.href} ${JSON.stringify(history.state)}`,
      cookies: document.cookie,
      localStorage: contents(localStorage),
      sessionStorage: contents(sessionStorage),
      IndexedDB: unfold(databases),
      caches: unfold(await caches.keys()),
      posted: unfold(posted),
      marks: [...performance.getEntriesByType('mark'), ...performance.getEntriesByType('measure')]
        .map(({ name }) => name)
        .join('\n'),
    };
  });
  // What the page wrote, not what the browser wrote about an address that it could not reach.
  const written = tab.console.filter(({ by }) => by === 'page').map(({ text }) => text);
  return Object.entries({ ...places, console: written.join('\n') }).flatMap(([place, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${place}: ${secret}`),
  );
}
