import type { ChatAction, StepContext } from '../chat-action.ts';
import { type ChatError, createChatError } from '../chat-error.ts';
import type { ChatEvent } from '../chat-event.ts';
import type { ChatMessage, IncomingMessage, MessageRole } from '../chat-message.ts';
import { messageText } from '../chat-message.ts';
import type { Capabilities } from '../chat-state.ts';
import {
  type Conversation,
  type ConversationOptions,
  createConversation,
} from '../conversation.ts';
import { mergeHistory } from '../merge-history.ts';
import type { OutboxEntry } from '../outbox.ts';
import { reduceChat } from '../reduce-chat.ts';

export const CAPABILITIES: Capabilities = {
  acknowledges: false,
  streams: true,
  choices: true,
  structured: true,
  uploads: true,
  feedback: 'rating-and-comment',
  history: true,
  handoff: true,
  parallelTurns: true,
  context: true,
  reset: true,
};

export const LOST: ChatError = createChatError('unreachable', 'lost');

/** Freezes a value and everything in it: a reducer that writes to it throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** Ids `id-1`, `id-2` … and a clock that one can set. */
export function createContext(): StepContext & { now: number } {
  let count = 0;
  return {
    now: 1000,
    createId: () => {
      count += 1;
      return `id-${count}`;
    },
  };
}

export function begin(
  capabilities: Partial<Capabilities> = {},
  options: Partial<ConversationOptions> = {},
): Conversation<string> {
  return createConversation({ capabilities: { ...CAPABILITIES, ...capabilities }, ...options });
}

/** Runs actions (an event stands for its action) over frozen conversations. */
export function play(
  conversation: Conversation<string>,
  steps: readonly (ChatAction<string> | ChatEvent)[],
  context: StepContext = createContext(),
): Conversation<string> {
  return steps.reduce(
    (next, step) => deepFreeze(reduceChat(next, deepFreeze(asAction(step)), context)),
    deepFreeze(conversation),
  );
}

const ACTIONS: ReadonlySet<string> = new Set([
  'event',
  'act-compose',
  'act-write',
  'act-accept',
  'act-end',
  'act-fail',
  'act-doubt',
  'act-requeue',
  'message-discard',
  'message-retry',
  'agent-request',
  'choice-take',
  'feedback-set',
  'capabilities-change',
  'connection-change',
  'connection-lose',
  'answer-stop',
  'answer-break',
  'session-prepare',
  'session-reset',
  'transcript-clear',
  'history-change',
  'history-merge',
  'error-set',
]);

function asAction(step: ChatAction<string> | ChatEvent): ChatAction<string> {
  // The two unions share no `type`: what is no action's is an event's.
  return ACTIONS.has(step.type)
    ? (step as ChatAction<string>)
    : { type: 'event', event: step as ChatEvent };
}

export function entry(id: string, text: string | undefined = id): OutboxEntry<string> {
  return { id, act: `act ${id}`, messageId: id, text, bytes: text?.length ?? 0, queuedAt: 1 };
}

export function userMessage(
  id: string,
  text: string = id,
  more: Partial<ChatMessage> = {},
): ChatMessage {
  return {
    id,
    role: 'user',
    parts: [{ type: 'text', text }],
    createdAt: 1,
    delivery: 'queued',
    ...more,
  };
}

export function compose(id: string, text: string = id): ChatAction<string> {
  return { type: 'act-compose', entry: entry(id, text), message: userMessage(id, text) };
}

export function write(id: string, opensTurn: boolean = true): ChatAction<string> {
  return { type: 'act-write', id, opensTurn };
}

/** Composed and written. */
export function sent(id: string, text: string = id): readonly ChatAction<string>[] {
  return [compose(id, text), write(id)];
}

export function incoming(
  text: string,
  serverId?: string,
  role: MessageRole = 'assistant',
): IncomingMessage {
  return {
    role,
    parts: text === '' ? [] : [{ type: 'text', text }],
    ...(serverId && { serverId }),
  };
}

/** A page of the platform's history, merged into what was asked for. */
export function merge(
  messages: readonly IncomingMessage[],
  hasMore: boolean = false,
): ChatAction<string> {
  return {
    type: 'history-merge',
    merge: (known, context) => mergeHistory(known, messages, context),
    history: { status: 'idle', hasMore },
  };
}

export function acknowledge(text: string, serverId?: string): ChatEvent {
  return { type: 'message-acknowledge', text, message: incoming(text, serverId, 'user') };
}

export function end(text: string, serverId?: string, key?: string): ChatEvent {
  return { type: 'answer-end', message: incoming(text, serverId), key };
}

/** Messages as `role state-or-delivery: text`, which is what most tests are about. */
export function transcript({ state }: Pick<Conversation, 'state'>): readonly string[] {
  return state.messages.map(
    (message) => `${message.role} ${message.delivery ?? message.state}: ${messageText(message)}`,
  );
}

export function turnIds({ outbox }: Conversation<string>): readonly string[] {
  return outbox.open.map((turn) => turn.entry.id);
}

export function queuedIds({ outbox }: Conversation<string>): readonly string[] {
  return outbox.queued.map(({ id }) => id);
}
