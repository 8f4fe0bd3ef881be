import '../styles.css';

import type { BrowserSimulator } from '@parley/simulators/browser';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { UserEvent } from '@testing-library/user-event';
import { StrictMode } from 'react';
import { afterEach, describe, expect, it } from 'vitest';

import { listen } from '../testing/listen.ts';
import type { LiveChat, World } from '../testing/live-providers.ts';
import { liveAui, liveLexicon, liveNlx } from '../testing/live-providers.ts';
import { switchedEnvironment } from '../testing/switched-environment.ts';
import { ChatWidget } from './chat-widget.tsx';

afterEach(cleanup);

const SOON = { timeout: 12_000 };
const notice = () => document.querySelector<HTMLElement>('[data-slot="connection"]');
const button = (name: string) => screen.findByRole('button', { name }, SOON);
const conversation = () => screen.getByRole('region', { name: 'Conversation' });

/** The notice of that kind, once it is seen. */
const seen = (status: string) =>
  waitFor(() => {
    expect(notice()?.dataset['status']).toBe(status);
    expect(getComputedStyle(notice()!).visibility).toBe('visible');
    expect(notice()!.offsetHeight).toBeGreaterThan(30);
    return notice()!.textContent;
  }, SOON);

const deliveryOf = (text: string) =>
  [...document.querySelectorAll<HTMLElement>('[data-slot="message"][data-role="user"]')].find(
    (message) => message.querySelector('[data-slot="text"]')?.textContent === text,
  )?.dataset['delivery'];

const arrives = (text: string) =>
  waitFor(() => expect(deliveryOf(text)).toMatch(/^(sent|acknowledged)$/), SOON);

const type = (user: UserEvent, text: string) =>
  user.type(screen.getByRole('textbox', { name: 'Message' }), `${text}{Enter}`);

/** How often the server was told a text, whatever the frame around it. */
const told = ({ received }: BrowserSimulator, text: string) =>
  received.filter(({ frame }) => JSON.stringify(frame)?.includes(text)).length;

async function open({ chat, simulator }: LiveChat) {
  render(
    <StrictMode>
      <ChatWidget chat={chat} defaultOpen />
    </StrictMode>,
  );
  await waitFor(() => expect(chat.store.getState().connection.status).toBe('ready'), SOON);
  return { chat, simulator, user: userEvent.setup(), heard: listen() };
}

// The longest wait that chance may give: time to look at the countdown.
const SLOWLY: World = { random: () => 0.999 };

const SOCKETS: readonly [string, (world?: World) => LiveChat][] = [
  ['Lexicon', (world) => liveLexicon('chat-uuid', world)],
  ['NLX over WebSocket', (world) => liveNlx('websocket', world)],
  ['AUI', liveAui],
];

describe.each(SOCKETS)('ChatWidget on %s', (_name, start) => {
  it('counts down while the server refuses, keeps what is written, and sends it on "Try now"', async () => {
    const { chat, simulator, user, heard } = await open(start(SLOWLY));
    simulator.setFaults({ refuse: true });
    simulator.drop();
    await type(user, 'Kept meanwhile');
    expect(await seen('reconnecting')).toMatch(/^No connection\.Trying again in \d+ s\.Try now$/);
    expect(deliveryOf('Kept meanwhile')).toBe('queued');
    await waitFor(() =>
      expect(heard.filter((words) => words === 'No connection.')).toHaveLength(1),
    );

    simulator.setFaults({ refuse: false });
    await user.click(await button('Try now'));
    await arrives('Kept meanwhile');
    expect(notice()).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(conversation()));
    await waitFor(() => expect(heard).toContain('Connected.'), SOON);
    expect(heard.filter((words) => words === 'No connection.')).toHaveLength(1);
    expect(told(simulator, 'Kept meanwhile')).toBe(1);
    chat.disconnect();
  });

  it('shows nothing of a connection that drops and is back at once', async () => {
    const { chat, simulator, user, heard } = await open(start({ random: () => 0 }));
    const shown: string[] = [];
    const watch = new MutationObserver(() => {
      if (notice() && getComputedStyle(notice()!).visibility === 'visible') {
        shown.push(notice()!.textContent);
      }
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
    simulator.drop();
    await waitFor(() => expect(chat.store.getState().connection.status).toBe('reconnecting'));
    await type(user, 'Did you notice');
    await arrives('Did you notice');
    expect(shown).toEqual([]);
    expect(heard).not.toContain('No connection.');
    watch.disconnect();
    chat.disconnect();
  });

  it('says that nobody is signed in while the key is refused, and sends what waited once it is good', async () => {
    const { chat, simulator, user } = await open(start());
    simulator.setFaults({ authError: true });
    chat.reconnect();
    expect(await seen('needs-sign-in')).toMatch(
      /^You are not signed in to this chat\..+Try again$/,
    );
    expect(document.querySelector('[data-slot="error"]')).toBeNull();
    await type(user, 'Kept meanwhile');
    expect(deliveryOf('Kept meanwhile')).toBe('queued');

    simulator.setFaults({ authError: false });
    await user.click(await button('Try again'));
    await arrives('Kept meanwhile');
    await waitFor(() => expect(notice()).toBeNull());
    expect(document.querySelector('[data-slot="error"]')).toBeNull();
    chat.disconnect();
  });

  it('says that the page is offline, and sends what was written when it is back', async () => {
    const environment = switchedEnvironment();
    const { chat, simulator, user, heard } = await open(start({ environment }));
    environment.setOnline(false);
    simulator.setFaults({ refuse: true });
    simulator.drop();
    for (const text of ['First', 'Second']) {
      await type(user, text);
    }
    expect(await seen('offline')).toContain('What you write is kept and sent when you are back.');
    expect([deliveryOf('First'), deliveryOf('Second')]).toEqual(['queued', 'queued']);
    const heardOffline = () => heard.filter((words) => words.startsWith('You are offline.'));
    await expect.poll(heardOffline).toHaveLength(1);

    simulator.setFaults({ refuse: false });
    environment.setOnline(true);
    await arrives('First');
    await arrives('Second');
    expect(notice()).toBeNull();
    expect(heardOffline()).toHaveLength(1);
    expect([told(simulator, 'First'), told(simulator, 'Second')]).toEqual([1, 1]);
    chat.disconnect();
  });

  it('says that it is disconnected, and connects when asked to', async () => {
    const { chat, user } = await open(start());
    chat.disconnect();
    expect(await seen('closed')).toBe('Disconnected.Connect');
    await type(user, 'Kept meanwhile');
    expect(deliveryOf('Kept meanwhile')).toBe('queued');
    await user.click(await button('Connect'));
    await arrives('Kept meanwhile');
    chat.disconnect();
  });
});

describe('ChatWidget on Lexicon', () => {
  it('says that a message may not have arrived, and sends it again when asked to', async () => {
    const { simulator, chat: made } = liveLexicon('chat-uuid');
    const { WebSocket, fetch } = simulator;
    const runtime = { WebSocket, fetch };
    render(
      <ChatWidget
        provider={made.provider}
        options={{ runtime, deadlines: { acknowledgeMs: 300 } }}
        defaultOpen
      />,
    );
    const user = userEvent.setup();
    await waitFor(() => expect(simulator.connections).toBe(1), SOON);
    simulator.setFaults({ swallow: 1 });
    await type(user, 'Lost on its way');
    await waitFor(() => expect(deliveryOf('Lost on its way')).toBe('unconfirmed'), SOON);
    expect(conversation().textContent).toContain('May not have arrived. No answer came in time.');
    expect(document.querySelector('[data-slot="error"]')).toBeNull();
    await user.click(await button('Send again'));
    await waitFor(() => expect(deliveryOf('Lost on its way')).toBe('acknowledged'), SOON);
  });
});

describe('ChatWidget on NLX over HTTP', () => {
  it('says that a message was not sent and why, keeps it, and sends it again when asked to', async () => {
    const { chat, simulator, user } = await open(liveNlx('http'));
    simulator.setFaults({ refuse: true });
    await type(user, 'Refused at first');
    await waitFor(() => expect(deliveryOf('Refused at first')).toBe('failed'), SOON);
    expect(conversation().textContent).toContain('Not sent. NLX failed to answer.');
    simulator.setFaults({ refuse: false });
    await user.click(await button('Send again'));
    await arrives('Refused at first');
    chat.disconnect();
  });

  it('says that nobody is signed in when the key is refused', async () => {
    const { chat, simulator, user } = await open(liveNlx('http'));
    simulator.setFaults({ authError: true });
    await type(user, 'Who am I');
    expect(await seen('needs-sign-in')).toContain('NLX did not accept the API key.');
    expect(deliveryOf('Who am I')).toMatch(/failed|queued/);
    chat.disconnect();
  });
});
