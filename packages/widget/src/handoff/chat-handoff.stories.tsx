import type { HandoffState } from '@parley/hooks';
import type { Meta, StoryObj } from '@storybook/react-vite';

import { PartFrame } from '../testing/part-frame.tsx';
import { ChatHandoff } from './chat-handoff.tsx';

const meta = { title: 'Parts/Handoff', component: ChatHandoff } satisfies Meta<typeof ChatHandoff>;

export default meta;

type Story = StoryObj<typeof meta>;

const showing = (handoff: HandoffState): Story => ({
  render: () => (
    <PartFrame state={{ handoff }}>
      <ChatHandoff />
    </PartFrame>
  ),
});

export const Requested: Story = showing('requested');

export const Agent: Story = showing('agent');

export const Ended: Story = showing('ended');
