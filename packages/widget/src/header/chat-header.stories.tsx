import type { Meta, StoryObj } from '@storybook/react-vite';

import { PartFrame } from '../testing/part-frame.tsx';
import { ALL_CAPABILITIES } from '../testing/seed-chat.ts';
import { ChatHeader } from './chat-header.tsx';

const meta = {
  title: 'Parts/Header',
  component: ChatHeader,
  args: { title: 'Lumen support' },
  render: (args) => (
    <PartFrame>
      <ChatHeader {...args} />
    </PartFrame>
  ),
} satisfies Meta<typeof ChatHeader>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Plain: Story = {};

export const LongTitle: Story = {
  args: { title: 'Lumen desk lamps, floor lamps and spare parts: customer support' },
};

export const WithAWayToAPerson: Story = {
  render: (args) => (
    <PartFrame state={{ capabilities: { ...ALL_CAPABILITIES, handoff: true } }}>
      <ChatHeader {...args} />
    </PartFrame>
  ),
};
