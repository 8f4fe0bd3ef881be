import type {
  SimulatedPlatform,
  StartedSimulator,
} from '../../../../../test/simulator-commands.ts';
import type { ChatView } from '../../chat.ts';
import type { Source } from '../../connection/credential.ts';
import type { CommonOptions } from '../../session/chat-options.ts';
import { useAuiStream } from '../use-aui-stream.ts';
import { useLexiconChat } from '../use-lexicon-chat.ts';
import { useNlxChat } from '../use-nlx-chat.ts';
import { useNlxSocket } from '../use-nlx-socket.ts';

/** What a test changes about the conversation that a case holds. */
export interface CaseOptions extends CommonOptions {
  readonly apiKey?: Source<string> | undefined;
  /** Another user (or another task, where the platform knows no user). */
  readonly identity?: Identity | undefined;
  readonly url?: Source<string> | undefined;
}

export type Identity = 'one' | 'two';

/** One of the four hooks, pointed at its simulator. */
export interface HookCase {
  readonly name: string;
  readonly platform: SimulatedPlatform;
  /** A socket stays open; an exchange does not. */
  readonly isSocket: boolean;
  readonly useCase: (simulator: StartedSimulator, options?: CaseOptions) => ChatView;
  /** The text in something that a client sent. */
  readonly textOf: (frame: unknown) => unknown;
  /** Where this hook dials. */
  readonly urlOf: (simulator: StartedSimulator) => string;
}

/** Both are taken by every simulator of {@link startBench}; no other is. */
export const KEY = 'your-api-key';
export const SECOND_KEY = 'second-key';

export const TASKS: Readonly<Record<Identity, string>> = {
  one: '68e78d0dc5a4b19a030d03d6',
  two: '68e78d0dc5a4b19a030d03d7',
};

/** What the case's simulator is started with. */
export const SIMULATORS: Readonly<
  Record<SimulatedPlatform, (slowly: boolean) => Readonly<Record<string, unknown>>>
> = {
  nlx: (slowly) => ({
    latencyMs: slowly ? 50 : 0,
    credentials: [KEY, SECOND_KEY].map((apiKey) => ({
      deploymentKey: 'deployment',
      channelKey: 'channel',
      apiKey,
    })),
  }),
  lexicon: (slowly) => ({
    tokenDelayMs: slowly ? 4 : 0,
    thinkDelayMs: slowly ? 10 : 0,
    keys: { [KEY]: 'tenant', [SECOND_KEY]: 'tenant' },
    chatIds: ['chat-one', 'chat-two'],
  }),
  aui: (slowly) => ({
    tokenDelayMs: slowly ? 4 : 0,
    thinkDelayMs: slowly ? 10 : 0,
    keys: [KEY, SECOND_KEY],
    taskIds: Object.values(TASKS),
  }),
};

const nlxIdentity = (identity: Identity) => ({
  deploymentKey: 'deployment',
  channelKey: 'channel-en-US',
  conversationId: `conversation-${identity}`,
  userId: identity,
});

// The frames of the clients are read by the simulators, strictly: here only the text counts.
const nlxText = (frame: unknown): unknown =>
  (frame as { request?: { unstructured?: { text?: string } } } | null)?.request?.unstructured?.text;
const socketUrl = ({ url }: StartedSimulator): string => url;

export const HOOK_CASES: readonly HookCase[] = [
  {
    name: 'useNlxSocket',
    platform: 'nlx',
    isSocket: true,
    useCase: ({ url }, { identity = 'one', ...options } = {}) =>
      useNlxSocket({ url, apiKey: KEY, ...nlxIdentity(identity), ...options }),
    textOf: nlxText,
    urlOf: socketUrl,
  },
  {
    name: 'useNlxChat',
    platform: 'nlx',
    isSocket: false,
    useCase: ({ restUrl }, { identity = 'one', ...options } = {}) =>
      useNlxChat({ url: restUrl, apiKey: KEY, ...nlxIdentity(identity), ...options }),
    textOf: nlxText,
    urlOf: ({ restUrl }) => restUrl,
  },
  {
    name: 'useLexiconChat',
    platform: 'lexicon',
    isSocket: true,
    useCase: ({ url }, { identity = 'one', ...options } = {}) =>
      useLexiconChat({
        url,
        apiKey: KEY,
        userId: `user-${identity}`,
        chatId: `chat-${identity}`,
        ...options,
      }),
    textOf: (frame) => (frame as { content?: string } | null)?.content,
    urlOf: socketUrl,
  },
  {
    name: 'useAuiStream',
    platform: 'aui',
    isSocket: true,
    useCase: ({ url }, { identity = 'one', ...options } = {}) =>
      useAuiStream({ url, apiKey: KEY, taskId: TASKS[identity], ...options }),
    textOf: (frame) => (frame as { text?: string } | null)?.text,
    urlOf: socketUrl,
  },
];

export const SOCKET_CASES: readonly HookCase[] = HOOK_CASES.filter(({ isSocket }) => isSocket);
