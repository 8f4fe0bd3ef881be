import {
  type Received,
  type Simulator,
  startAui,
  startLexicon,
  startNlx,
} from '@parley/simulators';

/** NLX in both of its transports, and the two others. */
export const PROVIDERS = ['nlx-socket', 'nlx-http', 'lexicon', 'aui'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** Those that speak over a socket. */
export const SOCKETS = ['nlx-socket', 'lexicon', 'aui'] as const satisfies readonly ProviderName[];

/** Who the user is, everywhere. */
export const IDENTITY = {
  apiKey: 'canary-5ecret-key',
  userId: 'user123',
  chatId: 'chat-uuid',
  taskId: '68e78d0dc5a4b19a030d03d6',
  deploymentKey: 'dep',
  channelKey: 'chan-en-US',
} as const;

/** Far more than the platforms' own limits: a scaled clock makes a paced client fast. */
const PER_SECOND = 100_000;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function textIn(frame: unknown): unknown {
  if (!isRecord(frame)) return undefined;
  const { request } = frame;
  const unstructured = isRecord(request) ? request['unstructured'] : undefined;
  return isRecord(unstructured) ? unstructured['text'] : (frame['content'] ?? frame['text']);
}

/** The user's words in something that a client sent; undefined where there are none. */
export function textOf({ frame, request }: Received): string | undefined {
  const text = request && request.method !== 'POST' ? undefined : textIn(frame);
  return typeof text === 'string' ? text : undefined;
}

/** A message whose answer says these words again, on every platform, so that answers can be told apart. */
export const phrase = (words: string): string => `echo mirror ${words}`;

/** The words in such a message, or in its answer. */
export const wordsOf = (text: string): string => text.replace(/^(echo )?mirror /u, '');

export interface ServeOptions {
  /** Milliseconds between an answer's pieces. @default 0 */
  readonly tokenDelayMs?: number | undefined;
  /** Milliseconds before an answer's first piece, where the platform says before that that it has the message. */
  readonly thinkDelayMs?: number | undefined;
  /** The platform's own limit on messages, instead of none worth the name. */
  readonly perSecond?: number | undefined;
}

const STARTS: {
  readonly [Name in ProviderName]: (options: ServeOptions) => Promise<Simulator>;
} = {
  'nlx-socket': startNlxPlatform,
  'nlx-http': startNlxPlatform,
  lexicon: ({ tokenDelayMs = 0, thinkDelayMs, perSecond = PER_SECOND }) =>
    startLexicon({
      tokenDelayMs,
      thinkDelayMs,
      keys: { [IDENTITY.apiKey]: 'tenant' },
      rateLimit: { perSecond },
    }),
  aui: ({ tokenDelayMs = 0, perSecond = PER_SECOND }) =>
    startAui({ tokenDelayMs, keys: [IDENTITY.apiKey], perSecond }),
};

function startNlxPlatform({ tokenDelayMs = 0 }: ServeOptions): Promise<Simulator> {
  const { deploymentKey, apiKey } = IDENTITY;
  return startNlx({
    latencyMs: tokenDelayMs,
    credentials: [{ deploymentKey, channelKey: 'chan', apiKey }],
  });
}

/** Starts the platform's simulator on a free port. */
export function startPlatform(name: ProviderName, options: ServeOptions = {}): Promise<Simulator> {
  return STARTS[name](options);
}
