import { useState, useSyncExternalStore } from 'react';

import type { EntryKind, Journal } from '../journal/journal.ts';

const TIME: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
};

const WORD: Readonly<Record<EntryKind, string>> = {
  connection: 'line',
  message: 'message',
  error: 'error',
  protocol: 'protocol',
  break: 'you',
  log: 'log',
};

/** What was told, the newest first. The library's own log can be shown as well. */
export function EventList({ journal }: { readonly journal: Journal }) {
  const entries = useSyncExternalStore(journal.subscribe, journal.entries, journal.entries);
  const [hasLog, setHasLog] = useState(false);
  const shown = entries.filter(({ kind }) => hasLog || kind !== 'log').toReversed();

  return (
    <div className="events">
      <header className="events-header">
        <h3>Events</h3>
        <label className="check">
          <input
            type="checkbox"
            checked={hasLog}
            onChange={(event) => setHasLog(event.target.checked)}
          />
          with the log
        </label>
        <button type="button" className="button" onClick={() => journal.clear()}>
          Forget
        </button>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <ol className="event-list" tabIndex={0} aria-label="Events, the newest first">
        {shown.map(({ id, at, kind, text }) => (
          <li key={id} data-kind={kind}>
            <time>{new Date(at).toLocaleTimeString([], TIME)}</time>
            <span className="event-kind">{WORD[kind]}</span>
            <span className="event-text">{text}</span>
          </li>
        ))}
      </ol>
      {shown.length === 0 ? <p className="note">Nothing yet.</p> : null}
      <p className="note">Keys, addresses’ queries and what was said never get here.</p>
    </div>
  );
}
