import type { Delivery } from '@parley/hooks';
import { createChatError } from '@parley/hooks';
import type { Meta, StoryObj } from '@storybook/react-vite';

import { ChatMessages } from '../messages/chat-messages.tsx';
import { PartFrame } from '../testing/part-frame.tsx';
import { sampleMessage } from '../testing/sample-messages.ts';
import { ChatDelivery } from './chat-delivery.tsx';

const meta = {
  title: 'Parts/Delivery',
  component: ChatDelivery,
  args: { message: sampleMessage('user', '') },
} satisfies Meta<typeof ChatDelivery>;

export default meta;

type Story = StoryObj<typeof meta>;

const showing = (delivery: Delivery, error?: ReturnType<typeof createChatError>): Story => ({
  render: () => (
    <PartFrame state={{ messages: [sampleMessage('user', 'Hello?', { delivery, error })] }}>
      <ChatMessages />
    </PartFrame>
  ),
});

export const Queued: Story = showing('queued');

export const Sending: Story = showing('sending');

export const Sent: Story = showing('sent');

export const Acknowledged: Story = showing('acknowledged');

export const Unconfirmed: Story = showing('unconfirmed');

export const Failed: Story = showing(
  'failed',
  createChatError('rate-limited', 'Too many messages at once.', { fix: 'Wait a moment.' }),
);
