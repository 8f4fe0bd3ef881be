'use client';

import type { JSX } from 'react';

import { Icon } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { ScrollFrame } from './scroll-frame.tsx';
import { useFollowEnd } from './use-follow-end.ts';

export type ChatViewportProps = Omit<PartProps<'div'>, 'asChild'>;

/** What scrolls. It stays at the end only while the reader is there, and offers the way back. */
export function ChatViewport({ children, ...own }: ChatViewportProps): JSX.Element {
  const { chat, labels } = useParts();
  const { onViewport, onContent, state, goToEnd } = useFollowEnd(chat);
  const label = state === 'unseen' ? labels.newMessages : labels.scrollToEnd;
  return (
    <ScrollFrame
      data-state={state}
      role="region"
      aria-label={labels.conversation}
      onViewport={onViewport}
      onContent={onContent}
      overlay={
        state !== 'following' && (
          <Part
            as="button"
            slotName="scroll-to-end"
            type="button"
            aria-label={label}
            data-state={state}
            onClick={goToEnd}
          >
            {state === 'unseen' && <span>{label}</span>}
            <Icon name="down" />
          </Part>
        )
      }
      {...own}
    >
      {children}
    </ScrollFrame>
  );
}
