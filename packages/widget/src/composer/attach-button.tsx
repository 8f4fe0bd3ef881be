'use client';

import type { JSX } from 'react';
import { useRef } from 'react';

import { Icon } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';

/** Opens the file picker. */
export function AttachButton({
  onPick,
}: {
  readonly onPick: (files: readonly File[]) => void;
}): JSX.Element {
  const { labels } = useParts();
  const inputRef = useRef<HTMLInputElement>(null);
  return (
    <>
      <Part
        as="button"
        slotName="attach"
        type="button"
        aria-label={labels.attachFiles}
        onClick={() => inputRef.current?.click()}
      >
        <Icon name="attach" />
      </Part>
      <input
        ref={inputRef}
        type="file"
        multiple
        hidden
        aria-label={labels.attachFiles}
        onChange={(event) => {
          onPick([...(event.target.files ?? [])]);
          // The same file can be picked again.
          event.target.value = '';
        }}
      />
    </>
  );
}
