'use client';

import type { ChatMessage as Message } from '@parley/hooks';
import { useMessage } from '@parley/hooks';
import type { JSX } from 'react';
import { memo } from 'react';

import { ChatDelivery } from '../delivery/chat-delivery.tsx';
import { ChatFeedback } from '../feedback/chat-feedback.tsx';
import type { Labels } from '../labels/labels.ts';
import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { errorWords } from '../text/error-words.ts';
import { plainName } from '../text/plain-name.ts';
import { MessagePart } from './message-part.tsx';
import { MessageTime } from './message-time.tsx';
import { shownParts } from './shown-parts.ts';

export interface ChatMessageProps {
  readonly id: string;
}

/** One message, by its id: nothing but its own changes renders it. */
export const ChatMessage: React.NamedExoticComponent<ChatMessageProps> = memo(function ChatMessage({
  id,
}: ChatMessageProps): JSX.Element | null {
  const { chat, labels } = useParts();
  const message = useMessage(chat, id);
  if (!message) {
    return null;
  }
  const parts = shownParts(message, labels);
  return (
    <Part
      as="li"
      slotName="message"
      role="listitem"
      tabIndex={-1}
      data-role={message.role}
      data-delivery={message.delivery}
      data-state={message.state}
    >
      <Author message={message} labels={labels} />
      {parts.length > 0 && (
        <Part slotName="bubble">
          {parts.map((part, index) => (
            // A part keeps its place: parts are added at the end, or replaced where they are.
            // oxlint-disable-next-line react/no-array-index-key
            <MessagePart key={index} part={part} message={message} />
          ))}
        </Part>
      )}
      {message.state === 'interrupted' && <p data-slot="note">{labels.interrupted}</p>}
      {message.role !== 'user' && message.error && (
        <p data-slot="note" data-tone="error" dir="auto">
          {errorWords(message.error)}
        </p>
      )}
      <div data-slot="meta">
        <MessageTime at={message.createdAt} />
        <ChatDelivery message={message} />
        <ChatFeedback message={message} />
      </div>
    </Part>
  );
});

/** Shown for a person who has a name; for everybody else it is only read out. */
function Author({ message, labels }: { readonly message: Message; readonly labels: Labels }) {
  const name = message.author?.name;
  return (
    <Part as="p" slotName="author" data-visible={name && message.role !== 'user' ? '' : undefined}>
      <bdi>{name ? plainName(name) : labels.speaker[message.role]}</bdi>
    </Part>
  );
}
