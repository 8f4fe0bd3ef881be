'use client';

import type { ComponentType, JSX } from 'react';

import { AttachmentView } from '../parts/attachment-view.tsx';
import { CardsView } from '../parts/cards-view.tsx';
import { ChoicesView } from '../parts/choices-view.tsx';
import { FallbackView } from '../parts/fallback-view.tsx';
import { SourcesView } from '../parts/sources-view.tsx';
import { TextView } from '../parts/text-view.tsx';
import { useParts } from '../root/parts-context.ts';
import type { RendererProps, Renderers } from './renderers.ts';

/** One part of a message, drawn by its renderer, else by the widget's own view. */
export function MessagePart({ part, message }: RendererProps): JSX.Element {
  const { renderers } = useParts();
  const { type } = part;
  // Nothing is found for a type of a later version of the hooks.
  const found =
    type === 'custom'
      ? own(renderers.custom, part.name)
      : (own(renderers, type) ?? own(VIEWS, type));
  // What is found takes the parts of the type that it was looked up by.
  const Renderer = (found ?? renderers.fallback ?? FallbackView) as ComponentType<RendererProps>;
  return <Renderer part={part} message={message} />;
}

const VIEWS: Omit<Renderers, 'custom' | 'fallback'> = {
  text: TextView,
  choices: ChoicesView,
  sources: SourcesView,
  cards: CardsView,
  attachment: AttachmentView,
};

/** Only a name that was given: the wire also says `constructor`. */
function own<Table extends object>(
  table: Table | undefined,
  name: string,
): Table[keyof Table] | undefined {
  // A name that the table has of its own is one of its keys.
  return table && Object.hasOwn(table, name) ? table[name as keyof Table] : undefined;
}
