import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { type Browser, chromium, type Page } from 'playwright';

import { servePage } from '../reliability/page/driver/serve-page.ts';
import { chromiumLaunchOptions } from '../scripts/chromium.mjs';

/** No machine of its own: a page that looks for servers on the reader's machine must see that this is not one. */
const HOST = 'parley.example';

/** A built site on a server that knows nothing but its files. */
export interface Site {
  /** Opens a page of it, by its path without a leading slash. */
  open(path: string): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface OpenPage {
  readonly page: Page;
  /** What it reached for outside the site: requests and sockets. */
  readonly elsewhere: readonly string[];
  /** What went wrong in it unseen. */
  readonly errors: readonly string[];
}

/** One browser for all sites: it finds them under a name of the internet, and nothing else. */
export function launchForSites(): Promise<Browser> {
  const { args, ...options } = chromiumLaunchOptions();
  const rules = `MAP ${HOST} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`;
  return chromium.launch({ ...options, args: [...args, `--host-resolver-rules=${rules}`] });
}

/** Serves a folder that a build wrote. Throws where none did. */
export async function openSite(browser: Browser, folder: string): Promise<Site> {
  if (!existsSync(join(folder, 'index.html'))) {
    throw new Error(
      `sites: ${folder} holds no site. There is nothing to open. ` +
        'Run `pnpm build:storybook` and `pnpm build:demo` first.',
    );
  }
  const server = await servePage(folder);
  const { port } = new URL(server.url);
  const origin = `http://${HOST}:${port}`;
  return {
    async open(path) {
      const page = await browser.newPage();
      const elsewhere: string[] = [];
      const errors: string[] = [];
      page.on('request', (request) => {
        const { origin: asked, protocol } = new URL(request.url());
        if (protocol.startsWith('http') && asked !== origin) elsewhere.push(request.url());
      });
      page.on('websocket', (socket) => elsewhere.push(socket.url()));
      page.on('pageerror', ({ message }) => errors.push(message));
      await page.goto(`${origin}/${path}`);
      return { page, elsewhere, errors };
    },
    close: () => server.close(),
  };
}
