import type { JSX } from 'react';

import { useParts } from '../root/parts-context.ts';

/** Nobody counts until the end is near. */
const SHOWN_FROM = 0.8;

export interface CharacterCountProps {
  readonly length: number;
  readonly limit: number;
}

/** How much room is left in a message, once it matters. */
export function CharacterCount({ length, limit }: CharacterCountProps): JSX.Element | null {
  const { labels } = useParts();
  if (length < limit * SHOWN_FROM) {
    return null;
  }
  const isOver = length > limit;
  return (
    <span data-slot="count" data-state={isOver ? 'over' : 'near'}>
      {isOver ? labels.charactersOver(length - limit) : labels.charactersLeft(limit - length)}
    </span>
  );
}
