import { lexicon, useLexiconChat } from '@parley/hooks';
import { ChatWidget } from '@parley/widget';
import { cleanup, render } from '@testing-library/react';
import { StrictMode } from 'react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commands, page } from 'vitest/browser';

import type { StartedSimulator } from './simulator-commands.ts';

const IDENTITY = { userId: 'user123', chatId: 'chat-uuid' };

let simulator: StartedSimulator;

function Talk() {
  const chat = useLexiconChat({ ...IDENTITY, url: simulator.url, apiKey: 'your-api-key' });
  return (
    <>
      <p>connection: {chat.connection.status}</p>
      <button type="button" onClick={() => chat.sendMessage('hello')}>
        Say hello
      </button>
      <ul>
        {chat.messages.map(({ id, role, state, delivery }) => (
          <li key={id}>
            {role} {state ?? delivery}
          </li>
        ))}
      </ul>
    </>
  );
}

function Support() {
  const provider = lexicon({ ...IDENTITY, url: simulator.url, apiKey: 'your-api-key' });
  return <ChatWidget provider={provider} title="Support" />;
}

/** What must hold whatever React runs it: the hooks and the widget hold a conversation with a real server. */
export function describeSmoke(runsOn: string): void {
  describe(`on ${runsOn}`, () => {
    beforeEach(async () => {
      simulator = await commands.startSimulator('lexicon', { tokenDelayMs: 0 });
    });

    afterEach(async () => {
      cleanup();
      await commands.stopSimulator(simulator.id);
    });

    it('a hook under StrictMode holds one socket, gets a whole answer, and lets go', async () => {
      const { unmount } = render(<Talk />, { wrapper: StrictMode });
      await expect.element(page.getByText('connection: ready')).toBeVisible();
      expect(await commands.simulatorConnections(simulator.id)).toBe(1);

      await page.getByRole('button', { name: 'Say hello' }).click();
      await expect.element(page.getByText('assistant complete')).toBeVisible();
      await expect.element(page.getByText('user acknowledged')).toBeVisible();

      unmount();
      await expect.poll(() => commands.simulatorConnections(simulator.id)).toBe(0);
    });

    it('the widget opens, sends what was typed, and shows the answer', async () => {
      render(<Support />, { wrapper: StrictMode });
      await page.getByRole('button', { name: 'Open chat' }).click();
      await page.getByRole('textbox', { name: 'Message' }).fill('hello');
      await page.getByRole('button', { name: 'Send message' }).click();

      await expect
        .poll(() =>
          document.querySelector(
            '[data-slot="message"][data-role="assistant"][data-state="complete"]',
          ),
        )
        .not.toBeNull();
    });
  });
}
