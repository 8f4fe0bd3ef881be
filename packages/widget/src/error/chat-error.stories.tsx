import { createChatError } from '@parley/hooks';
import type { Meta, StoryObj } from '@storybook/react-vite';

import { PartFrame } from '../testing/part-frame.tsx';
import { ChatError } from './chat-error.tsx';

const meta = { title: 'Parts/Error', component: ChatError } satisfies Meta<typeof ChatError>;

export default meta;

type Story = StoryObj<typeof meta>;

const showing = (error: ReturnType<typeof createChatError>): Story => ({
  render: () => (
    <PartFrame state={{ error }}>
      <ChatError />
    </PartFrame>
  ),
});

export const Plain: Story = showing(createChatError('server', 'The platform had a problem.'));

export const WithAFix: Story = showing(
  createChatError('rate-limited', 'Too many messages at once.', {
    fix: 'Wait ten seconds, then send it again.',
  }),
);
