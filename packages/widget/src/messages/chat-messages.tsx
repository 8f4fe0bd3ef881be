'use client';

import { useMessageIds } from '@parley/hooks';
import type { JSX } from 'react';

import { ChatActivity } from '../activity/chat-activity.tsx';
import { ChatMessage } from '../message/chat-message.tsx';
import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { ChatEmpty } from './chat-empty.tsx';
import { LoadOlder } from './load-older.tsx';

export type ChatMessagesProps = Omit<PartProps<'ol'>, 'children' | 'asChild'>;

/** The conversation, oldest first. Renders when a message comes or goes, never for a token. */
export function ChatMessages(props: ChatMessagesProps): JSX.Element {
  const { chat } = useParts();
  const ids = useMessageIds(chat);
  return (
    <>
      <LoadOlder />
      {ids.length === 0 && <ChatEmpty />}
      <Part as="ol" slotName="messages" role="list" over={props}>
        {ids.map((id) => (
          <ChatMessage key={id} id={id} />
        ))}
      </Part>
      <ChatActivity />
    </>
  );
}
