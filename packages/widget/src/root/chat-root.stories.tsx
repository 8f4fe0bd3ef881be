import type { Meta, StoryObj } from '@storybook/react-vite';

import { ChatComposer } from '../composer/chat-composer.tsx';
import { ChatMessages } from '../messages/chat-messages.tsx';
import { CONVERSATION } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';
import { ChatViewport } from '../viewport/chat-viewport.tsx';
import '../styles.css';
import { ChatRoot } from './chat-root.tsx';

const meta = {
  title: 'Basics/Your own layout',
  component: ChatRoot,
  args: { chat: seedChat({ messages: CONVERSATION }), inline: true },
} satisfies Meta<typeof ChatRoot>;

export default meta;

type Story = StoryObj<typeof meta>;

/** The parts without the window: a page of its own around them. */
export const WithoutAWindow: Story = {
  render: (args) => (
    <div style={{ display: 'flex', blockSize: '32rem' }}>
      <ChatRoot {...args}>
        <ChatViewport>
          <ChatMessages />
        </ChatViewport>
        <ChatComposer />
      </ChatRoot>
    </div>
  ),
};

/** Custom properties on any element around the chat. */
export const YourOwnColours: Story = {
  render: (args) => (
    <>
      <style>{`.brand {
        --parley-accent: #0b6e4f; --parley-accent-text: light-dark(#0b6e4f, #7fe0bd);
        --parley-radius: 0.5rem; --parley-font: Georgia, serif;
      }`}</style>
      <div className="brand" style={{ display: 'flex', blockSize: '32rem' }}>
        <ChatRoot {...args}>
          <ChatViewport>
            <ChatMessages />
          </ChatViewport>
          <ChatComposer />
        </ChatRoot>
      </div>
    </>
  ),
};
