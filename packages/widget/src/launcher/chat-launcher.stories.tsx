import '../styles.css';
import type { Meta, StoryObj } from '@storybook/react-vite';

import { ChatRoot } from '../root/chat-root.tsx';
import { sampleMessage } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';
import { ChatLauncher } from './chat-launcher.tsx';

const meta = {
  title: 'Parts/Launcher',
  component: ChatLauncher,
  parameters: { docs: { story: { inline: false, height: '160px' } } },
  decorators: [
    (Story) => (
      <ChatRoot chat={seedChat()}>
        <Story />
      </ChatRoot>
    ),
  ],
} satisfies Meta<typeof ChatLauncher>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Quiet: Story = {};

const busy = seedChat();

export const Unread: Story = {
  decorators: [
    (Story) => (
      <ChatRoot chat={busy}>
        <Story />
      </ChatRoot>
    ),
  ],
  play: () => {
    busy.setState({
      messages: ['Hello!', 'Are you there?'].map((text) => sampleMessage('agent', text)),
    });
  },
};

export const YourOwnButton: Story = {
  args: {
    asChild: true,
    children: (
      <button type="button" style={{ padding: '0.75rem 1.25rem' }}>
        Ask us
      </button>
    ),
  },
};
