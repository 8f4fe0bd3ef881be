import {
  type Capabilities,
  type ChatEvent,
  createChatError,
  type CloseFacts,
  type CloseVerdict,
  type IncomingMessage,
  type Outgoing,
  type Provider,
  type ProviderTiming,
  type Source,
  socketTransport,
  type UserAct,
} from '@parley/hooks/vanilla';

import { type EchoFrame, parseEchoFrame } from './frame.ts';

export interface EchoOptions {
  /** The room is the conversation. While undefined, nothing is dialed. */
  readonly room: string | undefined;
  /** The server's address. */
  readonly url: Source<string> | undefined;
  /** Asked at every dial when it is a function. */
  readonly apiKey?: Source<string> | undefined;
}

const CAPABILITIES: Capabilities = {
  acknowledges: true,
  streams: true,
  choices: false,
  structured: false,
  uploads: false,
  feedback: 'none',
  history: false,
  handoff: false,
  // A word names no question.
  parallelTurns: false,
  context: false,
  reset: false,
};

const TIMING: ProviderTiming = {
  connectMs: 10_000,
  ready: { on: 'event', withinMs: 5000, otherwise: 'close' },
  stableMs: 10_000,
  acknowledgeMs: 5000,
  answerMs: 30_000,
};

/** The server's own close codes. */
const WRONG_KEY = 4401;
const UNREADABLE = 4400;

/** Makes a provider for a room of the echo server. */
export function echo({ room = '', url, apiKey }: EchoOptions): Provider {
  return {
    name: 'echo',
    transport: socketTransport,
    id: `echo:${encodeURIComponent(room)}`,
    shareable: true,
    destination: [fixed(url), fixed(apiKey)],
    incomplete: room === '' || !url ? 'room, url' : undefined,
    capabilities: CAPABILITIES,
    timing: TIMING,
    credentials: { url, apiKey },
    prepare: () => ({ session: { id: room } }),
    connect: (_facts, { url: address = '', apiKey: key }) => {
      const query = new URLSearchParams({ room, ...(key !== undefined && { key }) });
      return { kind: 'socket', url: `${address}?${query}` };
    },
    encode,
    decode: (frame) => ({ events: readFrame(parseEchoFrame(frame)) }),
    classify,
    describe: (close) =>
      close.code === WRONG_KEY
        ? createChatError('unauthorized', 'The room did not accept the key.', {
            fix: 'Check the key, then connect again.',
            providerCode: String(close.code),
          })
        : undefined,
  };
}

function encode(act: UserAct): Outgoing {
  return act.type === 'text'
    ? { body: { say: act.text } }
    : { error: createChatError('unsupported', `An echo cannot answer: ${act.type}.`) };
}

function classify({ code }: CloseFacts): CloseVerdict {
  switch (code) {
    case WRONG_KEY:
      return 'auth';
    case UNREADABLE:
      return 'poison';
    default:
      return 'retry';
  }
}

function readFrame(frame: EchoFrame): readonly ChatEvent[] {
  switch (frame.type) {
    case 'welcome':
      return [{ type: 'session-update', session: { id: frame.room } }, { type: 'session-ready' }];
    case 'heard':
      return [{ type: 'message-acknowledge', text: frame.text, message: messageOf('user', frame) }];
    case 'word':
      return [{ type: 'answer-delta', text: frame.text }];
    case 'done':
      return [{ type: 'answer-end', message: messageOf('assistant', frame) }, { type: 'turn-end' }];
    case 'refused':
      return [
        { type: 'error', scope: 'message', error: createChatError('rejected', frame.reason) },
      ];
    case 'unknown':
      return [{ type: 'unknown', reason: frame.reason }];
    default:
      return frame satisfies never;
  }
}

function messageOf(
  role: 'user' | 'assistant',
  { text, id }: { readonly text: string; readonly id: string },
): IncomingMessage {
  return { role, serverId: id, parts: [{ type: 'text', text }] };
}

/** Functions are asked at each dial anyway. */
function fixed(source: Source<string> | undefined): string | undefined {
  return typeof source === 'string' ? source : undefined;
}
