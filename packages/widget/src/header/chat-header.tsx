'use client';

import { useChatState } from '@parley/hooks';
import { Slottable } from '@radix-ui/react-slot';
import type { JSX } from 'react';

import { Icon } from '../icons/icons.tsx';
import { useOpenState } from '../root/open-context.ts';
import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';

export interface ChatHeaderProps extends Omit<PartProps<'div'>, 'title'> {
  /** The window's name. @default labels.title */
  readonly title?: string | undefined;
}

/** Who this is, a way to a person where the platform has one, and a way out. */
export function ChatHeader({ title, children, ...own }: ChatHeaderProps): JSX.Element {
  const { labels, id } = useParts();
  const { mode, setOpen } = useOpenState();
  return (
    <Part slotName="header" over={own}>
      <Part as="h2" slotName="title" id={`${id}-title`} dir="auto">
        {title ?? labels.title}
      </Part>
      <Slottable>{children}</Slottable>
      <RequestAgent />
      {mode === 'floating' && (
        <Part
          as="button"
          slotName="close"
          type="button"
          aria-label={labels.closeChat}
          onClick={() => setOpen(false)}
        >
          <Icon name="close" />
        </Part>
      )}
    </Part>
  );
}

function RequestAgent(): JSX.Element | null {
  const { chat, capabilities, labels, composer } = useParts();
  const handoff = useChatState(chat, (state) => state.handoff);
  if (!capabilities.handoff || handoff === 'requested' || handoff === 'agent') {
    return null;
  }
  return (
    <button
      type="button"
      data-slot="icon-button"
      aria-label={labels.requestAgent}
      title={labels.requestAgent}
      onClick={() => {
        const result = chat.requestAgent();
        if (!result.ok) {
          composer.get()?.refuse(result.error);
        }
      }}
    >
      <Icon name="person" />
    </button>
  );
}
