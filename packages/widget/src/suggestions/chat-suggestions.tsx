'use client';

import type { Suggestion } from '@parley/hooks';
import { useChatState } from '@parley/hooks';
import type { JSX } from 'react';

import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';

export type ChatSuggestionsProps = Omit<PartProps<'div'>, 'children' | 'asChild'>;

/** What could be said next. Taking one sends it and puts the focus where the next message is written. */
export function ChatSuggestions(props: ChatSuggestionsProps): JSX.Element | null {
  const { chat, labels, composer } = useParts();
  const suggestions = useChatState(chat, (state) => state.suggestions);
  if (suggestions.length === 0) {
    return null;
  }

  const handleChoose = (suggestion: Suggestion) => {
    const result = chat.choose(suggestion);
    if (result.ok) {
      composer.get()?.focus();
    } else {
      composer.get()?.refuse(result.error);
    }
  };

  return (
    <Part slotName="suggestions" role="group" aria-label={labels.suggestions} over={props}>
      {suggestions.map((suggestion, index) => (
        <Part
          // The wire may give two suggestions one id.
          key={`${index} ${suggestion.id}`}
          as="button"
          slotName="suggestion"
          type="button"
          dir="auto"
          onClick={() => handleChoose(suggestion)}
        >
          {suggestion.text}
        </Part>
      ))}
    </Part>
  );
}
