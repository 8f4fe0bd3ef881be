'use client';

import { useChatState } from '@parley/hooks';
import type { AnimationEvent, JSX, RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';

import { Icon } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { errorWords } from '../text/error-words.ts';
import type { ConnectionNotice } from './connection-notice.ts';
import { connectionNotice } from './connection-notice.ts';
import { Countdown } from './countdown.tsx';

/** What passes sooner is not spoken of. The stylesheet shows nothing for as long. */
const BLINK_MS = 1500;

export type ChatConnectionProps = Omit<PartProps<'div'>, 'children' | 'asChild'>;

/**
 * A connection that is not there, in plain words, with a way to try at once. The stylesheet holds the words of
 * what may pass by itself back for a second and a half, so that a blink shows nothing.
 */
export function ChatConnection(props: ChatConnectionProps): JSX.Element | null {
  const { chat, labels, clock, announcer } = useParts();
  const connection = useChatState(chat, (state) => state.connection);
  const [settled, setSettled] = useState(connection);
  if (connection !== settled && connection.status !== 'connecting') {
    setSettled(connection);
  }
  const saidRef = useRef('');
  const isReady = connection.status === 'ready';

  useEffect(() => {
    // Who heard of the trouble hears of its end, once it is one: some platforms refuse a key after they let it in.
    const timer =
      isReady &&
      saidRef.current &&
      clock.setTimeout(() => {
        saidRef.current = '';
        announcer.say(labels.connected);
      }, BLINK_MS);
    return () => clock.clearTimeout(timer);
  }, [isReady, labels, clock, announcer]);

  const notice = connectionNotice(connection, labels, settled);
  return notice ? (
    <Notice key={group(notice)} notice={notice} saidRef={saidRef} own={props} />
  ) : null;
}

/** These take turns: what is already shown does not hide for another second and a half. */
function group({ kind }: ConnectionNotice): string {
  return kind === 'connecting' || kind === 'offline' ? 'reconnecting' : kind;
}

interface NoticeProps {
  readonly notice: ConnectionNotice;
  /** What was last said aloud of the connection. */
  readonly saidRef: RefObject<string>;
  readonly own: ChatConnectionProps;
}

function Notice({ notice, saidRef, own }: NoticeProps): JSX.Element {
  const { chat, labels, announcer } = useParts();
  const { kind, detail, retryAt, action, isTrying } = notice;
  const title = labels[kind === 'needs-sign-in' ? 'needsSignIn' : kind];
  const words = errorWords({ message: title, fix: detail });
  const [isSeen, setSeen] = useState(false);
  const isDue = isSeen && (!isTrying || kind === 'connecting');

  const say = (text: string) => {
    saidRef.current = text;
    announcer.say(text);
  };

  // Said when it is seen, once: not when it counts down, nor when a try changes nothing.
  useEffect(() => {
    if (isDue && words !== saidRef.current) {
      say(words);
    }
  });

  // The animation starts after the delay.
  const handleShown = (event: AnimationEvent<HTMLElement>) => {
    if (event.target === event.currentTarget) {
      setSeen(true);
    }
  };

  const handleRetry = () => {
    // Not disabled, which would throw the focus away.
    if (!isTrying) {
      say(labels.connecting);
      chat[kind === 'closed' ? 'connect' : 'reconnect']();
    }
  };

  return (
    <Part slotName="connection" data-status={kind} onAnimationStart={handleShown} over={own}>
      {isTrying || kind === 'reconnecting' ? (
        <span data-slot="spinner" aria-hidden="true" />
      ) : (
        <Icon name="alert" />
      )}
      <div data-slot="notice-text" dir="auto">
        <p>{title}</p>
        {retryAt !== undefined && <Countdown at={retryAt} />}
        {detail && <p data-slot="hint">{detail}</p>}
      </div>
      {action && (
        <button type="button" data-slot="button" aria-disabled={isTrying} onClick={handleRetry}>
          {action}
        </button>
      )}
    </Part>
  );
}
