'use client';

import type { TextPart } from '@parley/hooks';
import type { JSX } from 'react';

import { Markdown } from '../markdown/markdown.tsx';
import type { RendererProps } from '../message/renderers.ts';
import { Part } from '../root/part.tsx';

/** What somebody said: the user's text as it was typed, the others' as markdown. */
export function TextView({ part, message }: RendererProps<TextPart>): JSX.Element {
  if (message.role === 'user') {
    return (
      <Part as="p" slotName="text" dir="auto">
        {part.text}
      </Part>
    );
  }
  return (
    <Part slotName="text" data-format="markdown">
      <Markdown text={part.text} growing={message.state === 'streaming'} />
    </Part>
  );
}
