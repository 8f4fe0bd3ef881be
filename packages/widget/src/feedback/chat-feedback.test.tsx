import type { FeedbackForm, MessageFeedback } from '@parley/hooks';
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { renderWidget } from '../testing/render-widget.tsx';
import { sampleMessage } from '../testing/sample-messages.ts';
import { ALL_CAPABILITIES, seedChat } from '../testing/seed-chat.ts';

/** Clicks the button of that name on an answer that is rated so, and says what was sent and is asked. */
async function click(
  name: string,
  feedbackForm?: FeedbackForm,
  feedback?: MessageFeedback,
  takes: 'rating' | 'rating-and-comment' = 'rating-and-comment',
) {
  const message = sampleMessage('assistant', 'On Thursday.', { feedbackForm, feedback });
  const capabilities = { ...ALL_CAPABILITIES, feedback: takes };
  const { chat } = renderWidget(seedChat({ capabilities, messages: [message] }));
  await userEvent.setup().click(screen.getByRole('button', { name }));
  return {
    sent: chat.asked.at(-1)?.with[1],
    asked: screen
      .queryAllByRole<HTMLInputElement>('textbox')
      .map(({ labels }) => labels?.[0]?.textContent)
      .filter((label) => label !== undefined),
  };
}

const WORDS = 'What could be better?';

describe('ChatFeedback', () => {
  it.each<[string, FeedbackForm | undefined, number, readonly string[]]>([
    ['nothing', undefined, -1, [WORDS]],
    ['other numbers', { positive: 5, negative: 1 }, 1, [WORDS]],
    ['that it wants no comment', { comments: false }, -1, []],
    ['what to ask', { labels: { comment: 'What was missing?' } }, -1, ['What was missing?']],
    ['0 for no', { positive: 1, negative: 0 }, 0, [WORDS]],
  ])('sends a "no" as the platform wants it that says %s', async (_what, form, rating, asked) => {
    expect(await click('Not helpful', form)).toEqual({ sent: { rating }, asked });
  });

  it('sends a "yes" as the platform wants it, and asks nothing', async () => {
    const form = { positive: 5, negative: 1, comments: true };
    expect(await click('Helpful', form)).toEqual({ sent: { rating: 5 }, asked: [] });
  });

  it('asks for a comment where this very message wants one', async () => {
    const { asked } = await click('Not helpful', { comments: true }, undefined, 'rating');
    expect(asked).toEqual([WORDS]);
  });

  it.each([
    ['takes a rating back', { positive: 5, negative: 1 }, 5, 0],
    ['says the same again where 0 is the other one', { positive: 1, negative: 0 }, 1, 1],
  ])('%s when it is clicked again', async (_what, form, rating, sent) => {
    expect(await click('Helpful', form, { rating })).toEqual({ sent: { rating: sent }, asked: [] });
  });

  it('shows whole what the platform asks, however long its words are', async () => {
    await click('Not helpful', { labels: { comment: 'x'.repeat(400) } });
    const viewport = document.querySelector('[data-slot="viewport"]');
    expect(viewport?.scrollWidth).toBe(viewport?.clientWidth);
  });

  it('has the words of the platform on its buttons', async () => {
    const labels = { positive: 'It held', negative: 'It broke' };
    expect(await click('It broke', { labels })).toMatchObject({ sent: { rating: -1 } });
    expect(screen.getByRole('button', { name: 'It held' }).ariaPressed).toBe('false');
  });
});
