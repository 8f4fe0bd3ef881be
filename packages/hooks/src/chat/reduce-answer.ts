import type { AnswerEvent } from './chat-event.ts';
import { MAX_DRAFTS, MAX_TEXT } from './bound-message.ts';
import { type ChatMessage, type IncomingMessage, messageText } from './chat-message.ts';
import type { Draft } from './conversation.ts';
import { byKey, isDiscarded } from './discarding.ts';
import { addIncoming } from './incoming.ts';
import {
  addMessage,
  changeMessage,
  findKnown,
  findMessage,
  removeMessage,
} from './message-list.ts';
import { hearAnswer } from './reduce-turn.ts';
import type { Step } from './step.ts';
import { withoutUndefined } from './without-undefined.ts';

/** The life of an answer: it starts, grows, and ends with its authoritative text. */
export function reduceAnswer(step: Step, event: AnswerEvent): void {
  if (event.type === 'answer-end' && step.ended.includes(event.message.serverId ?? '')) {
    // Said again: it may correct what is shown, and nobody waits for it. One that was stopped stays unseen.
    if (findKnown(step, event.message)) {
      addIncoming(step, event.message);
    }
    return;
  }
  hearAnswer(step, event);
  if (isDiscarded(step, event)) {
    return;
  }
  const draft = byKey(step.drafts, event.key);
  if (event.type === 'answer-end') {
    return endAnswer(step, draft, event.message);
  }
  if (draft && event.type !== 'answer-start') {
    return growDraft(step, draft, event);
  }
  if (draft) {
    interruptDraft(step, draft);
  }
  startDraft(step, event.key, event.type === 'answer-start' ? '' : event.text);
}

function startDraft(step: Step, key: string | undefined, text: string): void {
  const [oldest] = step.drafts;
  if (oldest && step.drafts.length >= MAX_DRAFTS) {
    interruptDraft(step, oldest);
  }
  const messageId = step.createId();
  addMessage(step, {
    id: messageId,
    role: 'assistant',
    parts: [{ type: 'text', text }],
    createdAt: step.now,
    state: 'streaming',
  });
  step.activity = null;
  step.drafts = [...step.drafts, { messageId, key }];
}

function growDraft(
  step: Step,
  draft: Draft,
  { type, text, key }: Extract<AnswerEvent, { text: string }>,
): void {
  changeMessage(step, draft.messageId, (message) => ({
    parts: [
      {
        type: 'text',
        text: (type === 'answer-delta' ? messageText(message) + text : text).slice(0, MAX_TEXT),
      },
    ],
  }));
  step.drafts = step.drafts.map((each) =>
    each === draft ? { ...draft, key: draft.key ?? key } : each,
  );
}

function endAnswer(step: Step, grown: Draft | undefined, end: IncomingMessage): void {
  const broken = findBroken(step, grown, end);
  if (grown && broken) {
    removeMessage(step, broken.id);
  }
  const id = grown?.messageId ?? broken?.id ?? '';
  const message = findMessage(step.messages, id);
  if (!message && end.parts.length === 0) {
    // Nothing was said at all.
    return;
  }
  if (message && !findKnown(step, end)) {
    step.activity = null;
    endDraft(step, id, {
      ...withoutUndefined(end),
      parts: authoritativeParts(message, end),
      createdAt: message.createdAt,
      state: 'complete',
    });
    return;
  }
  // The history can hold the whole answer before its end comes: then the draft, which says no more than the
  // beginning of it, goes. A draft that says something else is another answer's, and grows on.
  if (message && messageText(end).startsWith(messageText(message))) {
    dropDraft(step, id);
  }
  addIncoming(step, end);
}

/** An answer that broke off with its connection and is the last that was said: the end is all of it. */
function findBroken(
  step: Step,
  grown: Draft | undefined,
  end: IncomingMessage,
): ChatMessage | undefined {
  const text = messageText(end);
  const rest = grown && findMessage(step.messages, grown.messageId);
  // What has grown since is its rest, whatever else was said meanwhile.
  const said = rest && messageText(rest);
  const isRest = said !== undefined && text.endsWith(said) && !text.startsWith(said);
  const last = step.messages.findLast(
    (message) =>
      message.role !== 'system' && message !== rest && !(isRest && message.role === 'user'),
  );
  return last?.state === 'interrupted' &&
    last.serverId === undefined &&
    !step.stopped.includes(last.id) &&
    text.startsWith(messageText(last))
    ? last
    : undefined;
}

/** The end wins over the draft, except that an empty end keeps what was said. */
function authoritativeParts(draft: ChatMessage, end: IncomingMessage): ChatMessage['parts'] {
  return messageText(end) !== '' || messageText(draft) === ''
    ? end.parts
    : [...draft.parts, ...end.parts.filter((part) => part.type !== 'text')];
}

/** Ends every draft where it stands: what was said stays, marked as interrupted. */
export function interruptDrafts(step: Step): void {
  step.drafts.forEach((draft) => interruptDraft(step, draft));
}

function interruptDraft(step: Step, { messageId }: Draft): void {
  const message = findMessage(step.messages, messageId);
  if (message && messageText(message) === '') {
    dropDraft(step, messageId);
  } else {
    endDraft(step, messageId, { state: 'interrupted' });
  }
}

function endDraft(step: Step, id: string, end: Partial<ChatMessage>): void {
  forgetDraft(step, id);
  step.finished = [...step.finished, id];
  changeMessage(step, id, () => end);
}

function dropDraft(step: Step, id: string): void {
  forgetDraft(step, id);
  removeMessage(step, id);
}

function forgetDraft(step: Step, id: string): void {
  step.drafts = step.drafts.filter(({ messageId }) => messageId !== id);
}
