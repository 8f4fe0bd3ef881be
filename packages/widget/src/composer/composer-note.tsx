import type { ChatError } from '@parley/hooks';
import type { JSX } from 'react';

import { CharacterCount } from './character-count.tsx';

export interface ComposerNoteProps {
  readonly id: string;
  /** Why nothing can be written now. */
  readonly hint?: string | undefined;
  readonly error: ChatError | null;
  readonly length: number;
  readonly limit: number;
}

/** Why a message was not taken, and how much room is left. */
export function ComposerNote({ id, hint, error, length, limit }: ComposerNoteProps): JSX.Element {
  return (
    <div data-slot="composer-note" id={id}>
      {hint && <span data-slot="hint">{hint}</span>}
      {error && (
        <span data-slot="note" data-tone="error">
          {[error.message, error.fix].filter(Boolean).join(' ')}
        </span>
      )}
      <CharacterCount length={length} limit={limit} />
    </div>
  );
}
