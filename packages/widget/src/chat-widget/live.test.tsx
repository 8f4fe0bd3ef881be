import '../styles.css';

import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { StrictMode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';

import type { LiveChat } from '../testing/live-providers.ts';
import { liveAui, liveLexicon, liveNlx } from '../testing/live-providers.ts';
import { ChatWidget } from './chat-widget.tsx';

afterEach(cleanup);

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
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
      timeout: 5000,
    });
    const before = answers().length;
    await user.type(box(), 'Which plans are there? A table, please.{Enter}');
    const mine = await screen.findByText('Which plans are there? A table, please.');
    await waitFor(() => expect(answers().length).toBeGreaterThan(before), { timeout: 10_000 });
    const message = mine.closest('[data-slot="message"]');
    expect(message?.getAttribute('data-delivery')).toMatch(/sent|acknowledged/);
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
    await within(screen.getByRole('dialog')).findByText('Hello!');
    await user.click(screen.getByRole('button', { name: 'Close chat' }));
    await user.click(screen.getByRole('button', { name: 'Open chat' }));
    expect(screen.getByText('Hello!')).toBeTruthy();
    expect(simulator.connections).toBe(1);
  });
});
