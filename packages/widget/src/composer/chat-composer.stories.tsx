import { createChatError } from '@parley/hooks';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { userEvent, within } from 'storybook/test';

import { PartFrame } from '../testing/part-frame.tsx';
import { ALL_CAPABILITIES, seedChat } from '../testing/seed-chat.ts';
import { ChatComposer } from './chat-composer.tsx';

const meta = {
  title: 'Parts/Composer',
  component: ChatComposer,
  render: (args) => (
    <PartFrame>
      <ChatComposer {...args} />
    </PartFrame>
  ),
} satisfies Meta<typeof ChatComposer>;

export default meta;

type Story = StoryObj<typeof meta>;

const write = async (canvasElement: HTMLElement, text: string) => {
  const box = within(canvasElement).getByRole('textbox', { name: 'Message' });
  await userEvent.click(box);
  await userEvent.paste(text);
  return box;
};

export const Empty: Story = {};

export const Draft: Story = {
  play: async ({ canvasElement }) => {
    await write(canvasElement, 'My lamp arrived, but its shade has a crack.\nWhat can I do?');
  },
};

export const Streaming: Story = {
  render: (args) => (
    <PartFrame state={{ status: 'streaming' }}>
      <ChatComposer {...args} />
    </PartFrame>
  ),
};

export const TypingOff: Story = {
  render: (args) => (
    <PartFrame state={{ session: { inputDisabled: true } }}>
      <ChatComposer {...args} />
    </PartFrame>
  ),
};

export const NearTheLimit: Story = {
  args: { maxLength: 60 },
  play: async ({ canvasElement }) => {
    await write(canvasElement, 'My lamp arrived, but its shade has a crack.');
    await userEvent.paste(' What now?');
  },
};

export const TooLong: Story = {
  args: { maxLength: 40 },
  play: async ({ canvasElement }) => {
    await write(canvasElement, 'My lamp arrived, but its shade has a crack.');
  },
};

const refusing = seedChat();
refusing.refuse(
  createChatError('queue-full', 'Too many messages are waiting to be sent.', {
    fix: 'Wait until the connection is back.',
  }),
);

export const Refused: Story = {
  render: (args) => (
    <PartFrame chat={refusing}>
      <ChatComposer {...args} />
    </PartFrame>
  ),
  play: async ({ canvasElement }) => {
    await write(canvasElement, 'Words that are not lost');
    await userEvent.keyboard('{Enter}');
  },
};

const uploads = { ...ALL_CAPABILITIES, uploads: true };
const pick = async (canvasElement: HTMLElement) => {
  const input = canvasElement.querySelector<HTMLInputElement>('input[type="file"]');
  if (input) {
    await userEvent.upload(input, new File(['x'], 'cracked-shade.jpg', { type: 'image/jpeg' }));
  }
};

export const Uploading: Story = {
  render: (args) => (
    <PartFrame state={{ capabilities: uploads }}>
      <ChatComposer {...args} />
    </PartFrame>
  ),
  play: ({ canvasElement }) => pick(canvasElement),
};

const failing = seedChat(
  { capabilities: uploads },
  {
    upload: {
      status: 'failed',
      loaded: 0,
      total: 1,
      error: createChatError('too-large', 'The file is larger than 10 MB.'),
    },
  },
);

export const UploadFailed: Story = {
  render: (args) => (
    <PartFrame chat={failing}>
      <ChatComposer {...args} />
    </PartFrame>
  ),
  play: ({ canvasElement }) => pick(canvasElement),
};
