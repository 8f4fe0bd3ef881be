import type { ChatMessage as Message } from '@parley/hooks';
import { createChatError } from '@parley/hooks';
import type { Meta, StoryObj } from '@storybook/react-vite';

import type { ChatOptions } from '../root/chat-root.tsx';
import { ChatMessages } from '../messages/chat-messages.tsx';
import { PartFrame } from '../testing/part-frame.tsx';
import { MARKDOWN_ANSWER, sampleMessage } from '../testing/sample-messages.ts';
import { ChatMessage } from './chat-message.tsx';

const meta = {
  title: 'Parts/Message',
  component: ChatMessage,
  args: { id: 'the-only-one' },
} satisfies Meta<typeof ChatMessage>;

export default meta;

type Story = StoryObj<typeof meta>;

const showing = (messages: readonly Message[], options: ChatOptions = {}): Story => ({
  render: () => (
    <PartFrame state={{ messages }} {...options}>
      <ChatMessages />
    </PartFrame>
  ),
});

export const User: Story = showing([sampleMessage('user', 'Where is my order?')]);

export const Assistant: Story = showing([
  sampleMessage('assistant', 'It is **on its way** and will be with you on Thursday.'),
]);

export const Agent: Story = showing([
  sampleMessage('agent', 'Hello, I am Mara. Let me have a look.', { author: { name: 'Mara' } }),
  sampleMessage('agent', 'Found it!', { author: { name: 'Mara' } }),
]);

/** The hooks say it in English; the page, in its own words. */
export const NoticeOfThePage: Story = showing(
  [
    sampleMessage('system', 'This conversation has ended. Your next message starts a new one.', {
      metadata: { notice: 'session-expired' },
    }),
  ],
  {
    labels: {
      notices: {
        'session-expired': 'Dieses Gespräch ist zu Ende. Ihre nächste Nachricht beginnt ein neues.',
      },
    },
  },
);

export const System: Story = showing([
  sampleMessage('system', 'A new session has begun.'),
  sampleMessage('assistant', 'How can I help?'),
]);

export const Markdown: Story = showing([sampleMessage('assistant', MARKDOWN_ANSWER)]);

export const Streaming: Story = showing([
  sampleMessage('assistant', 'First, the **good ne', { state: 'streaming' }),
]);

export const StreamingCode: Story = showing([
  sampleMessage('assistant', 'Try this:\n\n```js\nawait lamp.connect({ na', { state: 'streaming' }),
]);

export const Interrupted: Story = showing([
  sampleMessage('assistant', 'It was on its way until', { state: 'interrupted' }),
]);

export const WithAnError: Story = showing([
  sampleMessage('assistant', 'I was about to', {
    state: 'interrupted',
    error: createChatError('server', 'The platform stopped answering.'),
  }),
]);

export const LongText: Story = showing([
  sampleMessage('user', 'I have tried everything, and I mean everything. '.repeat(20)),
  sampleMessage('assistant', 'That sounds tiring, and I am sorry. '.repeat(30)),
]);

export const OneLongWord: Story = showing([
  sampleMessage('user', `https://shop.example/${'very'.repeat(60)}`),
  sampleMessage('assistant', 'Donaudampfschifffahrtsgesellschaft'.repeat(8)),
]);

export const RightToLeft: Story = showing(
  [
    sampleMessage('assistant', 'مرحبًا! كيف يمكنني مساعدتك؟\n\n- الطلبات\n- الإرجاع'),
    sampleMessage('user', 'رقم الطلب 10482'),
    sampleMessage('user', 'And this is English.'),
  ],
  {},
);

/** Nothing of it runs, nothing of it is loaded: it is shown as what it is, text. */
export const HostileText: Story = showing([
  sampleMessage(
    'assistant',
    '<img src=x onerror="alert(1)"> <script>alert(1)</script>\n\n' +
      '[Click me](javascript:alert(1)) or ![look](https://tracker.invalid/p.gif?q=secret)\n\n' +
      '[A bank](https://bank.example@evil.invalid/) \u202etxet desrever',
  ),
]);
