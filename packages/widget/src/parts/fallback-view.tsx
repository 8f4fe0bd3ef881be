'use client';

import type { JSX } from 'react';

import type { RendererProps } from '../message/renderers.ts';
import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { readableText } from './readable-text.ts';

/** What nobody has a renderer for, as the text it holds. */
export function FallbackView({ part }: RendererProps): JSX.Element {
  const { labels } = useParts();
  const text = part.type === 'custom' ? readableText(part.data) : undefined;
  return (
    <Part
      as="p"
      slotName="custom"
      dir="auto"
      data-name={part.type === 'custom' ? part.name : undefined}
    >
      {text ?? labels.unsupported}
    </Part>
  );
}
