import { aui } from '../../packages/hooks/src/providers/aui/aui.ts';
import { lexicon } from '../../packages/hooks/src/providers/lexicon/lexicon.ts';
import { nlx } from '../../packages/hooks/src/providers/nlx/nlx.ts';
import type { Provider } from '../../packages/hooks/src/providers/provider.ts';
import type { TokenDesk } from './token-desk.ts';

/** Those that speak over a socket, and NLX over HTTP. */
export const SCRIPTED_SOCKETS = ['nlx-socket', 'lexicon', 'aui'] as const;
export const SCRIPTED_PLATFORMS = ['nlx-socket', 'nlx-http', 'lexicon', 'aui'] as const;
export type ScriptedPlatform = (typeof SCRIPTED_PLATFORMS)[number];

/** What a platform's server would say, frame by frame, and what it reads. Written from docs/protocol/. */
export interface PlatformScript {
  provider(apiKey: TokenDesk['ask'] | string, url?: string): Provider;
  /** Says that the session can be used, where the platform does. */
  readonly ready?: string | undefined;
  /** The text of a message as the client wrote it. */
  read(frame: string): string;
  /** The server has this message. Only where the platform says so. */
  acknowledge?(text: string, id: number): string;
  /** The beginning of an answer. */
  draft(text: string, id: number): string;
  /** A whole answer. */
  answer(text: string, id: number): string;
  /** A person takes the conversation over, and says something. Only where the platform has people. */
  takeOver?(id: number): readonly string[];
  /** The machine has it again, and says something. */
  giveBack?(id: number): string;
  /** The key is not accepted. */
  readonly denied?: string | undefined;
}

const TIME = '2026-01-15T10:30:00.000Z';

function field(frame: string, ...path: readonly string[]): string {
  let value: unknown = JSON.parse(frame);
  for (const name of path) {
    value = Object(value)[name];
  }
  return typeof value === 'string' ? value : '';
}

const lexiconScript: PlatformScript = {
  provider: (apiKey, url) => lexicon({ userId: 'user', chatId: 'chat', apiKey, url }),
  ready: JSON.stringify({
    event_type: 'connection_established',
    user_id: 'user',
    chat_id: 'chat',
    tenant_id: 'tenant',
    timestamp: TIME,
  }),
  read: (frame) => field(frame, 'content'),
  acknowledge: (content, id) =>
    JSON.stringify({
      event_type: 'message_received',
      chat_id: 'chat',
      message_id: `user-${id}`,
      content,
      timestamp: TIME,
    }),
  draft: (token) => JSON.stringify({ event_type: 'message_stream_token', chat_id: 'chat', token }),
  answer: (content, id) =>
    JSON.stringify({
      event_type: 'message_stream_ended',
      chat_id: 'chat',
      message_id: `bot-${id}`,
      content,
      timestamp: TIME,
    }),
  denied: JSON.stringify({
    event_type: 'error',
    error_code: 'AUTH_ERROR',
    error_message: 'Invalid API key',
    details: { fix: 'Use another.' },
  }),
};

/** Who sends is who has the conversation. */
const auiAnswer = (text: string, id: string, sender: 'agent' | '3p'): string =>
  JSON.stringify({
    id,
    created_at: TIME,
    text,
    sender: { id: sender, type: sender },
    receiver: { id: 'user', type: 'user' },
  });

const auiScript: PlatformScript = {
  provider: (apiKey, url) => aui({ taskId: 'task', apiKey, url }),
  read: (frame) => field(frame, 'text'),
  draft: (text, id) =>
    JSON.stringify({
      channel: { event_name: 'thread-message-text-content-updated' },
      scope: { context: { message_id: `bot-${id}` } },
      data: { text },
    }),
  answer: (text, id) => auiAnswer(text, `bot-${id}`, 'agent'),
  takeOver: (id) => [auiAnswer('a person', `taken-${id}`, '3p')],
  giveBack: (id) => auiAnswer('a machine', `given-${id}`, 'agent'),
};

const nlxAnswer = (text: string, messageId: string, metadata: object = {}): string =>
  JSON.stringify({ conversationId: 'conversation', messages: [{ messageId, text }], metadata });

const nlxScript = (transport: 'websocket' | 'http'): PlatformScript => ({
  provider: (apiKey, url) =>
    nlx({
      transport,
      deploymentKey: 'deployment',
      channelKey: 'channel-en-US',
      conversationId: 'conversation',
      apiKey,
      url,
    }),
  ready: JSON.stringify({ conversationId: 'conversation' }),
  read: (frame) => field(frame, 'request', 'unstructured', 'text'),
  draft: (text) => JSON.stringify({ type: 'interim', text }),
  answer: (text, id) => nlxAnswer(text, `bot-${id}`),
  takeOver: (id) => [
    nlxAnswer('a person will come', `called-${id}`, { escalation: true }),
    nlxAnswer('a person', `taken-${id}`),
  ],
  giveBack: (id) => nlxAnswer('a machine', `given-${id}`, { escalation: false }),
});

export const SCRIPTS: Readonly<Record<ScriptedPlatform, PlatformScript>> = {
  lexicon: lexiconScript,
  'nlx-socket': nlxScript('websocket'),
  'nlx-http': nlxScript('http'),
  aui: auiScript,
};
