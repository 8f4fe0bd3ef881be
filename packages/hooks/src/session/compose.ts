import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { ChatMessage, MessagePart } from '../chat/chat-message.ts';
import { OUTBOX_LIMITS, outboxRefusal } from '../chat/outbox.ts';
import type { SendResult } from '../chat.ts';
import type { UserAct } from '../providers/provider.ts';
import type { SessionCore } from './session-core.ts';

const DEFAULT_MAX_LENGTH = 10_000;

/** What a composed act shows and under which text it is acknowledged. */
export interface Shown {
  readonly text: string;
  readonly parts?: readonly MessagePart[] | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** Puts an act into the queue, with the message that shows it; refuses visibly when the queue is full. */
export function compose(
  core: SessionCore,
  act: UserAct,
  shown?: Shown,
  place: 'first' | 'last' = 'last',
): SendResult {
  const { runtime } = core;
  const id = runtime.createId();
  const size = shown?.text.length ?? 0;
  const refusal = outboxRefusal(core.conversation().outbox, size, OUTBOX_LIMITS);
  if (refusal) {
    return { ok: false, error: refusal };
  }
  const message: ChatMessage | undefined = shown && {
    id,
    role: 'user',
    parts: shown.parts ?? [{ type: 'text', text: shown.text }],
    createdAt: runtime.clock.now(),
    delivery: 'queued',
    ...(shown.metadata && { metadata: shown.metadata }),
  };
  const entry = { id, act, messageId: message?.id, text: shown?.text, size };
  core.dispatch({ type: 'act-compose', entry, message, place });
  return { ok: true, id };
}

/** Why a text cannot be sent, or undefined when it can. */
export function textProblem(text: unknown, maxLength: number | undefined): ChatError | undefined {
  const limit = maxLength ?? DEFAULT_MAX_LENGTH;
  if (typeof text !== 'string' || text.trim() === '') {
    return createChatError('invalid-message', 'A message needs some text.');
  }
  return text.length > limit
    ? createChatError(
        'too-large',
        `This message is too long: ${text.length} of at most ${limit} characters.`,
        { fix: 'Shorten it, or send it in parts.', limit },
      )
    : undefined;
}

/** Why metadata cannot travel, or undefined when it can: it is a plain JSON object. */
export function metadataProblem(metadata: unknown): ChatError | undefined {
  if (metadata === undefined || (isPlainObject(metadata) && isJson(metadata, 32))) {
    return undefined;
  }
  return createChatError('invalid-message', 'The metadata of a message is a plain JSON object.');
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isJson(value: unknown, levels: number, around: readonly unknown[] = []): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return true;
  }
  if (typeof value === 'number') {
    return Number.isFinite(value);
  }
  // A value inside itself has no end, and one that is in itself twice takes for ever to find that out.
  if (levels === 0 || around.includes(value)) {
    return false;
  }
  const within = [...around, value];
  return Array.isArray(value)
    ? value.every((item) => isJson(item, levels - 1, within))
    : isPlainObject(value) &&
        Object.values(value).every(
          (item) => item === undefined || isJson(item, levels - 1, within),
        );
}
