'use client';

import { useMessageIds } from '@parley/hooks';
import type { JSX } from 'react';
import { memo, useState } from 'react';

import { ChatActivity } from '../activity/chat-activity.tsx';
import { ChatMessage } from '../message/chat-message.tsx';
import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { ChatEmpty } from './chat-empty.tsx';
import { groupIds } from './group-ids.ts';
import type { MessageGroup as Group } from './group-ids.ts';
import { LoadOlder } from './load-older.tsx';

export type ChatMessagesProps = Omit<PartProps<'div'>, 'children' | 'asChild'>;

/** The conversation, oldest first. Renders when a message comes or goes, never for a token. */
export function ChatMessages(props: ChatMessagesProps): JSX.Element {
  const { chat } = useParts();
  const groups = useGroups(useMessageIds(chat));
  return (
    <>
      <LoadOlder />
      {groups.length === 0 && <ChatEmpty />}
      <Part slotName="messages" role="list" over={props}>
        {groups.map(({ key, ids }) => (
          <MessageGroup key={key} ids={ids} />
        ))}
      </Part>
      <ChatActivity />
    </>
  );
}

/** For the eye and the screen reader there is one list; the browser lays out and skips it group by group. */
const MessageGroup = memo(function MessageGroup({ ids }: Pick<Group, 'ids'>) {
  return (
    <ol data-slot="message-group" role="none">
      {ids.map((id) => (
        <ChatMessage key={id} id={id} />
      ))}
    </ol>
  );
});

function useGroups(ids: readonly string[]): readonly Group[] {
  const [grouped, setGrouped] = useState(() => ({ ids, groups: groupIds([], ids) }));
  if (grouped.ids === ids) {
    return grouped.groups;
  }
  const next = { ids, groups: groupIds(grouped.groups, ids) };
  setGrouped(next);
  return next.groups;
}
