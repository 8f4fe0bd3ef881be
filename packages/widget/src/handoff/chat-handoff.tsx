'use client';

import { useChatState } from '@parley/hooks';
import type { JSX } from 'react';

import { useSpokenChange } from '../announcer/use-spoken-change.ts';
import { Icon } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';

export type ChatHandoffProps = Omit<PartProps<'div'>, 'children' | 'asChild'>;

/** Who has the conversation, once it is not the machine any more. */
export function ChatHandoff(props: ChatHandoffProps): JSX.Element | null {
  const { chat, labels } = useParts();
  const handoff = useChatState(chat, (state) => state.handoff);
  const text = labels.handoff[handoff];

  useSpokenChange(handoff, text);

  if (!text) {
    return null;
  }
  return (
    <Part slotName="handoff" data-state={handoff} over={props}>
      <Icon name="person" />
      <p>{text}</p>
    </Part>
  );
}
