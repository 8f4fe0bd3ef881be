import type { Activity } from '@parley/hooks';
import type { Meta, StoryObj } from '@storybook/react-vite';

import { PartFrame } from '../testing/part-frame.tsx';
import { ChatActivity } from './chat-activity.tsx';

const meta = { title: 'Parts/Activity', component: ChatActivity } satisfies Meta<
  typeof ChatActivity
>;

export default meta;

type Story = StoryObj<typeof meta>;

const showing = (activity: Activity): Story => ({
  render: () => (
    <PartFrame state={{ activity }}>
      <ChatActivity />
    </PartFrame>
  ),
});

export const Typing: Story = showing({ kind: 'typing' });

export const Progress: Story = showing({ kind: 'interim', text: 'Looking through your orders…' });

export const Polling: Story = showing({ kind: 'polling' });
