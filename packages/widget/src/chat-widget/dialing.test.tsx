import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';

import { liveLexicon } from '../testing/live-providers.ts';
import { ChatWidget } from './chat-widget.tsx';

afterEach(cleanup);

it('ChatWidget with a provider dials when its owner opens it, not when it is asked to', async () => {
  const user = userEvent.setup();
  const { simulator, chat } = liveLexicon('uuid');
  const onOpenChange = vi.fn<(open: boolean) => void>();
  const dialed = vi.fn<() => void>();
  class CountedSocket extends simulator.WebSocket {
    constructor(...dial: ConstructorParameters<typeof simulator.WebSocket>) {
      super(...dial);
      dialed();
    }
  }
  const widget = (open: boolean) => (
    <ChatWidget
      provider={chat.provider}
      options={{ runtime: { WebSocket: CountedSocket, fetch: simulator.fetch } }}
      open={open}
      onOpenChange={onOpenChange}
    />
  );
  const { rerender } = render(widget(false));
  await user.click(screen.getByRole('button', { name: 'Open chat' }));
  expect(onOpenChange.mock.calls).toEqual([[true]]);
  rerender(widget(false));
  await new Promise((resolve) => requestAnimationFrame(resolve));
  expect(dialed).not.toHaveBeenCalled();

  rerender(widget(true));
  await waitFor(() => expect(simulator.connections).toBe(1));
  rerender(widget(false));
  await new Promise((resolve) => requestAnimationFrame(resolve));
  expect(simulator.connections).toBe(1);
});

it('a chat made outside dials when the window that shows it is first opened', async () => {
  const user = userEvent.setup();
  const { simulator, chat } = liveLexicon('uuid');
  render(<ChatWidget chat={chat} />);
  expect(chat.store.getState().connection.status).toBe('idle');
  await user.click(screen.getByRole('button', { name: 'Open chat' }));
  await waitFor(() => expect(simulator.connections).toBe(1));

  chat.disconnect();
  await user.click(screen.getByRole('button', { name: 'Close chat' }));
  await user.click(screen.getByRole('button', { name: 'Open chat' }));
  expect(chat.store.getState().connection.status).toBe('closed');
});
