import type { FeedbackForm, MessageFeedback } from '@parley/hooks';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';

import { ChatMessages } from '../messages/chat-messages.tsx';
import { PartFrame } from '../testing/part-frame.tsx';
import { sampleMessage } from '../testing/sample-messages.ts';
import { ALL_CAPABILITIES } from '../testing/seed-chat.ts';
import { ChatFeedback } from './chat-feedback.tsx';

const meta = {
  title: 'Parts/Feedback',
  component: ChatFeedback,
  args: { message: sampleMessage('assistant', '') },
} satisfies Meta<typeof ChatFeedback>;

export default meta;

type Story = StoryObj<typeof meta>;

const showing = (
  feedback?: MessageFeedback,
  canRate?: boolean,
  feedbackForm?: FeedbackForm,
): Story => ({
  render: () => (
    <PartFrame
      state={{
        capabilities: { ...ALL_CAPABILITIES, feedback: 'rating-and-comment' },
        messages: [
          sampleMessage('assistant', 'It will be there on Thursday.', {
            feedback,
            canRate,
            feedbackForm,
          }),
        ],
      }}
    >
      <ChatMessages />
    </PartFrame>
  ),
});

export const Unrated: Story = showing();

export const Helpful: Story = showing({ rating: 1 });

export const NotHelpful: Story = {
  ...showing(),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Not helpful' }));
    await canvas.findByRole('textbox', { name: 'What could be better?' });
  },
};

/** Words and numbers of the platform's own. The words may be long. */
export const InThePlatformsWords: Story = {
  ...showing(undefined, true, {
    positive: 5,
    negative: 1,
    labels: {
      positive: 'Solved',
      negative: 'Not solved',
      comment: `What was missing? ${'It does not end. '.repeat(8)}${'x'.repeat(80)}`,
    },
  }),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Not solved' }));
    await canvas.findByRole('textbox', { name: /^What was missing/ });
  },
};

export const WithoutAComment: Story = {
  ...showing(undefined, true, { comments: false }),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Not helpful' }));
    await expect(canvas.queryByRole('textbox')).toBeNull();
  },
};

export const Commented: Story = showing({ rating: -1, comment: 'Which Thursday?' });

export const OfAnotherMessage: Story = {
  ...showing(undefined, false),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await canvas.findByText('It will be there on Thursday.');
    await expect(canvas.queryByRole('button')).toBeNull();
  },
};
