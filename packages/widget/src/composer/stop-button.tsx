'use client';

import type { JSX, RefObject } from 'react';

import { Icon } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';

export interface StopButtonProps {
  /** Gets the focus, which the button would take with it as it goes. */
  readonly inputRef: RefObject<HTMLElement | null>;
}

/** Stops the answer that is being written. */
export function StopButton({ inputRef }: StopButtonProps): JSX.Element {
  const { chat, labels } = useParts();
  return (
    <Part
      as="button"
      slotName="stop"
      type="button"
      aria-label={labels.stopAnswer}
      onClick={() => {
        chat.stop();
        inputRef.current?.focus();
      }}
    >
      <Icon name="stop" />
    </Part>
  );
}
