'use client';

import type { ChatError, ChatMessage } from '@parley/hooks';
import type { JSX } from 'react';
import { useId, useState } from 'react';

import { Icon } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { errorWords } from '../text/error-words.ts';

type Feedback = { readonly rating: number } | { readonly comment: string };

/** Whether an answer helped, and after a "no" what was missing, where the platform wants to know. */
export function ChatFeedback({ message }: { readonly message: ChatMessage }): JSX.Element | null {
  const { chat, capabilities, labels, announcer } = useParts();
  const [error, setError] = useState<ChatError | null>(null);
  const [commenting, setCommenting] = useState(false);
  const { id, role, state, canRate, feedback: { rating, comment } = {} } = message;
  if (
    capabilities.feedback === 'none' ||
    canRate === false ||
    role !== 'assistant' ||
    state === 'streaming'
  ) {
    return null;
  }

  const send = (feedback: Feedback) => {
    setCommenting('rating' in feedback && feedback.rating < 0);
    void chat.sendFeedback(id, feedback).then((result) => {
      setError(result.ok ? null : result.error);
      announcer.say(result.ok ? labels.feedbackThanks : errorWords(result.error));
    });
  };

  return (
    <Part slotName="feedback" data-rated={rating === undefined ? undefined : ''}>
      {([1, -1] as const).map((value) => (
        <button
          key={value}
          type="button"
          data-slot="icon-button"
          data-size="small"
          aria-label={value > 0 ? labels.helpful : labels.notHelpful}
          aria-pressed={rating === value}
          onClick={() => send({ rating: rating === value ? 0 : value })}
        >
          <Icon name={value > 0 ? 'up' : 'thumbs-down'} />
        </button>
      ))}
      {commenting && capabilities.feedback === 'rating-and-comment' && (
        <Comment onSend={(text) => send({ comment: text })} />
      )}
      {comment !== undefined && <span data-slot="hint">{labels.feedbackThanks}</span>}
      {error && <span data-slot="note">{errorWords(error)}</span>}
    </Part>
  );
}

function Comment({ onSend }: { readonly onSend: (comment: string) => void }): JSX.Element {
  const { labels } = useParts();
  const [text, setText] = useState('');
  const id = useId();
  return (
    <form
      data-slot="comment"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) {
          onSend(text.trim());
        }
      }}
    >
      <label htmlFor={id}>{labels.feedbackComment}</label>
      <input
        id={id}
        value={text}
        maxLength={1000}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" data-slot="button">
        {labels.sendFeedback}
      </button>
    </form>
  );
}
