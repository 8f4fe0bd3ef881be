'use client';

import type { Choice, ChatError } from '@parley/hooks';
import type { JSX } from 'react';
import { useState } from 'react';

import { Icon } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { errorWords } from '../text/error-words.ts';

export interface ChoiceListProps {
  readonly choices: readonly Choice[];
  readonly chosenId?: string | undefined;
  readonly label: string;
}

/** Buttons of which one can be taken, once. */
export function ChoiceList({ choices, chosenId, label }: ChoiceListProps): JSX.Element {
  const { chat, labels, announcer } = useParts();
  const [error, setError] = useState<ChatError | null>(null);

  const handleChoose = (choice: Choice) => {
    // Not disabled, which would throw the focus away: a taken question only stops answering.
    if (chosenId !== undefined) {
      return;
    }
    const result = chat.choose(choice);
    setError(result.ok ? null : result.error);
    announcer.say(result.ok ? `${choice.text}, ${labels.chosen}` : errorWords(result.error));
  };

  return (
    <Part slotName="choices" role="group" aria-label={label}>
      {choices.map((choice, index) => (
        <Part
          // The wire may give two choices one id.
          key={`${index} ${choice.id}`}
          as="button"
          slotName="choice"
          type="button"
          dir="auto"
          aria-disabled={chosenId === undefined ? undefined : true}
          aria-pressed={chosenId === undefined ? undefined : choice.id === chosenId}
          data-state={choice.id === chosenId ? 'chosen' : undefined}
          onClick={() => handleChoose(choice)}
        >
          {choice.id === chosenId && <Icon name="check" />}
          {choice.text}
        </Part>
      ))}
      {error && <p data-slot="note">{errorWords(error)}</p>}
    </Part>
  );
}
