import type { ChatState } from '@parley/hooks';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor, within } from 'storybook/test';

import { ChatMessages } from '../messages/chat-messages.tsx';
import { PartFrame } from '../testing/part-frame.tsx';
import { CONVERSATION, sampleMessage } from '../testing/sample-messages.ts';
import { ChatViewport } from './chat-viewport.tsx';

const meta = { title: 'Parts/Viewport', component: ChatViewport } satisfies Meta<
  typeof ChatViewport
>;

export default meta;

type Story = StoryObj<typeof meta>;

const LONG = Array.from({ length: 200 }, (_, index) =>
  index % 2
    ? sampleMessage('assistant', `Answer ${index}: it is on its way.`)
    : sampleMessage('user', `Question ${index}: where is it?`),
);

const showing = (state: Partial<ChatState>): Story => ({
  render: () => (
    <div style={{ display: 'flex', blockSize: '26rem' }}>
      <PartFrame state={state}>
        <ChatViewport>
          <ChatMessages />
        </ChatViewport>
      </PartFrame>
    </div>
  ),
});

export const Empty: Story = showing({});

export const Short: Story = showing({ messages: CONVERSATION });

export const LongHistory: Story = showing({ messages: LONG });

export const Reading: Story = {
  ...showing({ messages: LONG }),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    // Where it opens is where the end is: from there the reader goes up.
    const viewport = canvas.getByRole('region', { name: 'Conversation' });
    await waitFor(() => expect(viewport.scrollTop).toBeGreaterThan(1000));
    viewport.scrollTo({ top: 600 });
    await canvas.findByRole('button', { name: 'Go to the latest message' });
  },
};

export const EarlierMessages: Story = showing({
  messages: CONVERSATION.slice(0, 2),
  history: { status: 'idle', hasMore: true },
});

export const LoadingEarlier: Story = showing({
  messages: CONVERSATION.slice(0, 2),
  history: { status: 'loading', hasMore: true },
});

export const EarlierFailed: Story = showing({
  messages: CONVERSATION.slice(0, 2),
  history: { status: 'error', hasMore: true },
});
