import '../styles/demo.css';
import '@parley/widget/styles.css';

import { render, screen, waitFor, within } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import { StrictMode } from 'react';

import { App } from '../app.tsx';
import type { EntryKind } from '../journal/journal.ts';
import type { Addresses, Service } from '../places/addresses.ts';

/** An address where nothing listens. */
const NOBODY = { url: 'ws://localhost:9', restUrl: 'http://localhost:9' };

/** Longer than any wait between two dials that a test goes through. */
export const PATIENT = { timeout: 12_000 };

/** The demo, and what a person does in it. */
export interface Demo {
  readonly user: UserEvent;
  /** Picks a hook by its name. */
  choose(hook: string): Promise<void>;
  say(text: string): Promise<void>;
  press(label: string): Promise<void>;
  /** Waits until the panel has said what was done. */
  told(words: RegExp): Promise<void>;
  /** Waits until the inspector's badge says this. */
  connection(status: string): Promise<void>;
  /** What the inspector tells of this kind, the newest first. */
  events(kind: EntryKind): readonly string[];
  /** Changes a field of the settings and applies it. */
  fill(label: string, value: string): Promise<void>;
}

/** Draws the demo with a simulator for one service; the others have none. */
export function openDemo(addresses: Partial<Addresses> | undefined): Demo {
  location.hash = '';
  const all = addresses && { nlx: NOBODY, lexicon: NOBODY, aui: NOBODY, ...addresses };
  render(
    <StrictMode>
      <App addresses={all} />
    </StrictMode>,
  );
  const user = userEvent.setup();

  return {
    user,
    async choose(hook) {
      await user.click(screen.getByRole('radio', { name: new RegExp(`${hook}$`) }));
    },
    async say(text) {
      const box = await screen.findByRole('textbox', { name: 'Message' }, PATIENT);
      await user.type(box, `${text}{Enter}`);
    },
    async press(label) {
      const panel = await screen.findByRole('region', { name: 'Break things' });
      const name = new RegExp(`^${label}$`);
      const found =
        within(panel).queryByRole('switch', { name }) ??
        within(panel).getByRole('button', { name });
      await user.click(found);
    },
    async told(words) {
      const panel = await screen.findByRole('region', { name: 'Break things' });
      await within(panel).findByText(words);
    },
    async connection(status) {
      const inspector = await screen.findByRole('region', { name: 'Inspector' });
      await waitFor(() => {
        const badge = inspector.querySelector('.badge');
        if (badge?.textContent !== status) {
          throw new Error(`The connection is ${badge?.textContent}, not ${status}.`);
        }
      }, PATIENT);
    },
    events(kind) {
      const found = document.querySelectorAll(`.event-list [data-kind="${kind}"] .event-text`);
      return [...found].map(({ textContent }) => textContent);
    },
    async fill(label, value) {
      await user.click(screen.getByText('Credentials and addresses'));
      const field = screen.getByLabelText(label);
      await user.clear(field);
      await user.type(field, value);
      await user.click(screen.getByRole('button', { name: 'Apply' }));
    },
  };
}

/** The messages of the widget, as they are read. */
export function messages(): readonly string[] {
  return [...document.querySelectorAll('[data-slot="message"]')].map(
    (message) => message.textContent,
  );
}

/** The user's messages that got this far. */
export function delivered(delivery: string): readonly Element[] {
  return [...document.querySelectorAll(`[data-slot="message"][data-delivery="${delivery}"]`)];
}

/** One service's address in place of nobody's. */
export function only(service: Service, { url, restUrl }: { url: string; restUrl: string }) {
  return { [service]: { url, restUrl } };
}
