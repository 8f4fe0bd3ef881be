import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { type ComponentType, StrictMode } from 'react';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { commands } from 'vitest/browser';

import { App } from 'virtual:readme/App.tsx';
import { AuiChat } from 'virtual:readme/AuiChat.tsx';
import { LexiconChat } from 'virtual:readme/LexiconChat.tsx';
import { NlxChat } from 'virtual:readme/NlxChat.tsx';
import { NlxSocketChat } from 'virtual:readme/NlxSocketChat.tsx';

import { PORTS } from '../packages/simulators/src/how-to-connect.ts';
import type { SimulatedPlatform, StartedSimulator } from './simulator-commands.ts';

// Where the examples dial: the ports of `pnpm simulators`. Something else may have them while tests run, so what goes
// there goes to the same simulator on another port.
const PORT_OF = { lexicon: PORTS.Lexicon, nlx: PORTS.NLX, aui: PORTS.AUI } as const;

async function start(platform: SimulatedPlatform): Promise<StartedSimulator> {
  const simulator = await commands.startSimulator(platform);
  onTestFinished(async () => {
    cleanup();
    await commands.stopSimulator(simulator.id);
  });
  const { WebSocket: Socket, fetch: send } = window;
  const to = (address: string | URL): string => {
    const url = new URL(address);
    expect(url.host).toBe(`localhost:${PORT_OF[platform]}`);
    url.port = new URL(simulator.url).port;
    return url.toString();
  };
  class ReroutedSocket extends Socket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(to(address), protocols);
    }
  }
  vi.stubGlobal('WebSocket', ReroutedSocket);
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => send(to(address), init));
  return simulator;
}

const user = userEvent.setup();
const button = (): HTMLElement => screen.getByRole('button');

afterEach(() => vi.unstubAllGlobals());

const show = (Example: ComponentType): unknown =>
  render(
    <StrictMode>
      <Example />
    </StrictMode>,
  );

it('runs the widget', async () => {
  await start('lexicon');
  show(App);
  await user.click(screen.getByRole('button', { name: 'Open chat' }));
  await user.type(screen.getByRole('textbox', { name: 'Message' }), 'Hello{Enter}');
  expect(screen.getByRole('dialog', { name: 'Support' })).not.toBeNull();
  await expect
    .poll(
      () => document.querySelector('[data-role="assistant"][data-state="complete"]')?.textContent,
    )
    .toContain('support assistant');
});

it.each([
  ['useLexiconChat', 'lexicon', LexiconChat, 'Say hello', /^Hello · \S/],
  ['useNlxSocket', 'nlx', NlxSocketChat, 'Talk to a person', /\S · \S/],
  ['useNlxChat', 'nlx', NlxChat, 'Book a flight', /^I want to book a flight · \S/],
  ['useAuiStream', 'aui', AuiChat, 'Ask for a microwave', /^A built-in microwave, please · \S/],
] as const)('runs the example of %s', async (_hook, platform, Example, first, answered) => {
  await start(platform);
  show(Example);
  expect(button().textContent).toBe(first);
  await expect.poll(() => button().hasAttribute('disabled')).toBe(false);
  await user.click(button());
  await expect.poll(() => button().textContent).toMatch(answered);
});
