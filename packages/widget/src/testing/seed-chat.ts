import type {
  Capabilities,
  Chat,
  ChatError,
  ChatMessage,
  ChatState,
  Provider,
  SendResult,
  UploadHandle,
  UploadProgress,
} from '@parley/hooks';
import { createChatError, socketTransport } from '@parley/hooks';
import { createStore } from 'zustand/vanilla';

export const ALL_CAPABILITIES: Capabilities = {
  acknowledges: true,
  streams: true,
  choices: true,
  structured: true,
  uploads: false,
  feedback: 'none',
  history: true,
  handoff: false,
  parallelTurns: true,
  context: true,
  reset: true,
};

const EMPTY: ChatState = {
  connection: { status: 'ready' },
  status: 'ready',
  messages: [],
  suggestions: [],
  activity: null,
  handoff: 'bot',
  session: {},
  capabilities: ALL_CAPABILITIES,
  history: { status: 'idle', hasMore: false },
  error: null,
};

const PROVIDER: Provider = {
  name: 'seed',
  transport: socketTransport,
  id: 'seed',
  shareable: false,
  destination: [],
  capabilities: ALL_CAPABILITIES,
  timing: { connectMs: 10_000, ready: { on: 'open' }, stableMs: 10_000 },
  credentials: {},
  connect: () => ({ kind: 'socket', url: 'ws://seed.invalid' }),
  encode: () => ({ body: {} }),
  decode: () => ({ events: [] }),
  classify: () => 'stop',
};

/** What was asked of a seeded chat. */
export interface Asked {
  readonly action: string;
  readonly with: readonly unknown[];
}

export interface SeededChat extends Chat {
  /** Everything that was asked, in order. */
  readonly asked: readonly Asked[];
  readonly setState: (state: Partial<ChatState>) => void;
  /** Replaces one message by its id. */
  readonly setMessage: (id: string, change: Partial<ChatMessage>) => void;
  /** From now on, every message is refused with this. */
  readonly refuse: (error: ChatError | null) => void;
}

export interface SeedOptions {
  readonly provider?: Partial<Provider> | undefined;
  /** How far an upload has got. */
  readonly upload?: UploadProgress | undefined;
}

/** A chat in the state that is given: a real store and no network. It shows what is sent and records what is asked. */
export function seedChat(seed: Partial<ChatState> = {}, options: SeedOptions = {}): SeededChat {
  const store = createStore<ChatState>(() => ({ ...EMPTY, ...seed }));
  const asked: Asked[] = [];
  let refusal: ChatError | null = null;
  let count = 0;

  const note = (action: string, ...given: readonly unknown[]) => {
    asked.push({ action, with: given });
  };
  const change = (messages: readonly ChatMessage[]) => store.setState({ messages });
  const without = (id: string) => store.getState().messages.filter((message) => message.id !== id);

  const say = (text: string): SendResult => {
    if (refusal) {
      return { ok: false, error: refusal };
    }
    count += 1;
    const id = `sent-${count}`;
    const message: ChatMessage = {
      id,
      role: 'user',
      parts: [{ type: 'text', text }],
      createdAt: SEED_TIME,
      delivery: store.getState().connection.status === 'ready' ? 'acknowledged' : 'queued',
    };
    change([...store.getState().messages, message]);
    return { ok: true, id };
  };

  return {
    store,
    asked,
    provider: { ...PROVIDER, ...options.provider },
    setState: (state) => store.setState(state),
    setMessage: (id, state) =>
      change(
        store
          .getState()
          .messages.map((message) => (message.id === id ? { ...message, ...state } : message)),
      ),
    refuse: (error) => {
      refusal = error;
    },
    connect: () => note('connect'),
    reconnect: () => note('reconnect'),
    disconnect: () => note('disconnect'),
    reset: () => {
      note('reset');
      return { ok: true };
    },
    clear: () => {
      note('clear');
      change([]);
    },
    sendMessage: (message) => {
      note('sendMessage', message);
      return say(typeof message === 'string' ? message : message.text);
    },
    choose: (choice) => {
      note('choose', choice);
      return say(choice.text);
    },
    sendStructured: (data) => {
      note('sendStructured', data);
      return say('');
    },
    setContext: (context) => {
      note('setContext', context);
      return Promise.resolve({ ok: true });
    },
    requestAgent: () => {
      note('requestAgent');
      store.setState({ handoff: 'requested' });
      return { ok: true, id: 'agent' };
    },
    upload: (files) => {
      note('upload', files);
      return seedUpload(`upload-${asked.length}`, options.upload);
    },
    sendFeedback: (messageId, feedback) => {
      note('sendFeedback', messageId, feedback);
      change(
        store
          .getState()
          .messages.map((message) =>
            message.id === messageId
              ? { ...message, feedback: { ...message.feedback, ...feedback } }
              : message,
          ),
      );
      return Promise.resolve({ ok: true });
    },
    stop: () => {
      note('stop');
      store.setState({ status: 'ready' });
    },
    retry: (messageId) => {
      note('retry', messageId);
      return { ok: true, id: messageId };
    },
    edit: (messageId) => {
      note('edit', messageId);
      const message = store.getState().messages.find((candidate) => candidate.id === messageId);
      const [part] = message?.parts ?? [];
      if (part?.type !== 'text') {
        return { ok: false, error: createChatError('not-found', 'There is no such message.') };
      }
      change(without(messageId));
      return { ok: true, text: part.text };
    },
    discard: (messageId) => {
      note('discard', messageId);
      change(without(messageId));
      return { ok: true };
    },
    loadOlder: () => {
      note('loadOlder');
      return Promise.resolve({ ok: true });
    },
    clearError: () => {
      note('clearError');
      store.setState({ error: null });
    },
  };
}

/** A Tuesday morning: stories look the same on every day. */
export const SEED_TIME: number = Date.UTC(2026, 0, 13, 9, 41);

function seedUpload(
  id: string,
  progress: UploadProgress = { status: 'uploading', loaded: 620_000, total: 1_400_000 },
): UploadHandle {
  return {
    id,
    progress: () => progress,
    subscribe: () => () => {},
    abort: () => {},
    finished: new Promise(() => {}),
  };
}
