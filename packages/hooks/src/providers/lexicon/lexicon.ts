/**
 * Lexicon Labs: JSON text frames over one WebSocket per chat, REST beside it for making chats and reading
 * their history. The protocol is described in docs/protocol/lexicon.md: the frames, the error codes and the
 * limits are the vendor's documentation; what it leaves open (how an acknowledgement is matched, which
 * errors are final) is marked there as this project's rule.
 */
import type { Source } from '../../connection/credential.ts';
import { socketTransport } from '../../connection/socket-transport.ts';
import {
  checkOptions,
  oneOf,
  type OptionKinds,
  RECORD,
  TEXT,
  TEXT_SOURCE,
} from '../check-options.ts';
import { encodeSegment } from '../endpoint-url.ts';
import { findSession } from '../find-session.ts';
import { reach } from '../option-source.ts';
import type { Provider, ProviderTiming } from '../provider.ts';
import { lexiconHistory } from './calls.ts';
import type { CreateLexiconChatResult, LexiconChat } from './create-lexicon-chat.ts';
import { type LexiconAuth, lexiconSocketTarget } from './endpoint.ts';
import { classifyLexiconClose, describeLexiconClose } from './lexicon-error.ts';
import { readLexiconFrame, writeLexiconAct } from './translate.ts';

/** What a `chatId` function may give back: an id, a chat, or the whole result of `createLexiconChat`. */
export type LexiconChatSource = string | LexiconChat | CreateLexiconChatResult;

/**
 * A chat of Lexicon Labs. `userId` and `chatId` make it what it is; `apiKey`, `url` and `auth` dial anew
 * when they change; the rest is live. The platform wants a sign of life on an idle connection but documents
 * none: the common option `heartbeat` sets one, and is off by default in browsers.
 */
export interface LexiconOptions {
  /** The user, in your own terms. While undefined, nothing is dialed. */
  readonly userId: string | undefined;
  /**
   * A chat made over REST, or a function that makes or finds one: called before the first dial and again by
   * `reset()`. A chat from a function is private to its hook.
   */
  readonly chatId: string | (() => LexiconChatSource | Promise<LexiconChatSource>) | undefined;
  /** Asked for at every dial when it is a function. May be left out when `url` names a relay that adds it. */
  readonly apiKey?: Source<string> | undefined;
  /** The whole endpoint; its own query is kept. @default 'ws://localhost:8000/ws/chat' */
  readonly url?: Source<string> | undefined;
  /** For `restUrl`; on the socket they only go where an injected `WebSocket` can send them. */
  readonly headers?: Source<Readonly<Record<string, string>>> | undefined;
  /** How key, user and chat travel. Browsers cannot send headers. @default 'query' */
  readonly auth?: LexiconAuth | undefined;
  /** The origin before `/api/v1`, for the history. Without it there is none: it is never guessed. */
  readonly restUrl?: string | undefined;
  /** A plain JSON object that goes with every message, under the message's own metadata. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

const KINDS: OptionKinds<LexiconOptions> = {
  userId: TEXT,
  chatId: TEXT_SOURCE,
  auth: oneOf<LexiconAuth>('query', 'headers'),
  metadata: RECORD,
};

const TIMING: ProviderTiming = {
  connectMs: 10_000,
  // Errors of authentication come after open: only the event says that the chat can be used.
  ready: { on: 'event', withinMs: 10_000, otherwise: 'close' },
  stableMs: 10_000,
  acknowledgeMs: 15_000,
  // The vendor names no time. Without one, a socket that died after the acknowledgement would look busy for ever.
  answerMs: 120_000,
  // The vendor's limit per connection.
  pace: { frames: 10, perMs: 1000 },
};

/** Makes a {@link Provider} for a chat of Lexicon Labs. */
export function lexicon(options: LexiconOptions): Provider {
  checkOptions('Lexicon', options, KINDS);
  const { userId = '', chatId, auth = 'query', restUrl } = options;
  const given = typeof chatId === 'string' ? chatId : undefined;
  const chatIdOf = (sessionId: string | undefined): string | undefined => given ?? sessionId;
  return {
    ...reach(options, 'websocket', { userId, chatId }, auth),
    name: 'lexicon',
    transport: socketTransport,
    id: `lexicon:${encodeSegment(userId)}:${encodeSegment(given ?? '')}`,
    shareable: given !== undefined,
    capabilities: {
      acknowledges: true,
      streams: true,
      choices: false,
      structured: false,
      uploads: false,
      feedback: 'none',
      history: Boolean(restUrl),
      handoff: false,
      parallelTurns: true,
      context: false,
      reset: typeof chatId === 'function',
    },
    timing: TIMING,
    prepare: (_facts, reason) =>
      findSession('chat', chatId, reason, ({ id }) => ({
        session: { id, userId: options.userId },
      })),
    connect: (facts, credentials) =>
      lexiconSocketTarget({ userId, chatId: chatIdOf(facts.session.id) ?? '' }, auth, credentials),
    encode: (act) => writeLexiconAct(act, options.metadata),
    decode: (frame, facts) => ({
      events: readLexiconFrame(frame, chatIdOf(facts.session.id), facts),
    }),
    classify: classifyLexiconClose,
    describe: describeLexiconClose,
    calls: restUrl ? { history: lexiconHistory(restUrl, chatIdOf) } : undefined,
  };
}
