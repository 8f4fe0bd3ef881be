import { existsSync } from 'node:fs';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The switches every test browser is started with: no sandbox for root, no GPU, no calls home. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** The Chromium to drive: `$CHROMIUM_PATH`, else an installed one, else undefined (Playwright's own download). */
export function findChromium() {
  if (process.env.CHROMIUM_PATH) {
    return process.env.CHROMIUM_PATH;
  }
  return INSTALLED.find((path) => existsSync(path));
}

/** Playwright launch options for that browser. */
export function chromiumLaunchOptions() {
  const executablePath = findChromium();
  return { args: CHROMIUM_ARGS, ...(executablePath && { executablePath }) };
}
