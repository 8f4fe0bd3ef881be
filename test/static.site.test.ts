import { join } from 'node:path';

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ROOT } from '../scripts/bootstrap.mjs';
import { launchForSites, openSite, type Site } from './open-site.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchForSites();
});

afterAll(() => browser.close());

/** Waits until a whole answer says this. */
async function wholeAnswer(page: Page, words: string): Promise<string | null> {
  const answer = page.locator('[data-role="assistant"][data-state="complete"]');
  return answer.filter({ hasText: words }).first().textContent({ timeout: 60_000 });
}

function siteOf(...folder: string[]): () => Site {
  let site: Site;
  beforeAll(async () => {
    site = await openSite(browser, join(ROOT, ...folder));
  });
  afterAll(() => site.close());
  return () => site;
}

describe('the built Storybook, without a server but for its files', () => {
  const storybook = siteOf('storybook-static');

  it.each([
    ['lexicon', 'settled by the day'],
    ['nlx-socket', '#5544 is out for delivery'],
    ['nlx-http', '#5544 is out for delivery'],
    ['aui', 'three built-in microwaves'],
  ])('holds a conversation in the live story %s', async (story, words) => {
    const { page, elsewhere, errors } = await storybook().open(
      `iframe.html?id=providers-live--${story}&viewMode=story`,
    );

    expect(await wholeAnswer(page, words)).toContain(words);
    expect(elsewhere).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('loads the picture of a message', async () => {
    const { page } = await storybook().open(
      'iframe.html?id=parts-message-parts--image&viewMode=story',
    );
    const picture = page.getByRole('img', { name: 'A brass lamp with a pale shade' });

    await picture.waitFor();
    await expect
      .poll(() => picture.evaluate((image) => Reflect.get(image, 'naturalWidth')))
      .toBe(320);
    await page.close();
  });
});

describe('the built demo, without a server but for its files', () => {
  const demo = siteOf('apps', 'demo', 'dist');

  it.each([
    ['useLexiconChat', 'plans', 'settled by the day'],
    ['useNlxSocket', 'order', '#5544 is out for delivery'],
    ['useNlxChat', 'order', '#5544 is out for delivery'],
    ['useAuiStream', 'microwave', 'three built-in microwaves'],
  ])('holds a conversation with %s', async (hook, ask, words) => {
    const { page, elsewhere, errors } = await demo().open('');
    await page.getByRole('radio', { name: new RegExp(`${hook}$`) }).click();
    const box = page.getByRole('textbox', { name: 'Message' });
    await box.fill(ask);
    await box.press('Enter');

    expect(await wholeAnswer(page, words)).toContain(words);
    expect(elsewhere).toEqual([]);
    expect(errors).toEqual([]);
    await page.close();
  });
});
