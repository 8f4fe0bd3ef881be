import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';

import '../styles.css';
import type { LiveChat, World } from '../testing/live-providers.ts';
import { liveAui, liveLexicon, liveNlx } from '../testing/live-providers.ts';
import { switchedEnvironment } from '../testing/switched-environment.ts';
import { ChatWidget } from './chat-widget.tsx';

/** Real chats that meet real faults: their platform's simulator runs in this page, and is broken on purpose. */
const meta = {
  title: 'Providers/Faults',
  component: ChatWidget,
  args: { provider: liveLexicon().chat.provider },
  parameters: { docs: { story: { inline: false, height: '640px' } } },
} satisfies Meta<typeof ChatWidget>;

export default meta;

type Story = StoryObj<typeof meta>;

const PATIENT = { timeout: 8000 };
const SLOWLY: World = { random: () => 0.999 };

/** A chat that is connected, then broken, and then written to. */
const broken = (
  start: () => LiveChat,
  damage: (live: LiveChat) => void | Promise<void>,
  words: string | RegExp,
): Story => ({
  loaders: [() => ({ live: start() })],
  render: (_args, { loaded }) => <ChatWidget chat={loaded.live.chat} title="Support" defaultOpen />,
  play: async ({ canvasElement, loaded }) => {
    const { live } = loaded;
    const canvas = within(canvasElement);
    const { store } = live.chat;
    await waitFor(() => expect(store.getState().connection.status).toBe('ready'), PATIENT);
    await damage(live);
    const box = await canvas.findByRole('textbox', { name: 'Message' });
    await userEvent.type(box, 'Are you still there?{Enter}');
    await canvas.findByText(words, {}, PATIENT);
  },
});

const refuse = ({ simulator }: LiveChat) => {
  simulator.setFaults({ refuse: true });
  simulator.drop();
};

const rejectKey = ({ simulator, chat }: LiveChat) => {
  simulator.setFaults({ authError: true });
  chat.reconnect();
};

export const ServerDown: Story = broken(() => liveLexicon('chat-uuid', SLOWLY), refuse, 'Try now');

export const ServerDownNlx: Story = broken(() => liveNlx('websocket', SLOWLY), refuse, 'Try now');

export const ServerDownHttp: Story = broken(
  () => liveNlx('http'),
  async (live) => {
    const { store } = live.chat;
    await waitFor(() => expect(store.getState().messages.length).toBeGreaterThan(0), PATIENT);
    refuse(live);
  },
  /^Not sent\./,
);

export const Offline: Story = broken(
  () => {
    const environment = switchedEnvironment();
    const live = liveLexicon('chat-uuid', { environment });
    unplug.set(live, () => environment.setOnline(false));
    return live;
  },
  (live) => {
    unplug.get(live)?.();
    refuse(live);
  },
  'You are offline.',
);

const unplug = new WeakMap<LiveChat, () => void>();

export const KeyRefused: Story = broken(
  () => liveLexicon('chat-uuid'),
  rejectKey,
  'You are not signed in to this chat.',
);

export const KeyRefusedAui: Story = broken(
  () => liveAui(),
  rejectKey,
  'You are not signed in to this chat.',
);

export const Disconnected: Story = broken(
  () => liveLexicon('chat-uuid'),
  ({ chat }) => chat.disconnect(),
  'Disconnected.',
);
