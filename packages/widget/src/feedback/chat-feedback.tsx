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
  const { id, role, state, canRate, feedback: { rating, comment } = {}, feedbackForm } = message;
  const { positive = 1, negative = -1, comments, labels: own } = feedbackForm ?? {};
  if (
    capabilities.feedback === 'none' ||
    canRate === false ||
    role !== 'assistant' ||
    state === 'streaming'
  ) {
    return null;
  }

  const send = (feedback: Feedback) => {
    setCommenting('rating' in feedback && feedback.rating === negative);
    void chat.sendFeedback(id, feedback).then((result) => {
      setError(result.ok ? null : result.error);
      announcer.say(result.ok ? labels.feedbackThanks : errorWords(result.error));
    });
  };

  return (
    <Part slotName="feedback" data-rated={rating === undefined ? undefined : ''}>
      {[positive, negative].map((value) => (
        <button
          key={value}
          type="button"
          data-slot="icon-button"
          data-size="small"
          aria-label={
            value === positive
              ? (own?.positive ?? labels.helpful)
              : (own?.negative ?? labels.notHelpful)
          }
          aria-pressed={rating === value}
          // Where 0 is one of the two, nothing takes them back.
          onClick={() => send({ rating: rating === value && positive && negative ? 0 : value })}
        >
          <Icon name={value === positive ? 'up' : 'thumbs-down'} />
        </button>
      ))}
      {commenting && (comments ?? capabilities.feedback === 'rating-and-comment') && (
        <Comment
          label={own?.comment ?? labels.feedbackComment}
          onSend={(text) => send({ comment: text })}
        />
      )}
      {comment !== undefined && <span data-slot="hint">{labels.feedbackThanks}</span>}
      {error && <span data-slot="note">{errorWords(error)}</span>}
    </Part>
  );
}

interface CommentProps {
  readonly label: string;
  readonly onSend: (comment: string) => void;
}

function Comment({ label, onSend }: CommentProps): JSX.Element {
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
      <label htmlFor={id} dir="auto">
        {label}
      </label>
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
