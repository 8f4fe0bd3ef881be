'use client';

import type { ChoicesPart } from '@parley/hooks';
import type { JSX } from 'react';

import type { RendererProps } from '../message/renderers.ts';
import { useParts } from '../root/parts-context.ts';
import { ChoiceList } from './choice-list.tsx';

/** The buttons of a question. Once one is taken, all stay to be read and none can be taken again. */
export function ChoicesView({ part }: RendererProps<ChoicesPart>): JSX.Element {
  const { labels } = useParts();
  return <ChoiceList choices={part.choices} chosenId={part.chosenId} label={labels.choices} />;
}
