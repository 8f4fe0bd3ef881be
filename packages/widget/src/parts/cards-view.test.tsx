import '../styles.css';

import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';

import { ChatWidget } from '../chat-widget/chat-widget.tsx';
import { liveNlx } from '../testing/live-providers.ts';

afterEach(cleanup);

const SOON = { timeout: 10_000 };

/** The buttons on the cards: what the user may take. */
const seats = () => [
  ...document.querySelectorAll<HTMLElement>('[data-slot="card"] [data-slot="choice"]'),
];

it('a choice on a card is taken once: it is marked, and the other cards can no longer be taken', async () => {
  const user = userEvent.setup();
  const { chat } = liveNlx('websocket');
  render(<ChatWidget chat={chat} defaultOpen />);
  await user.type(screen.getByRole('textbox', { name: 'Message' }), 'seat context{Enter}');
  await waitFor(() => expect(seats()).toHaveLength(2), SOON);
  expect(seats().map((seat) => seat.getAttribute('aria-disabled'))).toEqual([null, null]);
  const said = () => chat.store.getState().messages.filter(({ role }) => role === 'user').length;
  const before = said();
  await user.click(seats()[1]!);
  expect(said()).toBe(before + 1);
  await waitFor(() => expect(seats()[1]?.getAttribute('aria-pressed')).toBe('true'));
  expect(document.activeElement).toBe(seats()[1]);
  expect(seats()[0]?.getAttribute('aria-pressed')).toBe('false');
  await user.click(seats()[1]!);
  await user.click(seats()[0]!);
  expect(said()).toBe(before + 1);
  chat.disconnect();
});
