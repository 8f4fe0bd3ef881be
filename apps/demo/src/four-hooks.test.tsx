import { cleanup, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';

import type { Service } from './places/addresses.ts';
import { delivered, messages, only, openDemo, PATIENT } from './testing/open-demo.tsx';

interface Case {
  readonly hook: string;
  readonly service: Service;
  readonly options: Readonly<Record<string, unknown>>;
  readonly ask: string;
  readonly answer: RegExp;
  /** What is pressed to break the line, and to mend it where it does not mend itself. */
  readonly isSocket: boolean;
  /** Says something before it is asked. */
  readonly greets: boolean;
}

const NLX = {
  latencyMs: 0,
  credentials: [{ deploymentKey: 'demo', channelKey: 'demo', apiKey: 'demo' }],
};

const CASES: readonly Case[] = [
  {
    hook: 'useLexiconChat',
    service: 'lexicon',
    options: { tokenDelayMs: 0 },
    ask: 'plans',
    answer: /the difference is settled by the day/,
    isSocket: true,
    greets: false,
  },
  {
    hook: 'useNlxSocket',
    service: 'nlx',
    options: NLX,
    ask: 'order',
    answer: /Your order #5544 is out for delivery/,
    isSocket: true,
    greets: true,
  },
  {
    hook: 'useNlxChat',
    service: 'nlx',
    options: NLX,
    ask: 'order',
    answer: /Your order #5544 is out for delivery/,
    isSocket: false,
    greets: true,
  },
  {
    hook: 'useAuiStream',
    service: 'aui',
    options: { tokenDelayMs: 0 },
    ask: 'microwave',
    answer: /I found three built-in microwaves/,
    isSocket: true,
    greets: true,
  },
];

const running: string[] = [];

async function openWith({ service, options, hook }: Case) {
  const simulator = await commands.startSimulator(service, options);
  running.push(simulator.id);
  const demo = openDemo(only(service, simulator));
  await demo.choose(hook);
  await screen.findByText(/that runs on this machine/, {}, PATIENT);
  return { demo, simulator };
}

const answers = (answer: RegExp): number => messages().filter((text) => answer.test(text)).length;

/** With nothing on its way: what the server says next is the answer to what is said next. */
async function openQuiet(item: Case) {
  const { demo } = await openWith(item);
  await demo.connection('ready');
  await waitFor(() => expect(wholeAnswers()).toHaveLength(item.greets ? 1 : 0), PATIENT);
  return demo;
}

const SIGN_IN = /You are not signed in/;

/** What the chat says of its connection, for the eye. The same words are read out elsewhere, and linger there. */
const notice = (): string => document.querySelector('[data-slot="connection"]')?.textContent ?? '';

/** Whether the three dots are there: a question is on its way, and no word of an answer has come. */
const isThinking = (): boolean => document.querySelector('[data-slot="activity"]') !== null;

/** What the other side has said to its end, all of it or only what follows the user's last message. */
function wholeAnswers(after: 'start' | 'last-question' = 'start'): readonly string[] {
  const all = [...document.querySelectorAll<HTMLElement>('[data-slot="message"]')];
  const last = all.findLastIndex(({ dataset }) => dataset['role'] === 'user');
  return all
    .slice(after === 'start' ? 0 : last + 1)
    .filter(({ dataset }) => dataset['state'] === 'complete')
    .map(({ textContent }) => textContent);
}

/** Waits until the user's last message has its answer. */
async function answered({ answer }: Case): Promise<void> {
  const found = () => wholeAnswers('last-question').filter((text) => answer.test(text));
  await waitFor(() => expect(found()).toHaveLength(1), PATIENT);
}

afterEach(async () => {
  cleanup();
  await Promise.all(running.splice(0).map((id) => commands.stopSimulator(id)));
});

describe.each(CASES)('the demo with $hook', (item) => {
  it('sends a message to the real simulator and shows its answer', async () => {
    const { demo, simulator } = await openWith(item);
    await demo.say(item.ask);
    await waitFor(() => expect(answers(item.answer)).toBe(1), PATIENT);
    const received = JSON.stringify(await commands.simulatorReceived(simulator.id));
    expect(received.split(`"${item.ask}"`)).toHaveLength(2);
  });

  it('comes back after a break and goes on', { timeout: 40_000 }, async () => {
    const { demo, simulator } = await openWith(item);
    await demo.connection('ready');
    if (item.isSocket) {
      await waitFor(async () => expect(await commands.simulatorConnections(simulator.id)).toBe(1));
      await demo.press('Drop the socket');
      await demo.told(/The socket is gone/);
      await demo.connection('reconnecting');
    } else {
      await demo.press('Refuse connections');
      await demo.told(/refuses everybody/);
      await demo.say('whoami');
      await waitFor(() => expect(delivered('failed')).toHaveLength(1), PATIENT);
      await demo.press('Refuse connections');
      await demo.told(/takes connections again/);
    }
    await demo.connection('ready');
    await demo.say(item.ask);
    await waitFor(() => expect(answers(item.answer)).toBe(1), PATIENT);
  });

  it('says that a wrong key is not signed in, and keeps what was typed', async () => {
    const { demo } = await openWith(item);
    await demo.connection('ready');
    await demo.fill('API key', 'wrong');
    await demo.say('Is anybody there?');
    await screen.findByText(/You are not signed in/, {}, PATIENT);
    await demo.connection('failed');
    expect(messages().some((text) => text.includes('Is anybody there?'))).toBe(true);
  });

  it('keeps what is written offline and sends it on return', { timeout: 40_000 }, async () => {
    const { demo } = await openWith(item);
    await demo.connection('ready');
    await demo.press('Go offline');
    if (item.isSocket) {
      await demo.connection('reconnecting');
      await demo.say(item.ask);
      await waitFor(() => expect(delivered('queued')).toHaveLength(1), PATIENT);
      await demo.press('Go offline');
    } else {
      await demo.say(item.ask);
      await waitFor(() => expect(delivered('unconfirmed')).toHaveLength(1), PATIENT);
      await demo.press('Go offline');
      await demo.user.click(screen.getByRole('button', { name: /Send again/ }));
    }
    await waitFor(() => expect(answers(item.answer)).toBe(1), PATIENT);
  });
});

describe.each(CASES)('what the panel breaks, with $hook', (item) => {
  it(
    'is reported where a frame is damaged, and the chat goes on',
    { timeout: 40_000 },
    async () => {
      const demo = await openQuiet(item);
      await demo.press('Damage the next frame');
      await demo.told(/arrives damaged/);
      expect(demo.events('protocol')).toEqual([]);
      await demo.say(item.ask);
      await waitFor(() => expect(demo.events('protocol')).toHaveLength(1), PATIENT);
      // Where it was the answer or its receipt, a socket waits for that in vain until its deadline.
      await waitFor(() => expect(isThinking()).toBe(false), { timeout: 20_000 });
      await demo.say(item.ask);
      await answered(item);
      expect(demo.events('protocol')).toHaveLength(1);
    },
  );

  it('shows where the server is slow that an answer is on its way', async () => {
    const demo = await openQuiet(item);
    await demo.press('Slow the server down');
    await demo.told(/late now/);
    await demo.say(item.ask);
    await waitFor(() => expect(isThinking()).toBe(true));
    expect(wholeAnswers('last-question')).toEqual([]);
    await answered(item);
    expect(isThinking()).toBe(false);
  });

  it('says where the key is rejected that one is not signed in, until it is good again', async () => {
    const demo = await openQuiet(item);
    expect(notice()).toBe('');
    await demo.press('Reject the key');
    await demo.told(/turned away/);
    await demo.say('Is anybody there?');
    await waitFor(() => expect(notice()).toMatch(SIGN_IN), PATIENT);
    await demo.connection('failed');
    await demo.press('Reject the key');
    await demo.told(/good again/);
    await demo.connection('ready');
    await demo.say(item.ask);
    await answered(item);
    await waitFor(() => expect(notice()).toBe(''));
  });
});
