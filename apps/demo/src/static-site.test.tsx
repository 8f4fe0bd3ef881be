import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';

import { messages, openDemo, PATIENT } from './testing/open-demo.tsx';

const CASES = [
  { hook: 'useLexiconChat', ask: 'plans', answer: /settled by the day/ },
  { hook: 'useNlxSocket', ask: 'order', answer: /#5544 is out for delivery/ },
  { hook: 'useNlxChat', ask: 'order', answer: /#5544 is out for delivery/ },
  { hook: 'useAuiStream', ask: 'microwave', answer: /three built-in microwaves/ },
] as const;

afterEach(cleanup);

describe('the demo as a static site', () => {
  it.each(CASES)('talks to a simulator inside the page with $hook', async (item) => {
    const demo = openDemo(undefined);
    await demo.choose(item.hook);
    expect(screen.getByText(/static site without servers/)).toBeTruthy();
    await demo.say(item.ask);
    await waitFor(
      () => expect(messages().some((text) => item.answer.test(text))).toBe(true),
      PATIENT,
    );
  });

  it('breaks the line to it and comes back', { timeout: 40_000 }, async () => {
    const demo = openDemo(undefined);
    await demo.connection('ready');
    await demo.press('Drop the socket');
    await demo.told(/The socket is gone/);
    await demo.connection('reconnecting');
    await demo.connection('ready');
    await demo.say('plans');
    await waitFor(
      () => expect(messages().some((text) => /settled by the day/.test(text))).toBe(true),
      PATIENT,
    );
  });

  it('says so where local simulators were looked for and none answered', async () => {
    openDemo({});
    expect(
      await screen.findByText(/No simulator answers on this machine/, {}, PATIENT),
    ).toBeTruthy();
  });

  it('talks to the page’s own simulator by choice', async () => {
    const demo = openDemo({});
    await demo.user.click(screen.getByRole('radio', { name: 'In this page' }));
    await demo.connection('ready');
    expect(
      screen.getByText('A simulator inside this page answers. Nothing leaves the page.'),
    ).toBeTruthy();
  });

  it('asks for credentials before it dials the real platform', async () => {
    const demo = openDemo(undefined);
    await demo.user.click(screen.getByRole('radio', { name: 'For real' }));
    await demo.connection('idle');
    expect(screen.getByText(/Not dialing yet: .*userId, chatId, apiKey or url/)).toBeTruthy();
  });
});
