import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { listen } from '../testing/listen.ts';
import { box, look, openPage, press, SOON, TEXT, type } from '../testing/live-page.tsx';
import type { Page } from '../testing/live-page.tsx';
import { AUI, KEY, NLX_HTTP, NLX_SOCKET } from '../testing/live-server.ts';

// What a person does with buttons, as it arrives at a real server.

/** The whole answers so far. */
const answers = ({ view }: Page) =>
  view().messages.filter(({ role, state }) => role !== 'user' && state === 'complete').length;

/** Says something and waits for the whole answer. */
async function ask(page: Page, text: string): Promise<void> {
  const before = answers(page);
  await type(page, text);
  await waitFor(() => expect(answers(page)).toBeGreaterThan(before), SOON);
}

const slot = (name: string) => document.querySelector<HTMLElement>(`[data-slot="${name}"]`);

describe('a suggestion of AUI', () => {
  it('is sent as its text when it is clicked, once, and makes room for those of its answer', async () => {
    const server = await AUI.start();
    const page = openPage(AUI.provider({ address: server, apiKey: KEY }));
    await ask(page, TEXT);
    const group = screen.getByRole('group', { name: 'Suggested replies' });
    expect([...group.children].map(({ textContent }) => textContent)).toEqual([
      'Show me products',
      'Talk to a person',
      'Show me a table',
    ]);
    await press(page, 'Show me products');
    await waitFor(() => expect(answers(page)).toBe(2), SOON);
    const [, taken] = await server.received();
    expect(taken).toMatchObject({ text: 'Show me products' });
    expect(await server.told('Show me products')).toBe(1);
    const mine = page.view().messages.filter(({ role }) => role === 'user');
    expect(mine.at(-1)?.parts).toEqual([{ type: 'text', text: 'Show me products' }]);
    expect(document.activeElement).toBe(box());
    expect(screen.getAllByRole('button', { name: 'Show me products' })).toHaveLength(1);
  });
});

describe('"Talk to a person"', () => {
  const asked = [{ request: { structured: { intentId: 'NLX.Escalation' } } }];

  it('asks NLX for one over WebSocket, once, and says who has the conversation', async () => {
    const server = await NLX_SOCKET.start();
    const page = openPage(NLX_SOCKET.provider({ address: server, apiKey: KEY }));
    await waitFor(() => expect(look(page).connection).toBe('ready'), SOON);
    const heard = listen();
    await press(page, 'Talk to a person');
    await waitFor(
      () => expect(slot('handoff')?.textContent).toBe('You are talking to a person.'),
      SOON,
    );
    await waitFor(() =>
      expect(heard).toEqual(
        expect.arrayContaining(['Finding someone to help you…', 'You are talking to a person.']),
      ),
    );
    expect(await server.received()).toMatchObject(asked);
    expect(screen.queryByRole('button', { name: 'Talk to a person' })).toBeNull();
  });

  it('asks NLX for one over HTTP, once, and says that the person cannot be heard there', async () => {
    const server = await NLX_HTTP.start();
    const page = openPage(NLX_HTTP.provider({ address: server, apiKey: KEY }));
    await press(page, 'Talk to a person');
    await screen.findByText(
      /^You are being handed over to a person\. Their messages cannot be shown/,
    );
    // Nobody is found here, however long one waits: one can only ask again.
    await waitFor(() => expect(slot('handoff')).toBeNull());
    await screen.findByRole('button', { name: 'Talk to a person' });
    expect(await server.received()).toMatchObject(asked);
  });
});

describe.each([NLX_SOCKET, NLX_HTTP])('feedback on $name', ({ start, provider }) => {
  const pressed = async (name: string) =>
    (await screen.findByRole('button', { name }, SOON)).ariaPressed;

  /** The opinions that have arrived, without whose they are. */
  async function rate(about: string) {
    const server = await start();
    const page = openPage(provider({ address: server, apiKey: KEY }));
    await ask(page, about);
    const opinions = async () =>
      (await server.received()).slice(1).map((body) => {
        // Checked by the server, strictly.
        const { rating, comment } = body as { rating?: number; comment?: string };
        return rating ?? comment;
      });
    return { page, opinions };
  }

  it('takes a rating, and takes it back when it is clicked again', async () => {
    const { page, opinions } = await rate('feedback');
    await press(page, 'Helpful');
    await expect.poll(opinions).toEqual([1]);
    await expect.poll(() => pressed('Helpful')).toBe('true');
    await press(page, 'Helpful');
    await expect.poll(opinions).toEqual([1, 0]);
    await expect.poll(() => pressed('Helpful')).toBe('false');
  });

  it.each([
    ['in its own words', 'feedback plain', 'What could be better?'],
    ['in the words that the platform has for it', 'feedback', 'What was missing?'],
  ])('asks after a "no" %s, and sends what is said as a comment', async (_how, about, name) => {
    const { page, opinions } = await rate(about);
    await press(page, 'Not helpful');
    await expect.poll(opinions).toEqual([-1]);
    const comment = await screen.findByRole('textbox', { name });
    await page.user.type(comment, '  {Enter}');
    await page.user.type(comment, 'Which Thursday?');
    await press(page, 'Send feedback');
    await expect.poll(opinions).toEqual([-1, 'Which Thursday?']);
    await waitFor(() =>
      expect(slot('feedback')?.textContent).toContain('Thanks for the feedback.'),
    );
    expect(screen.queryByRole('textbox', { name })).toBeNull();
    expect(await pressed('Not helpful')).toBe('true');
  });
});

it('rates as NLX is configured: with other numbers, in other words, without a comment', async () => {
  const server = await NLX_SOCKET.start();
  const page = openPage(NLX_SOCKET.provider({ address: server, apiKey: KEY }));
  await ask(page, 'feedback');
  const { metadata } = page.view().messages.at(-1)!;
  await server.push({
    messages: [{ messageId: 'turned', text: 'Did it break?' }],
    metadata: {
      feedbackUrl: metadata?.['feedbackUrl'],
      feedbackConfig: {
        feedbackType: { type: 'binary', config: { positiveValue: -1, negativeValue: 1 } },
        labels: { positive: 'It held', negative: 'It broke' },
        commentsEnabled: false,
      },
    },
  });
  await press(page, 'It broke');
  // The simulator takes 1, -1 and 0 alone, and says so of anything else.
  await expect.poll(async () => (await server.received()).at(-1)).toMatchObject({ rating: 1 });
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'It broke' }).ariaPressed).toBe('true'),
  );
  expect(screen.queryByRole('textbox', { name: /What/ })).toBeNull();
});
