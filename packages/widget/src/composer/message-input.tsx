'use client';

import type { CompositionEvent, JSX, KeyboardEvent, RefObject } from 'react';
import { useRef } from 'react';

import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { readEnterKey, sendsAtCompositionEnd } from './enter-key.ts';
import type { Draft } from './use-draft.ts';

export interface MessageInputProps {
  readonly draft: Draft;
  readonly inputRef: RefObject<HTMLElement | null>;
  readonly describedBy?: string | undefined;
  readonly isInvalid: boolean;
  /** Keeps the focus and what is written, unlike a box that is disabled. */
  readonly isReadOnly: boolean;
}

/** The message box. It grows with its text by a hidden copy of it, without measuring. */
export function MessageInput(props: MessageInputProps): JSX.Element {
  const { draft, inputRef, describedBy, isInvalid, isReadOnly } = props;
  const { text, setText, send } = draft;
  const { labels } = useParts();
  const enterWhileComposingRef = useRef(false);

  const handleKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const meaning = readEnterKey(event.nativeEvent);
    enterWhileComposingRef.current = meaning === 'composing' && !event.shiftKey;
    if (meaning === 'send') {
      event.preventDefault();
      send(text);
    }
  };

  const handleCompositionEnd = (event: CompositionEvent<HTMLTextAreaElement>) => {
    if (enterWhileComposingRef.current && sendsAtCompositionEnd(event.data)) {
      send(event.currentTarget.value);
    }
    enterWhileComposingRef.current = false;
  };

  return (
    <div data-slot="grow" data-draft={text}>
      <Part
        as="textarea"
        slotName="input"
        ref={inputRef}
        rows={1}
        dir="auto"
        value={text}
        readOnly={isReadOnly}
        enterKeyHint="send"
        autoComplete="off"
        placeholder={labels.messagePlaceholder}
        aria-label={labels.message}
        aria-describedby={describedBy}
        aria-invalid={isInvalid || undefined}
        onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => setText(event.target.value)}
        onKeyDown={handleKeyDown}
        onCompositionEnd={handleCompositionEnd}
      />
    </div>
  );
}
