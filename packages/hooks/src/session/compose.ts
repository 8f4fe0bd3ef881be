import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { ChatMessage, MessagePart } from '../chat/chat-message.ts';
import { makeRoom, OUTBOX_LIMITS, type OutboxEntry, type OutboxLimits } from '../chat/outbox.ts';
import { withoutUndefined } from '../chat/without-undefined.ts';
import type { SendResult } from '../chat.ts';
import { toJsonRecord } from '../providers/json-value.ts';
import type { UserAct } from '../providers/provider.ts';
import { refuse } from './refuse.ts';
import type { SessionCore } from './session-core.ts';

const DEFAULT_MAX_LENGTH = 10_000;

/** What a composed act shows and under which text it is acknowledged. */
export interface Shown {
  readonly text: string;
  readonly parts?: readonly MessagePart[] | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** What goes out by itself: one for a session, or for an answer. Few as they are, they need no bound and take no place. */
const BY_ITSELF: readonly UserAct['type'][] = ['welcome', 'poll'];

/** Puts an act into the queue, with the message that shows it; refuses visibly when the queue is full. */
export function compose(
  core: SessionCore,
  act: UserAct,
  shown?: Shown,
  place?: 'first' | 'last',
): SendResult {
  const id = core.runtime.createId();
  const entry = createEntry(core, { id, act, messageId: shown && id, text: shown?.text });
  if ('code' in entry) {
    return refuse(entry);
  }
  const message: ChatMessage | undefined = shown && {
    id,
    role: 'user',
    parts: shown.parts ?? [{ type: 'text', text: shown.text }],
    createdAt: entry.queuedAt,
    delivery: 'queued',
    ...(shown.metadata && { metadata: shown.metadata }),
  };
  core.dispatch({ type: 'act-compose', entry, message, place });
  return { ok: true, id };
}

/** An entry there is room for, or why there is none. What gives way to it has failed, visibly. */
export function createEntry(
  core: SessionCore,
  wanted: Pick<OutboxEntry<UserAct>, 'id' | 'act' | 'messageId' | 'text'>,
): OutboxEntry<UserAct> | ChatError {
  const bytes = bytesOf(wanted.act, wanted.text);
  const isBounded = ({ act }: Pick<typeof wanted, 'act'>): boolean => !BY_ITSELF.includes(act.type);
  const queued = core.outbox.queued.filter(isBounded);
  const gone = isBounded(wanted) ? makeRoom({ queued }, bytes, outboxLimits(core)) : [];
  if (!gone) {
    return createChatError('queue-full', 'Too many messages are waiting to be sent.', {
      fix: 'Wait until the connection is back, or discard a waiting message.',
    });
  }
  const error = createChatError('queue-full', 'This message gave way to newer ones.');
  gone.forEach(({ id }) => core.fail(id, error));
  return { ...wanted, bytes, queuedAt: core.now() };
}

export function outboxLimits(core: SessionCore): OutboxLimits {
  // Nothing that is left in it is undefined.
  return { ...OUTBOX_LIMITS, ...withoutUndefined(core.options.outbox ?? {}) } as OutboxLimits;
}

/** Of what the user wrote and what goes along with it; what the platform gave is not counted. */
function bytesOf(act: UserAct, text: string | undefined): number {
  const along = 'metadata' in act ? act.metadata : 'data' in act ? act.data : undefined;
  return new TextEncoder().encode((text ?? '') + (along ? JSON.stringify(along) : '')).length;
}

/** Why a text cannot be sent, or undefined when it can. */
export function textProblem(
  text: unknown,
  limit: number = DEFAULT_MAX_LENGTH,
): ChatError | undefined {
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
  if (metadata === undefined || toJsonRecord(metadata)) {
    return undefined;
  }
  return createChatError('invalid-message', 'The metadata of a message is a plain JSON object.');
}
