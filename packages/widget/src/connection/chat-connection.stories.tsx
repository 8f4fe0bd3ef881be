import type { ConnectionState } from '@parley/hooks';
import { createChatError } from '@parley/hooks';
import type { Meta, StoryObj } from '@storybook/react-vite';

import { PartFrame } from '../testing/part-frame.tsx';
import { SEED_TIME, seedChat } from '../testing/seed-chat.ts';
import { ChatConnection } from './chat-connection.tsx';

const meta = { title: 'Parts/Connection', component: ChatConnection } satisfies Meta<
  typeof ChatConnection
>;

export default meta;

type Story = StoryObj<typeof meta>;

/** Time stands still, so that a countdown looks the same every time. */
const STILL = { now: () => SEED_TIME, setTimeout: () => 0, clearTimeout: () => {} };

const showing = (connection: ConnectionState): Story => ({
  render: () => (
    <PartFrame state={{ connection }} clock={STILL}>
      <ChatConnection />
    </PartFrame>
  ),
});

const lost = createChatError('unreachable', 'The server cannot be reached.');

export const Connecting: Story = showing({ status: 'connecting', attempt: 1 });

export const WaitingToRetry: Story = showing({
  status: 'reconnecting',
  attempt: 3,
  retryAt: SEED_TIME + 8000,
  reason: lost,
});

/** A server that refuses again and again: it may be the settings, and a browser is not told. */
export const WaitingWithAdvice: Story = showing({
  status: 'reconnecting',
  attempt: 4,
  retryAt: SEED_TIME + 8000,
  reason: createChatError('unreachable', 'The server keeps refusing the connection.', {
    fix: 'Check that the chat exists, that it belongs to this key, and that the API key is right.',
  }),
});

export const Retrying: Story = showing({
  status: 'reconnecting',
  attempt: 4,
  retryAt: SEED_TIME,
  reason: lost,
});

export const Offline: Story = showing({
  status: 'reconnecting',
  attempt: 1,
  retryAt: SEED_TIME + 30_000,
  reason: createChatError('offline', 'There is no network.'),
});

export const NeedsSignIn: Story = showing({
  status: 'failed',
  reason: createChatError('unauthorized', 'The key was refused.', { fix: 'Check the API key.' }),
});

const refused = seedChat({
  connection: {
    status: 'failed',
    reason: createChatError('unauthorized', 'The key was refused.', { fix: 'Check the API key.' }),
  },
});

/** A try that was asked for: the words stay until it is known how it ends. */
export const TryingAgain: Story = {
  render: () => (
    <PartFrame chat={refused} clock={STILL}>
      <ChatConnection />
    </PartFrame>
  ),
  play: () => refused.setState({ connection: { status: 'connecting', attempt: 1 } }),
};

export const Expired: Story = showing({
  status: 'failed',
  reason: createChatError('expired', 'This conversation is no longer available.'),
});

export const Failed: Story = showing({
  status: 'failed',
  reason: createChatError('not-found', 'There is no such chat.', { fix: 'Check the chat id.' }),
});

export const Closed: Story = showing({ status: 'closed' });

/** Nothing to say, nothing shown. */
export const Ready: Story = showing({ status: 'ready' });
