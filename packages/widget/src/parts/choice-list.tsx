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

  const isTaken = chosenId !== undefined;

  const handleChoose = (choice: Choice) => {
    // Not disabled, which would throw the focus away: a taken question only stops answering.
    if (isTaken) {
      return;
    }
    const result = chat.choose(choice);
    setError(result.ok ? null : result.error);
    announcer.say(result.ok ? `${choice.text}, ${labels.chosen}` : errorWords(result.error));
  };

  return (
    <Part slotName="choices" role="group" aria-label={label}>
      {choices.map((choice, index) => {
        const isChosen = choice.id === chosenId;
        return (
          <Part
            // The wire may give two choices one id.
            key={`${index} ${choice.id}`}
            as="button"
            slotName="choice"
            type="button"
            dir="auto"
            aria-disabled={isTaken || undefined}
            aria-pressed={isTaken ? isChosen : undefined}
            data-state={isChosen ? 'chosen' : undefined}
            onClick={() => handleChoose(choice)}
          >
            {isChosen && <Icon name="check" />}
            {choice.text}
          </Part>
        );
      })}
      {error && <p data-slot="note">{errorWords(error)}</p>}
    </Part>
  );
}
