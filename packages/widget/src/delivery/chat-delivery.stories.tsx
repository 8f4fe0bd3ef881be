import type { Delivery } from '@parley/hooks';
import { createChatError } from '@parley/hooks';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { userEvent, within } from 'storybook/test';

import { ChatComposer } from '../composer/chat-composer.tsx';
import { ChatMessages } from '../messages/chat-messages.tsx';
import { PartFrame } from '../testing/part-frame.tsx';
import { sampleMessage } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';
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

export const Unconfirmed: Story = showing(
  'unconfirmed',
  createChatError('timeout', 'No answer came in time.', {
    fix: 'Send it again if it matters: nobody knows whether it arrived.',
  }),
);

export const Failed: Story = showing(
  'failed',
  createChatError('rate-limited', 'Too many messages at once.', { fix: 'Wait a moment.' }),
);

/** It waited longer than a message may. */
export const Expired: Story = showing(
  'failed',
  createChatError('expired', 'This waited too long to be sent.', {
    fix: 'Send it again if it still matters.',
  }),
);

/** The server failed over it twice: the messages after it go on without it. */
export const Quarantined: Story = showing(
  'failed',
  createChatError('rejected', 'The server refused this message.', {
    fix: 'Change it before you send it again.',
  }),
);

const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

export const LongWords: Story = showing(
  'failed',
  createChatError('server', LONG.repeat(3), { fix: LONG }),
);

const discarding = seedChat({
  messages: [sampleMessage('user', 'Words that can be had back', { delivery: 'queued' })],
});

export const Discarded: Story = {
  render: () => (
    <PartFrame chat={discarding}>
      <ChatMessages />
      <ChatComposer />
    </PartFrame>
  ),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Discard' }));
    await canvas.findByRole('button', { name: 'Undo' });
  },
};

const withFile = sampleMessage(
  'user',
  [{ type: 'attachment', name: 'lamp.jpg', mediaType: 'image/jpeg', size: 5_700 }],
  { delivery: 'failed', error: createChatError('server', 'The platform failed to answer.') },
);

/** It cannot be had back: it is not edited, and asked about before it goes. */
export const DiscardingFiles: Story = {
  render: () => (
    <PartFrame state={{ messages: [withFile] }}>
      <ChatMessages />
    </PartFrame>
  ),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button', { name: 'Discard' }));
    await canvas.findByRole('button', { name: 'Discard for good?' });
  },
};
