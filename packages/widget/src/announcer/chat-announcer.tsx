'use client';

import type { JSX } from 'react';
import { useEffect, useSyncExternalStore } from 'react';

import { useParts } from '../root/parts-context.ts';
import { describeMessage } from './describe-message.ts';
import { hearWholeMessages, startListening } from './whole-messages.ts';

/** Long enough for a screen reader to take the text up; after that nobody should stumble over it. */
const CLEAR_AFTER_MS = 4000;

/** The one live region. It is there before there is anything to say, and says each message once, when it is whole. */
export function ChatAnnouncer(): JSX.Element {
  const { chat, labels, announcer, clock } = useParts();
  const lines = useSyncExternalStore(announcer.subscribe, announcer.get, announcer.get);

  useEffect(() => {
    let heard = startListening(chat.store.getState().messages);
    return chat.store.subscribe(({ messages }, before) => {
      if (messages !== before.messages) {
        const next = hearWholeMessages(heard, messages);
        ({ heard } = next);
        for (const message of next.whole) {
          announcer.say(describeMessage(message, labels));
        }
      }
    });
  }, [chat, labels, announcer]);

  useEffect(() => {
    const timer = lines.length > 0 && clock.setTimeout(announcer.clear, CLEAR_AFTER_MS);
    return () => clock.clearTimeout(timer);
  }, [lines, clock, announcer]);

  return (
    <div data-slot="announcer" role="status" aria-live="polite">
      {lines.map((line) => (
        <p key={line.key}>{line.text}</p>
      ))}
    </div>
  );
}
