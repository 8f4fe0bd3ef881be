import { createChatError } from '@parley/hooks';
import '../styles.css';
import type { Meta, StoryObj } from '@storybook/react-vite';

import { CONVERSATION, MARKDOWN_ANSWER, sampleMessage } from '../testing/sample-messages.ts';
import { ALL_CAPABILITIES, SEED_TIME, seedChat } from '../testing/seed-chat.ts';
import { ChatWidget } from './chat-widget.tsx';

const meta = {
  title: 'Basics/ChatWidget',
  component: ChatWidget,
  parameters: { layout: 'fullscreen', docs: { story: { inline: false, height: '640px' } } },
  args: { chat: seedChat({ messages: CONVERSATION }), title: 'Lumen support', defaultOpen: true },
} satisfies Meta<typeof ChatWidget>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Closed: Story = { args: { defaultOpen: false } };

export const Open: Story = {};

export const Empty: Story = {
  args: {
    chat: seedChat({
      suggestions: [
        { id: 'order', text: 'Where is my order?' },
        { id: 'return', text: 'Return something' },
        { id: 'person', text: 'Talk to someone' },
      ],
    }),
  },
};

export const Streaming: Story = {
  args: {
    chat: seedChat({
      status: 'streaming',
      messages: [
        ...CONVERSATION,
        sampleMessage(
          'assistant',
          'A new shade leaves our workshop **today**. It should be with y',
          {
            state: 'streaming',
          },
        ),
      ],
    }),
  },
};

export const Thinking: Story = {
  args: { chat: seedChat({ status: 'submitted', messages: CONVERSATION }) },
};

export const Everything: Story = {
  args: {
    allowedImageOrigins: [],
    chat: seedChat({
      capabilities: {
        ...ALL_CAPABILITIES,
        uploads: true,
        handoff: true,
        feedback: 'rating-and-comment',
      },
      history: { status: 'idle', hasMore: true },
      messages: [
        ...CONVERSATION,
        sampleMessage('assistant', [
          { type: 'text', text: 'It will be with you on **Thursday**. Shall I book it?' },
          {
            type: 'choices',
            choices: [
              { id: 'yes', text: 'Yes, book it' },
              { id: 'later', text: 'Later' },
            ],
          },
          {
            type: 'sources',
            sources: [
              { title: 'Deliveries and returns', url: 'https://shop.example/returns', page: 3 },
            ],
          },
        ]),
      ],
    }),
  },
};

export const Markdown: Story = {
  args: {
    chat: seedChat({
      messages: [
        sampleMessage('user', 'How do I set the lamp up?'),
        sampleMessage('assistant', MARKDOWN_ANSWER),
      ],
    }),
  },
};

export const ConnectionLost: Story = {
  args: {
    chat: seedChat({
      messages: [
        ...CONVERSATION,
        sampleMessage('user', 'Are you still there?', { delivery: 'queued' }),
      ],
      connection: {
        status: 'reconnecting',
        attempt: 3,
        retryAt: SEED_TIME + 8000,
        reason: createChatError('unreachable', 'The server cannot be reached.'),
      },
    }),
    clock: { now: () => SEED_TIME, setTimeout: () => 0, clearTimeout: () => {} },
  },
};

export const Offline: Story = {
  args: {
    chat: seedChat({
      messages: [
        ...CONVERSATION,
        sampleMessage('user', 'I am in a tunnel.', { delivery: 'queued' }),
      ],
      connection: {
        status: 'reconnecting',
        attempt: 1,
        retryAt: SEED_TIME + 30_000,
        reason: createChatError('offline', 'You are offline.'),
      },
    }),
  },
};

export const Failed: Story = {
  args: {
    chat: seedChat({
      messages: CONVERSATION,
      connection: {
        status: 'failed',
        reason: createChatError('not-found', 'There is no such chat.', {
          fix: 'Check the chat id, and that it belongs to this key.',
        }),
      },
    }),
  },
};

export const Disconnected: Story = {
  args: { chat: seedChat({ messages: CONVERSATION, connection: { status: 'closed' } }) },
};

export const NeedsSignIn: Story = {
  args: {
    chat: seedChat({
      messages: CONVERSATION,
      connection: {
        status: 'failed',
        reason: createChatError('unauthorized', 'The key was refused.', {
          fix: 'Check the API key.',
        }),
      },
    }),
  },
};

/** Why it was not sent is what is wrong with the connection: said once. */
export const NotSentForTheConnection: Story = {
  args: {
    chat: seedChat({
      messages: [
        ...CONVERSATION,
        sampleMessage('user', 'Is anybody there?', {
          delivery: 'failed',
          error: createChatError('not-found', 'There is no such task.', { fix: 'Check its id.' }),
        }),
      ],
      connection: {
        status: 'failed',
        reason: createChatError('not-found', 'There is no such task.', { fix: 'Check its id.' }),
      },
    }),
  },
};

export const NotSent: Story = {
  args: {
    chat: seedChat({
      messages: [
        ...CONVERSATION,
        sampleMessage('user', 'This one may have arrived.', { delivery: 'unconfirmed' }),
        sampleMessage('user', 'And this one has not.', {
          delivery: 'failed',
          error: createChatError('rate-limited', 'Too many messages at once.'),
        }),
      ],
    }),
  },
};

export const LongHistory: Story = {
  args: {
    chat: seedChat({
      history: { status: 'idle', hasMore: true },
      messages: Array.from({ length: 300 }, (_, index) =>
        index % 2
          ? sampleMessage('assistant', `Answer ${index}: it is on its way, and *on time*.`)
          : sampleMessage('user', `Question ${index}: where is it?`),
      ),
    }),
  },
};

export const RightToLeft: Story = {
  args: {
    dir: 'rtl',
    title: 'الدعم',
    labels: { messagePlaceholder: 'اكتب رسالة…' },
    chat: seedChat({
      messages: [
        sampleMessage('assistant', 'مرحبًا! كيف يمكنني مساعدتك اليوم؟'),
        sampleMessage('user', 'وصل المصباح مكسورًا. رقم الطلب 10482.'),
        sampleMessage('assistant', 'آسف لذلك. هذه هي الخيارات:\n\n1. غطاء جديد\n2. استرداد المبلغ'),
        sampleMessage('user', 'This line is English.'),
      ],
    }),
  },
};

export const Dark: Story = { args: { theme: 'dark' } };

export const Narrow: Story = { globals: { viewport: { value: 'narrow' } } };

export const Inline: Story = {
  args: { inline: true },
  render: (args) => (
    <div style={{ blockSize: '36rem', maxInlineSize: '48rem', margin: '2rem auto' }}>
      <ChatWidget {...args} />
    </div>
  ),
};
