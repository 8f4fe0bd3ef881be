'use client';

import type { JSX } from 'react';

import { Icon } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';

/** What stands where no message is yet. */
export function ChatEmpty(props: PartProps<'div'>): JSX.Element {
  const { labels } = useParts();
  return (
    <Part slotName="empty" dir="auto" over={props}>
      {props.children ?? (
        <>
          <span data-slot="empty-icon">
            <Icon name="chat" />
          </span>
          <p>{labels.empty}</p>
        </>
      )}
    </Part>
  );
}
