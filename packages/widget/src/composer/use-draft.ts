'use client';

import type { ChatError } from '@parley/hooks';
import type { RefObject } from 'react';
import { useEffect, useMemo, useState } from 'react';

import { useParts } from '../root/parts-context.ts';
import { errorWords } from '../text/error-words.ts';
import type { ComposerHandle } from './composer-link.ts';

export interface Draft {
  readonly text: string;
  readonly error: ChatError | null;
  /** Characters a message may have, once the chat has refused one that was longer. */
  readonly limit: number | undefined;
  /** What was just thrown away, while it can be had back. */
  readonly discarded: string;
  readonly setText: (text: string) => void;
  /** Puts what was thrown away before what is written. */
  readonly restore: () => void;
  /** Sends what is written. What the chat refuses stays, with the reason. */
  readonly send: (text: string) => void;
}

/** What is being written, and the handle by which other parts put text into it. Read-only sends nothing. */
export function useDraft(inputRef: RefObject<HTMLElement | null>, isReadOnly: boolean): Draft {
  const { chat, composer, announcer, labels } = useParts();
  const [text, setText] = useState('');
  const [error, setError] = useState<ChatError | null>(null);
  const [limit, setLimit] = useState<number>();
  const [discarded, setDiscarded] = useState('');

  const handle = useMemo<ComposerHandle>(
    () => ({
      focus: () => inputRef.current?.focus(),
      insert: (inserted) => {
        setText((now) => (now ? `${inserted}\n${now}` : inserted));
        setDiscarded('');
        inputRef.current?.focus();
      },
      keep: (thrown) => {
        setDiscarded(thrown);
        announcer.say(labels.discarded);
      },
      refuse: (refused) => {
        setError(refused);
        announcer.say(errorWords(refused));
      },
    }),
    [announcer, labels, inputRef],
  );
  useEffect(() => composer.set(handle), [composer, handle]);

  const write = (next: string) => {
    setText(next);
    setError(null);
    setDiscarded('');
  };

  const send = (written: string) => {
    // What is written stays: the platform may take it after the next answer.
    if (isReadOnly || !written.trim()) {
      return;
    }
    const result = chat.sendMessage(written);
    if (result.ok) {
      write('');
    } else {
      setLimit(result.error.limit ?? limit);
      handle.refuse(result.error);
    }
  };

  return {
    text,
    error,
    limit,
    discarded,
    setText: write,
    restore: () => handle.insert(discarded),
    send,
  };
}
