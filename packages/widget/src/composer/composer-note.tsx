import type { JSX } from 'react';

import { useParts } from '../root/parts-context.ts';
import { errorWords } from '../text/error-words.ts';
import { CharacterCount } from './character-count.tsx';
import type { Draft } from './use-draft.ts';

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
      <CharacterCount length={text.length} limit={limit} />
    </div>
  );
}
