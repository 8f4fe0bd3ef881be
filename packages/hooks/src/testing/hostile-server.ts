import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { onTestFinished } from 'vitest';
import type { WebSocket } from 'ws';

import { type ChatMessage, messageText } from '../chat/chat-message.ts';
import type { ChatState } from '../chat/chat-state.ts';
import { startHttpServer } from '../connection/testing/http-server.ts';
import { startSocketServer } from '../connection/testing/socket-server.ts';
import { aui } from '../providers/aui/aui.ts';
import { isRecord, parseJson } from '../providers/json-value.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { nlx } from '../providers/nlx/nlx.ts';
import type { Provider } from '../providers/provider.ts';
import { openChat, SECRET } from './open-chat.ts';
import { createTrackedClock } from './tracked-clock.ts';
import { until } from './until.ts';

/** What a chat came to under attack. */
export interface Aftermath {
  readonly state: ChatState;
  /** What the user said, in order, with the ids it was given. */
  readonly said: readonly { readonly id: string; readonly text: string }[];
  /** Every id that was made here. */
  readonly made: ReadonlySet<string>;
  readonly oddities: readonly string[];
  /** An honest answer that came last is shown. */
  readonly goesOn: boolean;
}

export interface HostileServer {
  /** Opens a chat, says something, and sends these frames; a real connection each time. */
  attack(frames: readonly string[]): Promise<Aftermath>;
  /** The same with a close, or over HTTP a status, and the words that come with it. */
  end(code: number, words: string): Promise<Aftermath>;
}

export interface Victim {
  readonly name: string;
  readonly isSocket: boolean;
  /** What the platform sends. */
  readonly frames: readonly string[];
  serve(): Promise<HostileServer>;
}

const SAID = 'mine';
const HONEST = 'the end';
export const MAX_MESSAGES = 20;
const CONVERSATION = '94712479-acea-4c42-b375-e3757056b44b';
const NLX = { deploymentKey: 'd', channelKey: 'c-en-US', conversationId: CONVERSATION };

function fixture(path: string): readonly string[] {
  const text = readFileSync(new URL(`../providers/${path}.jsonl`, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => isRecord(parseJson(line)));
}

/** Whoever is taken for its author by then. */
const hasHonest = ({ messages }: ChatState): boolean =>
  messages.some((message) => message.role !== 'user' && messageText(message) === HONEST);

/** An honest answer of each platform, under an id that no frame of an attack has. */
const ANSWERS = {
  nlx: { conversationId: CONVERSATION, messages: [{ messageId: 'honest', text: HONEST }] },
  lexicon: {
    event_type: 'message_stream_ended',
    chat_id: 'chat-1',
    message_id: 'honest',
    content: HONEST,
  },
  aui: { id: 'honest', text: HONEST, sender: { id: 'a', type: 'agent' }, receiver: { id: 'u' } },
} as const;

const isOver = ({ delivery = 'acknowledged' }: ChatMessage): boolean =>
  ['acknowledged', 'unconfirmed', 'failed'].includes(delivery);

/** Opens a chat over a provider, watched: who makes ids, what is told. */
function watch(provider: Provider, clock: ReturnType<typeof createTrackedClock>) {
  const made = new Set<string>();
  const opened = openChat(provider, {
    clock,
    maxMessages: MAX_MESSAGES,
    runtime: {
      createId() {
        const id = randomUUID();
        made.add(id);
        return id;
      },
    },
  });
  const said: Aftermath['said'][number][] = [];
  return {
    ...opened,
    say(text: string) {
      const result = opened.chat.sendMessage(text);
      if (result.ok) {
        said.push({ id: result.id, text });
      }
    },
    finish(state: ChatState): Aftermath {
      opened.session.release();
      return { state, said, made, oddities: opened.oddities, goesOn: hasHonest(state) };
    },
  };
}

function onSocket(
  name: string,
  provider: (url: string) => Provider,
  frames: readonly string[],
  ready: object | undefined,
  answer: object,
): Victim {
  async function serve(): Promise<HostileServer> {
    let meet = (_socket: WebSocket): void => {};
    const server = await startSocketServer({ onSocket: (socket) => meet(socket) });
    onTestFinished(server.stop);
    const clock = createTrackedClock(20);

    async function play(perform: (socket: WebSocket) => void): Promise<Aftermath> {
      const met = new Promise<WebSocket>((resolve) => (meet = resolve));
      const watched = watch(provider(server.url), clock);
      watched.chat.connect();
      const socket = await met;
      if (ready) {
        socket.send(JSON.stringify(ready));
      }
      await until(watched.chat, ({ connection }) => connection.status === 'ready');
      watched.say(SAID);
      perform(socket);
      const state = await until(
        watched.chat,
        (now) => now.connection.status !== 'ready' || hasHonest(now),
      );
      return watched.finish(state);
    }

    return {
      attack: (sent) =>
        play((socket) => {
          [...sent, JSON.stringify(answer)].forEach((frame) => socket.send(frame));
        }),
      end: (code, words) => play((socket) => socket.close(code, words)),
    };
  }
  return { name, isSocket: true, frames, serve };
}

function overHttp(provider: (url: string) => Provider, frames: readonly string[]): Victim {
  async function serve(): Promise<HostileServer> {
    let answers: readonly { readonly status: number; readonly body: string }[] = [];
    const server = await startHttpServer((response) => {
      const [next, ...rest] = answers;
      answers = rest;
      response.writeHead(next?.status ?? 200, { 'content-type': 'application/json' });
      response.end(next?.body ?? JSON.stringify(ANSWERS.nlx));
    });
    onTestFinished(server.stop);
    const clock = createTrackedClock(20);

    async function play(given: typeof answers): Promise<Aftermath> {
      answers = given;
      const watched = watch(provider(server.url), clock);
      for (let turn = 0; turn <= given.length; turn += 1) {
        watched.say(turn === 0 ? SAID : `${SAID} ${turn}`);
        const { connection } = await until(
          watched.chat,
          (now) => now.connection.status === 'failed' || now.messages.every(isOver),
        );
        if (connection.status === 'failed') {
          break;
        }
      }
      return watched.finish(watched.chat.store.getState());
    }

    return {
      attack: (sent) => play(sent.map((body) => ({ status: 200, body }))),
      end: (status, body) => play([{ status, body }]),
    };
  }
  return { name: 'NLX over HTTP', isSocket: false, frames, serve };
}

const NLX_FRAMES = [
  'nlx/fixtures/handwritten-booking-over-socket',
  'nlx/fixtures/handwritten-handoff-over-socket',
  'nlx/fixtures/handwritten-cited-answer-as-stream',
].flatMap(fixture);

/** Every platform, each with a server that says what it is told. */
export const VICTIMS: readonly Victim[] = [
  onSocket(
    'NLX over a socket',
    (url) => nlx({ ...NLX, transport: 'websocket', url, apiKey: SECRET }),
    NLX_FRAMES,
    { conversationId: CONVERSATION },
    ANSWERS.nlx,
  ),
  overHttp((url) => nlx({ ...NLX, transport: 'http', url, apiKey: SECRET }), NLX_FRAMES),
  onSocket(
    'Lexicon',
    (url) => lexicon({ userId: 'user-1', chatId: 'chat-1', url, apiKey: SECRET }),
    ['conversation', 'oddities'].flatMap((part) =>
      fixture(`lexicon/fixtures/hand-written-${part}`),
    ),
    { event_type: 'connection_established', chat_id: 'chat-1', user_id: 'user-1' },
    ANSWERS.lexicon,
  ),
  onSocket(
    'AUI',
    (url) => aui({ taskId: '68e78d0dc5a4b19a030d03d6', url, apiKey: SECRET }),
    ['conversation', 'oddities'].flatMap((part) => fixture(`aui/fixtures/hand-written-${part}`)),
    undefined,
    ANSWERS.aui,
  ),
];
