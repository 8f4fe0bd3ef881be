import { useChatState, type Chat } from '@parley/hooks';

import { EventList } from './event-list.tsx';
import { StateTable } from './state-table.tsx';
import { connectionTone, connectionWords } from './connection-words.ts';
import type { Journal } from '../journal/journal.ts';

export interface InspectorProps {
  readonly chat: Chat;
  readonly journal: Journal;
}

/** What the chat is doing, live: its state as any component can read it, and everything it told. */
export function Inspector({ chat, journal }: InspectorProps) {
  const connection = useChatState(chat, (state) => state.connection);
  return (
    <section className="panel inspector" aria-labelledby="inspector-title">
      <header className="panel-header">
        <h2 id="inspector-title">Inspector</h2>
        <span className="badge" data-tone={connectionTone(connection)}>
          {connection.status}
        </span>
      </header>
      <p className="said">{connectionWords(connection)}</p>
      <ConnectionButtons chat={chat} />
      <StateTable chat={chat} />
      <EventList journal={journal} />
    </section>
  );
}

function ConnectionButtons({ chat }: Pick<InspectorProps, 'chat'>) {
  const canReset = useChatState(chat, (state) => state.capabilities.reset);
  return (
    <div className="button-row">
      <button type="button" className="button" onClick={() => chat.reconnect()}>
        Reconnect
      </button>
      <button type="button" className="button" onClick={() => chat.disconnect()}>
        Disconnect
      </button>
      <button type="button" className="button" onClick={() => chat.clear()}>
        Clear
      </button>
      <button
        type="button"
        className="button"
        disabled={!canReset}
        title={canReset ? undefined : 'A given conversation stays: leave its field empty to reset.'}
        onClick={() => chat.reset()}
      >
        New session
      </button>
    </div>
  );
}
