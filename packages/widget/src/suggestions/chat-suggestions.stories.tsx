import type { Meta, StoryObj } from '@storybook/react-vite';

import { PartFrame } from '../testing/part-frame.tsx';
import { ChatSuggestions } from './chat-suggestions.tsx';

const meta = { title: 'Parts/Suggestions', component: ChatSuggestions } satisfies Meta<
  typeof ChatSuggestions
>;

export default meta;

type Story = StoryObj<typeof meta>;

const showing = (texts: readonly string[]): Story => ({
  render: () => (
    <PartFrame state={{ suggestions: texts.map((text) => ({ id: text, text })) }}>
      <ChatSuggestions />
    </PartFrame>
  ),
});

export const Some: Story = showing(['Where is my order?', 'Return something', 'Opening hours']);

export const Long: Story = showing([
  'I ordered two lamps and only one of them has arrived so far, what now?',
]);
