import { expect, test } from 'vitest';

import { IDENTITY, phrase, PROVIDERS, type ProviderName } from '../platforms.ts';
import { attackRow } from './driver/attack-row.ts';
import { fileBrowser } from './driver/page-fault.ts';
import { openPageRig, type PageRig, type RequestChange } from './driver/page-rig.ts';
import { startReflectingServer } from './driver/reflecting-server.ts';
import {
  readPlaces,
  recordPosts,
  recordSent,
  type Sent,
  sweep as sweepAll,
  sweepSent,
} from './driver/sweep.ts';
import type { Tab } from './driver/tab.ts';

const browser = fileBrowser();

/** The key that the platform takes, and one for each other place that a secret may be given in. */
const SECRETS = {
  key: IDENTITY.apiKey,
  query: 'canary-in-the-query-4b1d',
  header: 'canary-in-a-header-90ce',
  data: 'canary-in-the-data-77fa',
  wrong: 'canary-of-a-wrong-key-2e5b',
} as const;

const ALL = Object.values(SECRETS);

/** Every secret in its place, as the provider's hook takes it. */
function withSecrets(provider: ProviderName, url: string): RequestChange {
  const data = { tenant: { token: SECRETS.data } };
  return {
    options: {
      url: `${url}${url.includes('?') ? '&' : '?'}ticket=${SECRETS.query}`,
      headers: { 'x-secret': SECRETS.header },
      ...(provider === 'lexicon' ? { metadata: data } : { context: data }),
    },
  };
}

/** NLX sends a conversation's context back with its answers: there it is data of the platform's, and shown as such. */
const SENT_BACK = /^(state|state as JSON|what handlers were told): canary-in-the-data/u;

async function sweep(tab: Tab, provider?: ProviderName): Promise<readonly string[]> {
  const found = await sweepAll(tab, ALL);
  return provider?.startsWith('nlx') ? found.filter((each) => !SENT_BACK.test(each)) : found;
}

/** Addresses are logged everywhere: a key is in one where the platform takes it nowhere else, from a socket. */
function misplaced(provider: ProviderName, sent: readonly Sent[]): readonly string[] {
  expect(sent.length, 'what was seen of the wire').toBeGreaterThan(0);
  const { key, wrong, header, data } = SECRETS;
  // What the application put into its own address stands in it.
  const found = sweepSent(sent, [key, wrong, header, data]);
  const inSocket = [key, wrong].map((each) => `an address of ws: ${each}`);
  return provider === 'nlx-http' ? found : found.filter((each) => !inSocket.includes(each));
}

async function open(provider: ProviderName): Promise<PageRig & { readonly sent: readonly Sent[] }> {
  const rig = await openPageRig(provider, () => browser().playwrightTab(), browser().pageUrl, {
    history: true,
  });
  await recordPosts(rig.tab);
  return { ...rig, sent: recordSent(rig.tab) };
}

async function send(rig: PageRig, words: string): Promise<void> {
  await rig.tab.call((text) => void globalThis.rig.chat().sendMessage(text), phrase(words));
}

const addressOf = (provider: ProviderName, { simulator, proxy }: PageRig): string =>
  proxy.url(provider === 'nlx-http' ? simulator.restUrl : simulator.url).replace(/\/$/u, '');

for (const provider of PROVIDERS) {
  const title = `no secret of a chat over ${provider} is anywhere but on the wire`;
  test.concurrent(title, { tags: ['S14'] }, async ({ task }) => {
    const words = 'secrets are on the wire and nowhere else';
    task.meta.fault = attackRow('S14', words, provider, 'fails');
    const rig = await open(provider);
    const { tab, proxy, simulator } = rig;
    try {
      const given = withSecrets(provider, addressOf(provider, rig));
      await rig.show(given);
      await send(rig, 'one');
      await rig.until('it is answered', ({ messages }) =>
        messages.some(({ role }) => role !== 'user'),
      );
      await tab.call(() => globalThis.rig.chat().loadOlder());
      expect(await sweep(tab, provider), 'while all is well').toEqual([]);

      await proxy.refuse();
      proxy.reset();
      await send(rig, 'two');
      await rig.until('it is refused', ({ connection, error }) =>
        provider === 'nlx-http' ? error !== undefined : connection === 'reconnecting',
      );
      expect(await sweep(tab, provider), 'while the server is away').toEqual([]);
      await proxy.pass();

      simulator.setFaults({ authError: true });
      simulator.drop();
      await tab.call(() => globalThis.rig.chat().reconnect());
      await send(rig, 'three');
      await rig.until('the key is refused', ({ connection, error }) =>
        provider === 'nlx-http' ? error === 'unauthorized' : connection === 'failed',
      );
      expect(await sweep(tab, provider), 'after a refused key').toEqual([]);

      await rig.show({ ...given, key: 'thrown' });
      await tab.call(() => globalThis.rig.chat().reconnect());
      await send(rig, 'four');
      await rig.until(
        'it is told that there is no key',
        ({ error, reason }) => error === 'unreachable' || reason === 'unreachable',
      );
      expect(await sweep(tab, provider), 'after a function that quotes the key threw').toEqual([]);
      expect(misplaced(provider, rig.sent), 'on the wire').toEqual([]);
      task.meta.fault = attackRow('S14', words, provider, 'holds');
    } finally {
      await rig.close();
    }
  });

  for (const key of ['as it stands', 'asked'] as const) {
    test.concurrent(
      `a server that says secrets back has them shown nowhere: ${provider}, its key ${key}`,
      { tags: ['S14'] },
      async ({ task }) => {
        const words = `a server that says secrets back has them shown nowhere (key ${key})`;
        task.meta.fault = attackRow('S14', words, provider, 'fails');
        const rig = await open(provider);
        const server = await startReflectingServer();
        try {
          const url = provider === 'nlx-http' ? server.restUrl : server.url;
          const { options } = withSecrets(provider, url);
          await rig.show({
            options: { ...options, apiKey: SECRETS.wrong, restUrl: server.restUrl },
            key: key === 'asked' ? 'asked' : undefined,
          });
          await send(rig, 'one');
          await rig.until('it was turned away twice', ({ connection }) => {
            return server.turnedAway >= 2 || connection === 'failed' || provider === 'nlx-http';
          });
          if (provider === 'nlx-http') {
            await rig.until('it is told', ({ error }) => error !== undefined);
            await tryAgain(rig);
          }
          await rig.tab.call(() => globalThis.rig.chat().loadOlder());
          expect(server.turnedAway).toBeGreaterThan(0);
          expect(await sweep(rig.tab, provider)).toEqual([]);
          expect(misplaced(provider, rig.sent), 'on the wire').toEqual([]);
          task.meta.fault = attackRow('S14', words, provider, 'holds');
        } finally {
          await rig.close();
          await server.close();
        }
      },
    );
  }
}

/** The next answers of the server have other shapes and statuses. */
async function tryAgain(rig: PageRig): Promise<void> {
  for (const words of ['two', 'three', 'four', 'five', 'six']) {
    await send(rig, words);
    await rig.until(`${words} has ended`, ({ messages }) =>
      messages.every(({ delivery }) => delivery !== 'sending' && delivery !== 'sent'),
    );
  }
}

const PLACES = [
  'state',
  'state as JSON',
  'chat as JSON',
  'what handlers were told',
  'the log',
  'document',
  'fields',
  'title',
  'window name',
  'address',
  'posted',
  'marks',
  'cookies',
  'localStorage',
  'sessionStorage',
  'IndexedDB',
  'caches',
  'console',
];

/** Puts a secret into every place that is swept, the inside of stores included. */
async function plant(secret: string): Promise<void> {
  const { rig } = globalThis;
  document.title = secret;
  window.name = secret;
  document.cookie = `key=${secret}`;
  localStorage.setItem('key', secret);
  sessionStorage.setItem('key', secret);
  performance.mark(secret);
  new BroadcastChannel('any').postMessage({ secret });
  const field = document.createElement('input');
  document.body.append(field);
  field.value = secret;
  await new Promise<void>((resolve) => {
    const request = indexedDB.open('any');
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore('table'));
    request.addEventListener('success', () => {
      const writing = request.result.transaction('table', 'readwrite');
      writing.objectStore('table').put(new Map([['key', { secret }]]), 'a key');
      writing.addEventListener('complete', () => {
        request.result.close();
        resolve();
      });
    });
  });
  const cache = await caches.open('any');
  await cache.put('/any', new Response(secret));
  // What is told of and logged, and what a chat would be with a field that it should not have.
  const told = [...rig.told, ['error', new Error('why', { cause: { secret } })], ['log', secret]];
  const chat = rig.chat();
  globalThis.rig = { ...rig, told, chat: () => Object.assign(Object.create(chat), { secret }) };
  chat.sendMessage(secret);
  console.warn(secret);
  history.replaceState(null, '', `?key=${secret}`);
  await fetch(location.href, { referrerPolicy: 'unsafe-url' });
}

/** Takes away again what would outlive the page. */
async function unplant(): Promise<void> {
  localStorage.clear();
  sessionStorage.clear();
  window.name = '';
  document.cookie = 'key=; max-age=0';
  indexedDB.deleteDatabase('any');
  await caches.delete('any');
}

test('the sweep finds what is there, in each of the places', { tags: ['S14'] }, async () => {
  const rig = await open('lexicon');
  const secret = 'canary-on-purpose';
  try {
    await rig.show();
    const before = await readPlaces(rig.tab);
    expect(Object.keys(before)).toEqual(PLACES);
    expect(await sweepAll(rig.tab, [secret])).toEqual([]);
    await rig.tab.call(plant, secret);
    expect(await sweepAll(rig.tab, [secret])).toEqual(PLACES.map((place) => `${place}: ${secret}`));
    expect(sweepSent(rig.sent, [secret])).toEqual([
      `an address of http: ${secret}`,
      `Referer: ${secret}`,
    ]);
  } finally {
    await rig.tab.call(unplant);
    // A page that is loaded anew has an empty console.
    await rig.tab.open(rig.pageUrl);
    await rig.close();
  }
});
