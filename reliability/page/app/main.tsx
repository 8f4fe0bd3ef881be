import '@parley/widget/styles.css';
import { type Chat, type ChatMessage, type CommonOptions, messageText } from '@parley/hooks';
import { StrictMode, Suspense } from 'react';
import { createRoot, type Root } from 'react-dom/client';

import { ChatPage } from './chat-page.tsx';
import type { ChatRequest, PageReport, ShownMessage } from './chat-request.ts';
import { createFastClock } from './fast-clock.ts';
import { watchNetwork } from './watch-network.ts';

/** What tests call in the page. */
interface PageRig {
  /** Shows a chat, or the same component with other options. */
  readonly show: (request: ChatRequest) => void;
  /** Takes it off the page. */
  readonly hide: () => void;
  readonly chat: () => Chat;
  /** Keeps the chat that is shown in hand, as an application may that shows another one next. */
  readonly keep: () => void;
  readonly report: () => PageReport;
  /** Everything that the handlers were told, for a sweep. */
  readonly told: readonly unknown[];
}

declare global {
  var rig: PageRig;
}

const network = watchNetwork();
const told: unknown[] = [];
const oddities: string[] = [];
let oddityCount = 0;
const connections: PageReport['connections'][number][] = [];
let root: Root | undefined;
let current: Chat | undefined;
let common: CommonOptions = {};
const kept = new Set<Chat>();

/** A flood must not fill the page's own books. */
const KEPT = 2000;

function keep<Item>(items: Item[], item: Item): void {
  if (items.length < KEPT) {
    items.push(item);
  }
}

function holdChat(chat: Chat): void {
  current = chat;
}

function optionsFor({ common: plain, speed = 1 }: ChatRequest): CommonOptions {
  return {
    ...plain,
    runtime: {
      ...(speed !== 1 && { clock: createFastClock(speed) }),
      logger: (...line) => keep(told, ['log', ...line]),
    },
    onMessage: (message) => keep(told, ['message', message]),
    onFinish: (result) => keep(told, ['finish', result]),
    onError: (error) => keep(told, ['error', error]),
    onConnectionChange(connection) {
      keep(told, ['connection', connection]);
      connections.push({ status: connection.status, at: performance.now() });
    },
    onProtocolEvent(event) {
      keep(told, ['protocol', event]);
      keep(oddities, event.reason);
      oddityCount += 1;
    },
  };
}

/** What cannot travel as JSON: an address for each dial, a key that is asked for. */
function withFunctions({ options, urls = [], key }: ChatRequest): ChatRequest['options'] {
  const { apiKey } = options;
  const left = [...urls];
  return {
    ...options,
    ...(left.length > 0 && { url: () => (left.length > 1 ? left.shift() : left[0]) ?? '' }),
    ...(key !== undefined && {
      apiKey() {
        if (key === 'thrown') {
          throw new Error(`The key ${String(apiKey)} is not given today.`);
        }
        return String(apiKey);
      },
    }),
  };
}

function chatNow(): Chat {
  if (!current) {
    throw new Error('No chat is shown.');
  }
  return current;
}

function toShown(message: ChatMessage): ShownMessage {
  const { role, delivery, state, error } = message;
  return { role, text: messageText(message), delivery, state, error: error?.code };
}

function report(): PageReport {
  const state = current?.store.getState();
  const reason = state && 'reason' in state.connection ? state.connection.reason : undefined;
  return {
    connection: state?.connection.status ?? 'none',
    reason: reason?.code,
    fix: reason?.fix,
    status: state?.status ?? 'none',
    error: state?.error?.code,
    messages: (state?.messages ?? []).map(toShown),
    kept: [...kept].flatMap(({ store }) => store.getState().messages.map(toShown)),
    sockets: network.sockets(),
    requests: network.requests(),
    mostBuffered: network.mostBuffered(),
    oddities,
    told: oddityCount,
    connections,
    now: performance.now(),
  };
}

globalThis.rig = {
  show(request) {
    if (!root) {
      root = createRoot(document.querySelector('#root') ?? document.body);
      common = optionsFor(request);
    }
    const shown = { ...common, ...request.common };
    const complete = { ...request, options: withFunctions(request) };
    root.render(
      <StrictMode>
        <Suspense fallback={<p>Wait</p>}>
          <ChatPage request={complete} common={shown} onChat={holdChat} />
        </Suspense>
      </StrictMode>,
    );
  },
  hide() {
    root?.unmount();
    root = undefined;
  },
  chat: chatNow,
  keep: () => void kept.add(chatNow()),
  report,
  told,
};
