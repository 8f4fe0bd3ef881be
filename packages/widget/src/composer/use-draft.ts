'use client';

import type { ChatError } from '@parley/hooks';
import type { RefObject } from 'react';
import { useEffect, useState } from 'react';

import { useParts } from '../root/parts-context.ts';

export interface Draft {
  readonly text: string;
  readonly error: ChatError | null;
  /** Characters a message may have, once the chat has refused one that was longer. */
  readonly limit: number | undefined;
  readonly setText: (text: string) => void;
  readonly setError: (error: ChatError | null) => void;
  /** Sends what is written. What the chat refuses stays, with the reason. */
  readonly send: (text: string) => void;
}

/** What is being written, and the handle by which other parts put text into it. */
export function useDraft(inputRef: RefObject<HTMLElement | null>): Draft {
  const { chat, composer, announcer } = useParts();
  const [text, setText] = useState('');
  const [error, setError] = useState<ChatError | null>(null);
  const [limit, setLimit] = useState<number>();

  useEffect(
    () =>
      composer.set({
        focus: () => inputRef.current?.focus(),
        insert: (inserted) => setText((now) => (now ? `${inserted}\n${now}` : inserted)),
      }),
    [composer, inputRef],
  );

  const send = (written: string) => {
    if (!written.trim()) {
      return;
    }
    const result = chat.sendMessage(written);
    if (result.ok) {
      setText('');
      setError(null);
    } else {
      setError(result.error);
      setLimit(result.error.limit ?? limit);
      announcer.say(result.error.message);
    }
  };

  return {
    text,
    error,
    limit,
    setText: (next) => {
      setText(next);
      setError(null);
    },
    setError,
    send,
  };
}
