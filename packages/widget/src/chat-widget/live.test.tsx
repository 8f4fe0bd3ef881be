import '../styles.css';

import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { StrictMode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';

import type { LiveChat } from '../testing/live-providers.ts';
import { liveAui, liveLexicon, liveNlx } from '../testing/live-providers.ts';
import { ChatWidget } from './chat-widget.tsx';

afterEach(cleanup);

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
/** What the user said: an answer may say the same. */
const said = (text: string) =>
  screen
    .queryAllByText(text)
    .map((found) => found.closest('[data-slot="message"][data-role="user"]'))
    .filter((message) => message !== null);
const answers = () =>
  [...document.querySelectorAll<HTMLElement>('[data-slot="message"][data-state="complete"]')].map(
    (message) => message.textContent,
  );

describe.each<[string, () => LiveChat]>([
  ['Lexicon', () => liveLexicon('chat-uuid')],
  ['NLX over WebSocket', () => liveNlx('websocket')],
  ['NLX over HTTP', () => liveNlx('http')],
  ['AUI', liveAui],
])('ChatWidget on %s', (_name, start) => {
  it('holds a conversation', async () => {
    const user = userEvent.setup();
    const { chat } = start();
    chat.connect();
    render(
      <StrictMode>
        <ChatWidget chat={chat} defaultOpen />
      </StrictMode>,
    );
    await waitFor(() => expect(chat.store.getState().connection.status).toBe('ready'), {
      timeout: 10_000,
    });
    const before = answers().length;
    await user.type(box(), 'Which plans are there? A table, please.{Enter}');
    await waitFor(() => expect(said('Which plans are there? A table, please.')).toHaveLength(1));
    await waitFor(() => expect(answers().length).toBeGreaterThan(before), { timeout: 10_000 });
    const [mine] = said('Which plans are there? A table, please.');
    expect(mine?.getAttribute('data-delivery')).toMatch(/sent|acknowledged/);
    chat.disconnect();
  });
});

describe('ChatWidget with a provider', () => {
  it('dials when it is first opened, once, and keeps the conversation while it is closed', async () => {
    const user = userEvent.setup();
    const { simulator, chat } = liveLexicon('uuid');
    const { WebSocket, fetch } = simulator;
    render(
      <StrictMode>
        <ChatWidget provider={chat.provider} options={{ runtime: { WebSocket, fetch } }} />
      </StrictMode>,
    );
    expect(simulator.connections).toBe(0);
    await user.click(screen.getByRole('button', { name: 'Open chat' }));
    await waitFor(() => expect(simulator.connections).toBe(1));
    await user.type(box(), 'Hello!{Enter}');
    await waitFor(() => expect(said('Hello!')).toHaveLength(1));
    expect(screen.getByRole('dialog').contains(said('Hello!')[0]!)).toBe(true);
    await user.click(screen.getByRole('button', { name: 'Close chat' }));
    await user.click(screen.getByRole('button', { name: 'Open chat' }));
    expect(said('Hello!')).toHaveLength(1);
    expect(simulator.connections).toBe(1);
  });
});

describe.each(['websocket', 'http'] as const)('ChatWidget on NLX over %s', (transport) => {
  it('offers feedback, files and typing where the platform takes them, and nowhere else', async () => {
    const user = userEvent.setup();
    const { chat } = liveNlx(transport);
    render(<ChatWidget chat={chat} defaultOpen />);
    chat.connect();
    const count = (name: string) => screen.queryAllByRole('button', { name }).length;
    const offers = async (helpful: number, attach: number) =>
      waitFor(() => expect([count('Helpful'), count('Attach files')]).toEqual([helpful, attach]));
    const ask = async (text: string) => {
      const before = answers().length;
      await user.type(box(), `${text}{Enter}`);
      await waitFor(() => expect(answers().length).toBeGreaterThan(before), { timeout: 10_000 });
    };
    await waitFor(() => expect(answers().length).toBeGreaterThan(0), { timeout: 10_000 });
    await offers(0, 0);

    await ask('feedback');
    await offers(1, 0);
    await user.click(screen.getByRole('button', { name: 'Helpful' }));
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Helpful' }).ariaPressed).toBe('true'),
    );

    await ask('upload');
    await offers(1, 1);

    await ask('disable input');
    await waitFor(() => expect(box().readOnly).toBe(true));
    await offers(1, 0);
    const offer = chat.store
      .getState()
      .messages.at(-1)
      ?.parts.find((part) => part.type === 'choices');
    const choice = offer?.type === 'choices' ? offer.choices[0]?.text : undefined;
    await user.click(screen.getByRole('button', { name: choice ?? '' }));
    await waitFor(() => expect(box().readOnly).toBe(false), { timeout: 10_000 });
    chat.disconnect();
  });
});
