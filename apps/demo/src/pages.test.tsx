import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';

import { openDemo, PATIENT, type Demo } from './testing/open-demo.tsx';

afterEach(async () => {
  cleanup();
  location.hash = '';
  await page.viewport(800, 600);
});

async function openCustomPage(demo: Demo): Promise<HTMLElement> {
  await demo.user.click(screen.getByRole('link', { name: 'Custom UI' }));
  return screen.findByRole('region', { name: 'Custom chat' });
}

async function violations(): Promise<readonly string[]> {
  const found = await axe.run(document, { resultTypes: ['violations'] });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

describe('the custom page', () => {
  it('holds a conversation built from hooks alone', async () => {
    const demo = openDemo(undefined);
    const chat = await openCustomPage(demo);
    await demo.say('Hello');
    await within(chat).findByText(/support assistant of a small online shop/, {}, PATIENT);
    expect(await within(chat).findByText('Delivered', {}, PATIENT)).toBeTruthy();
  });

  it('offers suggestions and takes one', async () => {
    const demo = openDemo(undefined);
    await demo.choose('useAuiStream');
    const chat = await openCustomPage(demo);
    await demo.say('Hello');
    await demo.user.click(
      await within(chat).findByRole('button', { name: 'Show me a table' }, PATIENT),
    );
    expect(await within(chat).findByText(/how the three plans compare/, {}, PATIENT)).toBeTruthy();
  });

  it('offers to send again what may not have arrived', { timeout: 40_000 }, async () => {
    const demo = openDemo(undefined);
    await demo.connection('ready');
    await demo.press('Lose the acknowledgement');
    await demo.press('Slow the server down');
    const chat = await openCustomPage(demo);
    await demo.say('silence');
    await waitFor(() => expect(chat.textContent).toContain('Sending…'), PATIENT);
    await demo.user.click(screen.getByRole('link', { name: 'Widget' }));
    await demo.press('Drop the socket');
    const again = await openCustomPage(demo);
    await demo.user.click(
      await within(again).findByRole('button', { name: 'Send again' }, PATIENT),
    );
    await waitFor(() => expect(again.textContent).not.toContain('May not have arrived'), PATIENT);
  });

  it('shows the conversation of the widget’s page, and its own source', async () => {
    const demo = openDemo(undefined);
    await demo.say('table');
    await screen.findByText(/settled by the day/, {}, PATIENT);
    const chat = await openCustomPage(demo);
    expect(chat.textContent).toContain('settled by the day');
    expect(screen.getByLabelText('Source of custom-chat.tsx').textContent).toContain(
      'useMessageIds(chat)',
    );
  });
});

describe.each([
  { theme: 'Light', width: 1280 },
  { theme: 'Dark', width: 360 },
])('$theme at $width pixels', ({ theme, width }) => {
  it.each(['widget', 'custom'])('the %s page passes axe and fits', async (route) => {
    await page.viewport(width, 800);
    const demo = openDemo(undefined);
    await demo.user.selectOptions(screen.getByLabelText('Theme'), theme);
    await demo.say('Hello');
    await screen.findByText(/support assistant of a small online shop/, {}, PATIENT);
    if (route === 'custom') {
      await openCustomPage(demo);
    }
    expect(await violations()).toEqual([]);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
  });
});

describe('the shell', () => {
  it('turns the page and the widget right to left', async () => {
    const demo = openDemo(undefined);
    await demo.user.click(screen.getByRole('switch', { name: 'Right to left' }));
    const slot = await waitFor(() => document.querySelector('[data-slot="window"]')!);
    expect(getComputedStyle(slot).direction).toBe('rtl');
  });

  it('floats the widget over the page and back', async () => {
    const demo = openDemo(undefined);
    await demo.user.click(await screen.findByRole('radio', { name: 'Floating' }));
    await demo.user.click(await screen.findByRole('button', { name: 'Close chat' }));
    await demo.user.click(await screen.findByRole('button', { name: 'Open chat' }));
    expect(await screen.findByRole('dialog', { name: 'Lexicon Labs chat' })).toBeTruthy();
  });

  it('writes neither keys nor what was said into its journal', async () => {
    const demo = openDemo(undefined);
    await demo.user.click(await screen.findByRole('checkbox', { name: 'with the log' }));
    await demo.say('A secret of mine');
    await screen.findByText(/support assistant of a small online shop/, {}, PATIENT);
    const list = screen.getByRole('list', { name: 'Events, the newest first' });
    await waitFor(() => expect(list.textContent).toContain('assistant: text of'), PATIENT);
    expect(list.textContent).not.toContain('A secret of mine');
    expect(list.textContent).not.toContain('your-api-key');
  });

  it('follows the address to a page', async () => {
    openDemo(undefined);
    act(() => {
      location.hash = '#/custom-ui';
    });
    expect(await screen.findByRole('heading', { name: /from hooks alone/ })).toBeTruthy();
  });
});
