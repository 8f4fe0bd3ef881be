import type { Meta, StoryObj } from '@storybook/react-vite';

import { PartFrame } from '../testing/part-frame.tsx';
import { ChatEmpty } from './chat-empty.tsx';

const meta = {
  title: 'Parts/Empty',
  component: ChatEmpty,
  render: (args) => (
    <PartFrame>
      <ChatEmpty {...args} />
    </PartFrame>
  ),
} satisfies Meta<typeof ChatEmpty>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Usual: Story = {};

export const YourOwnWords: Story = {
  args: { children: <p>Ask about orders, deliveries or returns.</p> },
};
