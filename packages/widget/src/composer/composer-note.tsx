import type { JSX } from 'react';

import { useParts } from '../root/parts-context.ts';
import { errorWords } from '../text/error-words.ts';
import type { Draft } from './use-draft.ts';

/** Nobody counts until the end is near. */
const COUNTED_FROM = 0.8;

export interface ComposerNoteProps {
  readonly id: string;
  /** Why nothing can be written now. */
  readonly hint?: string | undefined;
  readonly draft: Draft;
  readonly limit: number;
}

/** Why a message was not taken, what was thrown away, and how much room is left. */
export function ComposerNote({ id, hint, draft, limit }: ComposerNoteProps): JSX.Element {
  const { labels } = useParts();
  const { error, discarded, text, restore } = draft;
  const left = limit - text.length;
  return (
    <div data-slot="composer-note" id={id}>
      {hint && <span data-slot="hint">{hint}</span>}
      {error && (
        <span data-slot="note" data-tone="error" dir="auto">
          {errorWords(error)}
        </span>
      )}
      {discarded && (
        <span data-slot="hint">
          {labels.discarded}{' '}
          <button type="button" data-slot="text-button" onClick={restore}>
            {labels.undo}
          </button>
        </span>
      )}
      {text.length >= limit * COUNTED_FROM && (
        <span data-slot="count" data-state={left < 0 ? 'over' : 'near'}>
          {left < 0 ? labels.charactersOver(-left) : labels.charactersLeft(left)}
        </span>
      )}
    </div>
  );
}
