'use client';

import type { JSX } from 'react';

import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';

/** What stands where no message is yet. */
export function ChatEmpty(props: PartProps<'div'>): JSX.Element {
  const { labels } = useParts();
  return (
    <Part as="div" slotName="empty" dir="auto" over={props}>
      {props.children ?? <p>{labels.empty}</p>}
    </Part>
  );
}
