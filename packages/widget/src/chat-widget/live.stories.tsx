import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';

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

interface Question {
  readonly ask: string;
  /** Words that nothing but the answer to it says: neither a greeting nor an old conversation. */
  readonly answer: RegExp;
}

const talking = (title: string, start: () => LiveChat, { ask, answer }: Question): Story => ({
  loaders: [() => ({ live: start() })],
  render: (_args, { loaded }) => <ChatWidget chat={loaded.live.chat} title={title} defaultOpen />,
  play: async ({ canvasElement }) => {
    const box = await within(canvasElement).findByRole('textbox', { name: 'Message' });
    await userEvent.type(box, `${ask}{Enter}`);
    // What the user sent is on the screen at once, with or without a simulator: only an answer shows that one is there.
    await waitFor(() => expect(wholeAnswers(canvasElement)).toMatch(answer), { timeout: 8000 });
  },
});

function wholeAnswers(canvas: HTMLElement): string {
  const whole = canvas.querySelectorAll('[data-role="assistant"][data-state="complete"]');
  return [...whole].map(({ textContent }) => textContent).join('\n');
}

const ORDER: Question = { ask: 'order', answer: /#5544 is out for delivery/ };

export const Lexicon: Story = talking('Lexicon Labs', () => liveLexicon(), {
  ask: 'plans',
  answer: /settled by the day/,
});

export const NlxSocket: Story = talking('NLX over WebSocket', () => liveNlx('websocket'), ORDER);

export const NlxHttp: Story = talking('NLX over HTTP', () => liveNlx('http'), ORDER);

export const Aui: Story = talking('AUI', () => liveAui(), {
  ask: 'microwave',
  answer: /three built-in microwaves/,
});
