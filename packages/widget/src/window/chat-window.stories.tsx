import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';

import { ChatComposer } from '../composer/chat-composer.tsx';
import { ChatHeader } from '../header/chat-header.tsx';
import { ChatLauncher } from '../launcher/chat-launcher.tsx';
import { ChatMessages } from '../messages/chat-messages.tsx';
import { ChatRoot } from '../root/chat-root.tsx';
import type { ChatOptions } from '../root/chat-root.tsx';
import '../styles.css';
import { CONVERSATION } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';
import { ChatViewport } from '../viewport/chat-viewport.tsx';
import { ChatWindow } from './chat-window.tsx';

const meta = {
  title: 'Parts/Window',
  component: ChatWindow,
  parameters: { docs: { story: { inline: false, height: '640px' } } },
} satisfies Meta<typeof ChatWindow>;

export default meta;

type Story = StoryObj<typeof meta>;

const showing = (options: ChatOptions): Story => ({
  render: (args) => (
    <ChatRoot chat={seedChat({ messages: CONVERSATION })} {...options}>
      {!options.inline && <ChatLauncher />}
      <ChatWindow {...args}>
        <ChatHeader title="Lumen support" />
        <ChatViewport>
          <ChatMessages />
        </ChatViewport>
        <ChatComposer />
      </ChatWindow>
    </ChatRoot>
  ),
});

export const Floating: Story = showing({ defaultOpen: true });

export const OpenedByItsButton: Story = {
  ...showing({}),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('button'));
    const dialog = await canvas.findByRole('dialog', { name: 'Lumen support' });
    // It fades in.
    await waitFor(() => expect(dialog).toBeVisible());
  },
};

export const Inline: Story = showing({ inline: true });
