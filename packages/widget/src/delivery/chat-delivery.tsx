'use client';

import type { ChatMessage, Delivery, SendResult } from '@parley/hooks';
import type { JSX } from 'react';
import { useEffect, useState } from 'react';

import { Icon } from '../icons/icons.tsx';
import type { IconName } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';

const ICONS: Readonly<Record<Delivery, IconName>> = {
  queued: 'clock',
  sending: 'clock',
  sent: 'check',
  acknowledged: 'check',
  unconfirmed: 'alert',
  failed: 'alert',
};

/** What can be done by hand: a message that is still under way is left alone. */
const ACTIONS: Readonly<Record<Delivery, readonly ('retry' | 'edit' | 'discard')[]>> = {
  queued: ['edit', 'discard'],
  sending: [],
  sent: [],
  acknowledged: [],
  unconfirmed: ['retry', 'edit', 'discard'],
  failed: ['retry', 'edit', 'discard'],
};

/** How far a user's message has got, and what can be done where it got nowhere. */
export function ChatDelivery({ message }: { readonly message: ChatMessage }): JSX.Element | null {
  const { delivery } = message;
  const text = useDeliveryText(message);
  const { run, refusal } = useDeliveryActions(message.id);
  const { labels } = useParts();
  if (message.role !== 'user' || !delivery) {
    return null;
  }
  return (
    <Part as="div" slotName="delivery" data-delivery={delivery}>
      <span data-slot="delivery-text">
        <Icon name={ICONS[delivery]} />
        <span>{text}</span>
      </span>
      {ACTIONS[delivery].map((action) => (
        <button key={action} type="button" data-slot="text-button" onClick={() => run(action)}>
          {labels[action]}
        </button>
      ))}
      {refusal && <span data-slot="note">{refusal}</span>}
    </Part>
  );
}

/** The state in words, with the reason where it failed; said aloud when a message is in trouble. */
function useDeliveryText({ id, delivery, error }: ChatMessage): string {
  const { labels, announcer } = useParts();
  const text = delivery
    ? [labels.delivery[delivery], error?.message, error?.fix].filter(Boolean).join(' · ')
    : '';
  const isTrouble = delivery === 'failed' || delivery === 'unconfirmed';
  const [isOld] = useState(isTrouble);

  useEffect(() => {
    if (isTrouble && !isOld) {
      announcer.say(text, `delivery ${id} ${delivery}`);
    }
  }, [isTrouble, isOld, text, id, delivery, announcer]);

  return text;
}

function useDeliveryActions(id: string) {
  const { chat, composer, announcer } = useParts();
  const [refusal, setRefusal] = useState<string | null>(null);

  const run = (action: 'retry' | 'edit' | 'discard') => {
    const result = act(action);
    if (!result.ok) {
      setRefusal(result.error.message);
      announcer.say(result.error.message);
      return;
    }
    setRefusal(null);
    // The button goes away with the state it stood for: the focus needs another place.
    composer.get()?.focus();
  };

  const act = (action: 'retry' | 'edit' | 'discard'): SendResult | { readonly ok: true } => {
    if (action === 'retry') {
      return chat.retry(id);
    }
    if (action === 'discard') {
      return chat.discard(id);
    }
    const handle = composer.get();
    if (!handle) {
      // Taking a message back with nowhere to put it would lose it.
      return { ok: true };
    }
    const result = chat.edit(id);
    if (!result.ok) {
      return result;
    }
    handle.insert(result.text);
    return { ok: true };
  };

  return { run, refusal };
}
