'use client';

import type { JSX } from 'react';

import { Icon } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';

/** Stops the answer that is being written, and leaves the focus where the next message is. */
export function StopButton(): JSX.Element {
  const { chat, labels, composer } = useParts();
  return (
    <Part
      as="button"
      slotName="stop"
      type="button"
      aria-label={labels.stopAnswer}
      onClick={() => {
        chat.stop();
        composer.get()?.focus();
      }}
    >
      <Icon name="stop" />
    </Part>
  );
}
