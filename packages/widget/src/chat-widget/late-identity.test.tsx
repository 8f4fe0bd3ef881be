import { lexicon } from '@parley/hooks';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { StrictMode } from 'react';
import { afterEach, expect, it } from 'vitest';

import { liveLexicon } from '../testing/live-providers.ts';
import { ChatWidget } from './chat-widget.tsx';

afterEach(cleanup);

it('ChatWidget sends once what was typed before its chat was known', async () => {
  const user = userEvent.setup();
  const { simulator } = liveLexicon();
  const { url, WebSocket, fetch } = simulator;
  const widget = (chatId: string | undefined) => (
    <StrictMode>
      <ChatWidget
        provider={lexicon({ userId: 'user123', chatId, apiKey: 'your-api-key', url })}
        options={{ runtime: { WebSocket, fetch } }}
        defaultOpen
      />
    </StrictMode>
  );
  const delivery = () =>
    screen
      .getByText('echo typed early')
      .closest('[data-slot="message"]')
      ?.getAttribute('data-delivery');
  const { rerender } = render(widget(undefined));
  await user.type(screen.getByRole('textbox', { name: 'Message' }), 'echo typed early{Enter}');
  await waitFor(() => expect(delivery()).toBe('queued'));
  await user.type(screen.getByRole('textbox', { name: 'Message' }), 'and a draft');
  expect(simulator.connections).toBe(0);

  rerender(widget('chat-uuid'));
  await waitFor(() => expect(delivery()).toBe('acknowledged'), { timeout: 5000 });
  expect(simulator.received.map(({ frame }) => frame)).toEqual([{ content: 'echo typed early' }]);
  expect(simulator.connections).toBe(1);
  expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }).value).toBe(
    'and a draft',
  );
});
