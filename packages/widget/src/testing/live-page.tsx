import '../styles.css';

import type { ChatView, Provider } from '@parley/hooks';
import { useChat } from '@parley/hooks';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { userEvent } from '@testing-library/user-event';
import type { JSX } from 'react';
import { StrictMode } from 'react';
import { afterEach, expect } from 'vitest';

import type { ChatWidgetOptions } from '../chat-widget/chat-widget-frame.tsx';
import { ChatWidget } from '../chat-widget/chat-widget.tsx';
import type { LiveServer } from './live-server.ts';

afterEach(cleanup);

/** What the person says, unless told otherwise. */
export const TEXT = 'Where is my order?';

/** A busy machine is given this long. */
export const SOON = { timeout: 12_000 };

/** The message box. */
export const box = (): HTMLTextAreaElement =>
  screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });

/** Everything a person is told, but for the seconds that are counted down. */
const WORDS = [
  '[data-slot="notice-text"] > p:not([data-slot="countdown"])',
  '[data-slot="delivery-text"]',
  '[data-slot="composer-note"] > span',
].join();

const words = () =>
  [...document.querySelectorAll(WORDS)]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .map(({ textContent }) => textContent);

/** The page of a person who chats. */
export interface Page {
  readonly user: UserEvent;
  readonly view: () => ChatView;
  /** What was reported of frames that nobody can read. */
  readonly reported: readonly string[];
  /** Renders again with this provider instead. */
  readonly give: (provider: Provider) => void;
}

/** The widget around a chat with this platform, over the browser's own network; no luck in its waits. */
export function openPage(provider: Provider, options: ChatWidgetOptions = {}): Page {
  const reported: string[] = [];
  let view: ChatView | undefined;
  function App({ provider: given }: { readonly provider: Provider }): JSX.Element {
    const chat = useChat({
      provider: given,
      runtime: { random: () => 0 },
      onProtocolEvent: ({ reason }) => reported.push(reason),
    });
    view = chat;
    return <ChatWidget chat={chat} defaultOpen {...options} />;
  }
  const page = (given: Provider) => (
    <StrictMode>
      <App provider={given} />
    </StrictMode>
  );
  const { rerender } = render(page(provider));
  return {
    user: userEvent.setup(),
    view: () => view!,
    reported,
    give: (given) => rerender(page(given)),
  };
}

/** Types a message and sends it. */
export const type = ({ user }: Page, text: string = TEXT): Promise<void> =>
  user.type(box(), `${text}{Enter}`);

/** Clicks a button once it is there. */
export const press = async ({ user }: Page, name: string): Promise<void> =>
  user.click(await screen.findByRole('button', { name }, SOON));

/** What there is to see at one moment. */
export interface Seen {
  readonly connection: string;
  /** The code in the chat's state: of the connection's reason, of the message, or of the chat. */
  readonly code: string | undefined;
  readonly words: readonly string[];
  /** The first message in the transcript and how far it has got; before there is one, what is in the box. */
  readonly typed: string | undefined;
}

export function look({ view }: Page): Seen {
  const { connection, error, messages } = view().store.getState();
  const mine = messages.find(({ role }) => role === 'user');
  const shown = document.querySelector<HTMLElement>('[data-slot="message"][data-role="user"]');
  return {
    connection: connection.status,
    code: 'reason' in connection ? connection.reason.code : (mine?.error?.code ?? error?.code),
    words: words(),
    typed: shown
      ? `${shown.querySelector('[data-slot="text"]')?.textContent}: ${shown.dataset['delivery']}`
      : box().value,
  };
}

/** Waits until exactly this is to be seen. */
export const shows = (page: Page, seen: Seen): Promise<void> =>
  waitFor(() => expect(look(page)).toEqual(seen), SOON);

/** Waits until the server has it, it is answered, and nothing more is said of trouble. */
export async function arrives(
  page: Page,
  server: LiveServer,
  text = TEXT,
  told = 1,
): Promise<void> {
  await waitFor(() => {
    expect(look(page)).toMatchObject({ code: undefined, typed: `${text}: acknowledged` });
    expect(page.view().store.getState().messages.at(-1)).toMatchObject({ state: 'complete' });
    expect(words().filter((said) => said !== 'Delivered')).toEqual([]);
  }, SOON);
  expect(await server.told(text)).toBe(told);
}
