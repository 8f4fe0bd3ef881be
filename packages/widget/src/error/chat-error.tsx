'use client';

import { useChatState } from '@parley/hooks';
import type { JSX } from 'react';
import { useEffect } from 'react';

import { Icon } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';

export type ChatErrorProps = Omit<PartProps<'div'>, 'children' | 'asChild'>;

/** What went wrong in the conversation, in words, and what can be done about it. */
export function ChatError(props: ChatErrorProps): JSX.Element | null {
  const { chat, labels, announcer } = useParts();
  const error = useChatState(chat, (state) => state.error);
  // A connection that has failed says so itself, in the same words.
  const isConnection = useChatState(
    chat,
    ({ connection }) => 'reason' in connection && connection.reason.code === error?.code,
  );
  const shown = isConnection ? null : error;

  useEffect(() => {
    if (shown) {
      announcer.say([shown.message, shown.fix].filter(Boolean).join(' '));
    }
  }, [shown, announcer]);

  if (!shown) {
    return null;
  }
  return (
    <Part as="div" slotName="error" data-code={shown.code} over={props}>
      <Icon name="alert" />
      <div data-slot="notice-text" dir="auto">
        <p>{shown.message}</p>
        {shown.fix && <p data-slot="hint">{shown.fix}</p>}
      </div>
      <button
        type="button"
        data-slot="icon-button"
        aria-label={labels.dismiss}
        onClick={() => chat.clearError()}
      >
        <Icon name="close" />
      </button>
    </Part>
  );
}
