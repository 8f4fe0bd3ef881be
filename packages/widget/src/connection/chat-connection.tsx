'use client';

import { useChatState } from '@parley/hooks';
import type { AnimationEvent, JSX } from 'react';

import { Icon } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import type { ConnectionNotice } from './connection-notice.ts';
import { connectionNotice } from './connection-notice.ts';
import { useSecondsUntil } from './use-seconds-until.ts';

export type ChatConnectionProps = Omit<PartProps<'div'>, 'children' | 'asChild'>;

/**
 * A connection that is not there, in plain words, with a way to try at once. The stylesheet holds the words of
 * what may pass by itself back for a second and a half, so that a blink shows nothing.
 */
export function ChatConnection(props: ChatConnectionProps): JSX.Element | null {
  const { chat, labels } = useParts();
  const connection = useChatState(chat, (state) => state.connection);
  const notice = connectionNotice(connection, labels);
  return notice ? <Notice key={group(notice)} notice={notice} {...props} /> : null;
}

/** Dialling and waiting to dial take turns: what is already shown does not hide for another second and a half. */
function group({ kind }: ConnectionNotice): string {
  return kind === 'connecting' || kind === 'reconnecting' ? 'passing' : kind;
}

interface NoticeProps extends ChatConnectionProps {
  readonly notice: ConnectionNotice;
}

function Notice({ notice, ...own }: NoticeProps): JSX.Element {
  const { chat, labels, clock, announcer } = useParts();
  const seconds = useSecondsUntil(notice.retryAt, clock);
  const retry = seconds === undefined ? undefined : labels.retryIn(seconds);

  // Said when it is seen: the animation starts after the delay.
  const handleShown = (event: AnimationEvent<HTMLElement>) => {
    if (event.target === event.currentTarget) {
      announcer.say([notice.title, notice.detail].filter(Boolean).join(' '));
    }
  };

  const handleRetry = () => {
    if (notice.kind === 'closed') {
      chat.connect();
    } else {
      chat.reconnect();
    }
  };

  return (
    <Part
      as="div"
      slotName="connection"
      data-status={notice.kind}
      onAnimationStart={handleShown}
      over={own}
    >
      {notice.kind === 'connecting' || notice.kind === 'reconnecting' ? (
        <span data-slot="spinner" aria-hidden="true" />
      ) : (
        <Icon name="alert" />
      )}
      <div data-slot="notice-text" dir="auto">
        <p>
          {notice.title} {retry && <span data-slot="countdown">{retry}</span>}
        </p>
        {notice.detail && <p data-slot="hint">{notice.detail}</p>}
      </div>
      {notice.action && (
        <button type="button" data-slot="button" onClick={handleRetry}>
          {notice.action}
        </button>
      )}
    </Part>
  );
}
