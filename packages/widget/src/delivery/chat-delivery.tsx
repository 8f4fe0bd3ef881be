'use client';

import type { ChatError, ChatMessage, Delivery } from '@parley/hooks';
import { messageText } from '@parley/hooks';
import type { JSX } from 'react';
import { useState, useSyncExternalStore } from 'react';

import { useSpokenChange } from '../announcer/use-spoken-change.ts';
import { Icon } from '../icons/icons.tsx';
import type { IconName } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { errorWords } from '../text/error-words.ts';

const ICONS: Readonly<Record<Delivery, IconName>> = {
  queued: 'clock',
  sending: 'clock',
  sent: 'check',
  acknowledged: 'check',
  unconfirmed: 'alert',
  failed: 'alert',
};

type Action = 'retry' | 'edit' | 'discard';

const STUCK: readonly Action[] = ['retry', 'edit', 'discard'];

/** What can be done by hand: a message that is still under way is left alone. */
const ACTIONS: { readonly [State in Delivery]?: readonly Action[] } = {
  queued: ['edit', 'discard'],
  unconfirmed: STUCK,
  failed: STUCK,
};

/** How far a user's message has got, with the reason and what to do where it got nowhere; trouble is said aloud. */
export function ChatDelivery({ message }: { readonly message: ChatMessage }): JSX.Element | null {
  const { labels, announcer } = useParts();
  const { delivery, error } = message;
  const label = delivery ? labels.delivery[delivery] : '';
  const text = errorWords({ message: label, fix: useReason(error) });
  const isTrouble = delivery === 'failed' || delivery === 'unconfirmed';
  useSpokenChange(delivery, isTrouble ? text : '');
  // Files do not go back into the message box: what has some is not edited, and not thrown away unasked.
  const isText = message.parts.every(({ type }) => type === 'text');
  const [isAsking, setAsking] = useState(false);
  const run = useDeliveryAction(message);
  if (message.role !== 'user' || !delivery) {
    return null;
  }
  const handleClick = (action: Action, clicks: number) => {
    // The second of a double click is no answer.
    if (action !== 'discard' || isText || (isAsking && clicks < 2)) {
      run(action);
    } else {
      setAsking(true);
      announcer.say(labels.discardForGood);
    }
  };

  return (
    <Part slotName="delivery" data-delivery={delivery}>
      <span data-slot="delivery-text">
        <Icon name={ICONS[delivery]} />
        <span dir="auto">{text}</span>
      </span>
      {ACTIONS[delivery]
        ?.filter((action) => isText || action !== 'edit')
        .map((action) => (
          <button
            key={action}
            type="button"
            data-slot="text-button"
            onClick={({ detail }) => handleClick(action, detail)}
            onBlur={() => setAsking(false)}
          >
            {labels[isAsking && action === 'discard' ? 'discardForGood' : action]}
          </button>
        ))}
    </Part>
  );
}

const NEVER = () => () => {};

/** Why a message got nowhere, but while the connection says the same. Only what got nowhere looks at the connection. */
function useReason(error: ChatError | undefined): string {
  const { store } = useParts().chat;
  const words = error ? errorWords(error) : '';
  const read = () => {
    const { connection } = store.getState();
    const isSaid = connection.status === 'failed' && errorWords(connection.reason) === words;
    return isSaid ? '' : words;
  };
  return useSyncExternalStore(error ? store.subscribe : NEVER, read, read);
}

function useDeliveryAction(message: ChatMessage): (action: Action) => void {
  const { chat, composer } = useParts();
  const text = messageText(message);

  return (action) => {
    const handle = composer.get();
    if (action === 'edit' && !handle) {
      // Taking a message back with nowhere to put it would lose it.
      return;
    }
    const result = chat[action](message.id);
    if (!result.ok) {
      handle?.refuse(result.error);
    } else if (action === 'edit') {
      handle?.insert(text);
    } else if (action === 'discard') {
      handle?.keep(text);
    }
  };
}
