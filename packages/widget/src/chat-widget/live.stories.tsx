import type { Meta, StoryObj } from '@storybook/react-vite';
import { userEvent, within } from 'storybook/test';

import '../styles.css';
import type { LiveChat } from '../testing/live-providers.ts';
import { liveAui, liveLexicon, liveNlx } from '../testing/live-providers.ts';
import { ChatWidget } from './chat-widget.tsx';

/** Each talks to its platform's simulator, which runs in this page: nothing leaves it. */
const meta = {
  title: 'Providers/Live',
  component: ChatWidget,
  // Each makes its own chat, when it is looked at.
  args: { provider: liveLexicon().chat.provider },
  parameters: { docs: { story: { inline: false, height: '640px' } } },
} satisfies Meta<typeof ChatWidget>;

export default meta;

type Story = StoryObj<typeof meta>;

const talking = (title: string, start: () => LiveChat): Story => ({
  loaders: [() => ({ live: start() })],
  render: (_args, { loaded }) => <ChatWidget chat={loaded.live.chat} title={title} defaultOpen />,
  play: async ({ canvasElement, loaded }) => {
    loaded.live.chat.connect();
    const canvas = within(canvasElement);
    const box = await canvas.findByRole('textbox', { name: 'Message' });
    await userEvent.type(box, 'Hello!{Enter}');
    await canvas.findByText('Hello!');
  },
});

export const Lexicon: Story = talking('Lexicon Labs', () => liveLexicon());

export const NlxSocket: Story = talking('NLX over WebSocket', () => liveNlx('websocket'));

export const NlxHttp: Story = talking('NLX over HTTP', () => liveNlx('http'));

export const Aui: Story = talking('AUI', () => liveAui());
