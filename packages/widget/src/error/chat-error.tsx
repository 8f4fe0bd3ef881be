'use client';

import type { ChatError as Failure, ChatState } from '@parley/hooks';
import { useChatState } from '@parley/hooks';
import type { JSX } from 'react';
import { useEffect } from 'react';

import { Icon } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { errorWords } from '../text/error-words.ts';

export type ChatErrorProps = Omit<PartProps<'div'>, 'children' | 'asChild'>;

/** Said beside a message or by the connection: not said again here, even once those have moved on. */
const told = new WeakSet<Failure>();

function selectUntold({ error, connection, messages }: ChatState): Failure | null {
  if (
    error &&
    !told.has(error) &&
    (('reason' in connection && connection.reason.message === error.message) ||
      messages.some((message) => message.error === error))
  ) {
    told.add(error);
  }
  return error && !told.has(error) ? error : null;
}

/** What went wrong in the conversation and is shown nowhere else, and what can be done about it. */
export function ChatError(props: ChatErrorProps): JSX.Element | null {
  const { chat, labels, announcer } = useParts();
  const shown = useChatState(chat, selectUntold);

  useEffect(() => {
    if (shown) {
      announcer.say(errorWords(shown));
    }
  }, [shown, announcer]);

  if (!shown) {
    return null;
  }
  return (
    <Part slotName="error" data-code={shown.code} over={props}>
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
