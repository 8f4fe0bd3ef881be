import type { StepContext } from './chat-action.ts';
import type { ChatEvent } from './chat-event.ts';
import type { ChatMessage, IncomingMessage } from './chat-message.ts';
import { messageText } from './chat-message.ts';
import type { Conversation, Draft } from './conversation.ts';
import {
  appendMessage,
  findByServerId,
  findMessage,
  removeMessage,
  updateMessage,
} from './message-list.ts';
import { patchState } from './patch-state.ts';
import { isSameValue } from './same-value.ts';

export type AnswerEvent = Extract<
  ChatEvent,
  { type: 'answer-start' | 'answer-delta' | 'answer-snapshot' | 'answer-end' }
>;

/** The life of an answer: it starts, grows, and ends with its authoritative text. */
export function reduceAnswer<Act>(
  conversation: Conversation<Act>,
  event: AnswerEvent,
  context: StepContext,
): Conversation<Act> {
  if (conversation.discarding !== null) {
    return discardAnswer(conversation, event, context);
  }
  switch (event.type) {
    case 'answer-start': {
      const previous = draftFor(conversation, event.key);
      const open = previous ? interruptDraft(conversation, previous) : conversation;
      return startDraft(open, event.key, '', context);
    }
    case 'answer-delta':
      return growDraft(conversation, event.key, (text) => text + event.text, context);
    case 'answer-snapshot':
      return growDraft(conversation, event.key, () => event.text, context);
    case 'answer-end':
      return endAnswer(conversation, event, context);
    default:
      return event satisfies never;
  }
}

/** Nothing of a stopped answer is shown, its end included; another start belongs to the next answer. */
function discardAnswer<Act>(
  conversation: Conversation<Act>,
  event: AnswerEvent,
  context: StepContext,
): Conversation<Act> {
  if (event.type === 'answer-end') {
    return { ...conversation, discarding: null };
  }
  if (event.type === 'answer-start' && conversation.discarding === 'started') {
    return reduceAnswer({ ...conversation, discarding: null }, event, context);
  }
  return conversation.discarding === 'started'
    ? conversation
    : { ...conversation, discarding: 'started' };
}

/** The draft that an event with this key is about, if there is one. */
export function draftFor<Act>(
  conversation: Conversation<Act>,
  key: string | undefined,
): Draft | undefined {
  const { drafts } = conversation;
  if (key === undefined) {
    return drafts.at(-1);
  }
  return (
    drafts.find((draft) => draft.key === key) ?? drafts.find((draft) => draft.key === undefined)
  );
}

function startDraft<Act>(
  conversation: Conversation<Act>,
  key: string | undefined,
  text: string,
  context: StepContext,
): Conversation<Act> {
  const message: ChatMessage = {
    id: context.createId(),
    role: 'assistant',
    parts: [{ type: 'text', text }],
    createdAt: context.now,
    state: 'streaming',
  };
  const { state, drafts, maxMessages } = conversation;
  return {
    ...patchState(conversation, {
      messages: appendMessage(state.messages, message, maxMessages),
      activity: null,
    }),
    drafts: [...drafts, { messageId: message.id, key }],
  };
}

function growDraft<Act>(
  conversation: Conversation<Act>,
  key: string | undefined,
  change: (text: string) => string,
  context: StepContext,
): Conversation<Act> {
  const draft = draftFor(conversation, key);
  if (!draft) {
    return startDraft(conversation, key, change(''), context);
  }
  const messages = updateMessage(conversation.state.messages, draft.messageId, (message) => {
    const before = messageText(message);
    const text = change(before);
    return text === before ? message : { ...message, parts: [{ type: 'text', text }] };
  });
  const named =
    draft.key === undefined && key !== undefined
      ? conversation.drafts.map((each) => (each === draft ? { ...each, key } : each))
      : conversation.drafts;
  return messages === conversation.state.messages && named === conversation.drafts
    ? conversation
    : { ...patchState(conversation, { messages }), drafts: named };
}

function endAnswer<Act>(
  conversation: Conversation<Act>,
  event: Extract<AnswerEvent, { type: 'answer-end' }>,
  context: StepContext,
): Conversation<Act> {
  const draft = draftFor(conversation, event.key);
  if (!draft) {
    return addIncoming(conversation, event.message, context);
  }
  if (findKnown(conversation, event.message)) {
    return addIncoming(dropForestalled(conversation, draft, event.message), event.message, context);
  }
  const closed = {
    ...conversation,
    drafts: conversation.drafts.filter((each) => each !== draft),
    finished: [...conversation.finished, draft.messageId],
  };
  return patchState(closed, {
    activity: null,
    messages: updateMessage(conversation.state.messages, draft.messageId, (message) => ({
      ...message,
      ...withoutUndefined(event.message),
      parts: authoritativeParts(message, event.message),
      createdAt: message.createdAt,
      state: 'complete',
    })),
  });
}

/**
 * The history can hold the whole answer before its end comes: then the draft, which says no more than the
 * beginning of it, goes. A draft that says something else is another answer's, and grows on.
 */
function dropForestalled<Act>(
  conversation: Conversation<Act>,
  draft: Draft,
  end: IncomingMessage,
): Conversation<Act> {
  const { messages } = conversation.state;
  const message = findMessage(messages, draft.messageId);
  return message && messageText(end).startsWith(messageText(message))
    ? {
        ...patchState(conversation, { messages: removeMessage(messages, message.id) }),
        drafts: conversation.drafts.filter((each) => each !== draft),
      }
    : conversation;
}

/** The end wins over the draft, except that an empty end keeps what was said. */
function authoritativeParts(draft: ChatMessage, end: IncomingMessage): ChatMessage['parts'] {
  if (messageText(end) !== '' || messageText(draft) === '') {
    return end.parts;
  }
  return [...draft.parts, ...end.parts.filter((part) => part.type !== 'text')];
}

/** The message that this one is again: the other side cannot speak for the user, nor the user for it. */
export function findKnown<Act>(
  conversation: Conversation<Act>,
  incoming: IncomingMessage,
): ChatMessage | undefined {
  const known =
    incoming.serverId === undefined
      ? undefined
      : findByServerId(conversation.state.messages, incoming.serverId);
  return known && (known.role === 'user') === (incoming.role === 'user') ? known : undefined;
}

/** Adds a whole message, or replaces the one that has its `serverId`. */
export function addIncoming<Act>(
  conversation: Conversation<Act>,
  incoming: IncomingMessage,
  context: StepContext,
): Conversation<Act> {
  const { messages } = conversation.state;
  const known = findKnown(conversation, incoming);
  if (known) {
    const update = (old: ChatMessage): ChatMessage => {
      const next: ChatMessage = {
        ...old,
        ...withoutUndefined(incoming),
        createdAt: old.createdAt,
        ...(old.role === 'user' ? {} : { state: 'complete' }),
      };
      return isSameValue(old, next) ? old : next;
    };
    return patchState(conversation, { messages: updateMessage(messages, known.id, update) });
  }
  const message = createMessage(incoming, context);
  return {
    ...patchState(conversation, {
      messages: appendMessage(messages, message, conversation.maxMessages),
    }),
    finished:
      message.role === 'user' ? conversation.finished : [...conversation.finished, message.id],
  };
}

/** Gives an incoming message its id, its time and its end state. */
export function createMessage(incoming: IncomingMessage, context: StepContext): ChatMessage {
  return {
    ...withoutUndefined(incoming),
    role: incoming.role,
    parts: incoming.parts,
    id: context.createId(),
    createdAt: incoming.createdAt ?? context.now,
    ...(incoming.role === 'user' ? { delivery: 'acknowledged' } : { state: 'complete' }),
  };
}

/** Ends every draft where it stands: what was said stays, marked as interrupted. */
export function interruptDrafts<Act>(conversation: Conversation<Act>): Conversation<Act> {
  return conversation.drafts.reduce(interruptDraft, conversation);
}

function interruptDraft<Act>(conversation: Conversation<Act>, draft: Draft): Conversation<Act> {
  const { messages } = conversation.state;
  const message = findMessage(messages, draft.messageId);
  const isEmpty = message !== undefined && messageText(message) === '';
  return {
    ...patchState(conversation, {
      messages: isEmpty
        ? removeMessage(messages, draft.messageId)
        : updateMessage(messages, draft.messageId, (each) => ({ ...each, state: 'interrupted' })),
    }),
    drafts: conversation.drafts.filter((each) => each !== draft),
    finished: isEmpty ? conversation.finished : [...conversation.finished, draft.messageId],
  };
}

/** The fields that say something. */
export function withoutUndefined<T extends object>(value: T): Partial<T> {
  // Object.fromEntries forgets the keys' types; no key is added here.
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== undefined),
  ) as Partial<T>;
}
