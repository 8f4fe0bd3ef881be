import { inject, test } from 'vitest';

import { PROVIDERS, SOCKETS } from '../platforms.ts';
import { attackRow } from './driver/attack-row.ts';
import { fileBrowser } from './driver/page-fault.ts';
import { openPageRig, type PageRig } from './driver/page-rig.ts';
import { startRedirectingServers } from './driver/redirecting-server.ts';
import { readPageFile } from './driver/serve-page.ts';
import type { PlaywrightTab } from './driver/browser.ts';
import type { ProviderName } from './app/chat-request.ts';

const browser = fileBrowser();

/** A page of the same files that was loaded over TLS, as far as the browser knows. */
const SECURE_PAGE = 'https://page.example/';
const WORDS = /wss|https|encrypt|secure/iu;

async function securely(tab: PlaywrightTab): Promise<void> {
  await tab.context.route(`${SECURE_PAGE}**`, async (route) => {
    const file = await readPageFile(inject('pageFolder'), new URL(route.request().url()).pathname);
    await route.fulfill(file ?? { status: 404 });
  });
  // A page that the network has not loaded counts as public: it asks before it talks to the loopback.
  await tab.context.grantPermissions(['local-network-access']);
  await tab.open(SECURE_PAGE);
}

const open = (provider: ProviderName): Promise<PageRig<PlaywrightTab>> =>
  openPageRig(provider, () => browser().playwrightTab(), browser().pageUrl, {});

/** Everything that the page says about its connection, in words. */
function complaints(rig: PageRig): Promise<string> {
  return rig.tab.call(() => {
    const { connection, error } = globalThis.rig.chat().store.getState();
    return JSON.stringify([connection, error, globalThis.rig.told]);
  });
}

for (const provider of SOCKETS) {
  for (const page of ['a plain page', 'an encrypted page'] as const) {
    test.concurrent(
      `from ${page} a key goes to no unencrypted address, and words say why (${provider})`,
      { tags: ['S24'] },
      async ({ expect, task }) => {
        const row = (verdict: 'holds' | 'fails') =>
          attackRow('S24', `from ${page} a key goes to no unencrypted address`, provider, verdict);
        task.meta.fault = row('fails');
        const rig = await open(provider);
        try {
          if (page === 'an encrypted page') await securely(rig.tab);
          await rig.show({ options: { url: 'ws://platform.example/chat' } });
          await rig.tab.call(() => void globalThis.rig.chat().sendMessage('hello'));
          await expect.poll(() => complaints(rig)).toMatch(WORDS);
          const { sockets, connections, messages } = await rig.tab.report();
          expect(sockets.made).toBe(0);
          expect(connections.map(({ status }) => status)).not.toContain('reconnecting');
          // What was typed is still there.
          expect(messages).toHaveLength(1);
          task.meta.fault = row('holds');
        } finally {
          await rig.tab.context.unrouteAll();
          await rig.close();
        }
      },
    );
  }
}

test.concurrent(
  'over HTTP a key goes to no unencrypted address, and words say why',
  { tags: ['S24'] },
  async ({ expect, task }) => {
    const row = (verdict: 'holds' | 'fails') =>
      attackRow('S24', 'a key goes to no unencrypted address', 'nlx-http', verdict);
    task.meta.fault = row('fails');
    const rig = await open('nlx-http');
    try {
      await rig.show({ options: { url: 'http://platform.example/' } });
      await rig.tab.call(() => void globalThis.rig.chat().sendMessage('hello'));
      await expect.poll(() => complaints(rig)).toMatch(WORDS);
      expect((await rig.tab.report()).requests).toBe(0);
      task.meta.fault = row('holds');
    } finally {
      await rig.close();
    }
  },
);

for (const provider of SOCKETS) {
  test.concurrent(
    `the loopback needs no encryption, from an encrypted page either (${provider})`,
    { tags: ['S24'] },
    async ({ expect, task }) => {
      const row = (verdict: 'holds' | 'fails') =>
        attackRow('S24', 'the loopback needs no encryption', provider, verdict);
      task.meta.fault = row('fails');
      const rig = await open(provider);
      try {
        await securely(rig.tab);
        await rig.show();
        await rig.until('it is ready', ({ connection }) => connection === 'ready');
        expect((await rig.tab.report()).sockets.made).toBe(1);
        task.meta.fault = row('holds');
      } finally {
        await rig.tab.context.unrouteAll();
        await rig.close();
      }
    },
  );
}

for (const provider of PROVIDERS.filter((name) => name !== 'nlx-socket')) {
  test.concurrent(
    `an endpoint that redirects is not followed with a key (${provider})`,
    { tags: ['S24'] },
    async ({ expect, task }) => {
      const row = (verdict: 'holds' | 'fails') =>
        attackRow('S24', 'a redirect is not followed with a key', provider, verdict);
      task.meta.fault = row('fails');
      const servers = await startRedirectingServers();
      const rig = await open(provider);
      try {
        const isHttp = provider === 'nlx-http';
        await rig.show({ options: isHttp ? { url: servers.url } : { restUrl: servers.url } });
        await rig.until('it is ready', ({ connection }) => connection === 'ready');
        const result = await rig.tab.call(async (http) => {
          const chat = globalThis.rig.chat();
          return http ? chat.sendMessage('hello').ok : (await chat.loadOlder()).ok;
        }, isHttp);
        await expect.poll(() => servers.asked).toBe(1);
        if (isHttp) {
          await rig.until('it is told', ({ error }) => error !== undefined);
        } else {
          expect(result).toBe(false);
        }
        expect(servers.led, 'requests to the address that it led to').toBe(0);
        task.meta.fault = row('holds');
      } finally {
        await rig.close();
        await servers.close();
      }
    },
  );
}
