import type { ChatEvent } from '../../chat/chat-event.ts';
import type { HandoffState, SessionInfo } from '../../chat/chat-state.ts';
import { compact, type JsonRecord, readField, readId } from '../json-value.ts';
import type { SessionFacts } from '../provider.ts';
import { unknown } from '../unknown-event.ts';
import { parseWireTime } from '../wire-time.ts';
import { EMPTY_MEMORY, type NlxSessionMemory, namedUploads, readMemory } from './session-memory.ts';

/** What an answer says of the conversation it belongs to, before what it says in it. */
export interface Entrance {
  readonly session: SessionInfo;
  readonly memory: NlxSessionMemory;
  readonly events: readonly ChatEvent[];
}

/**
 * Another conversation than before: what was remembered of the old one, a person in it included, is over. No id is
 * foreign here: nobody else speaks on what this chat's key opened, and NLX begins a conversation by naming it.
 */
export function enterConversation(record: JsonRecord, facts: SessionFacts): Entrance {
  const id = readId(record, 'conversationId');
  const known = facts.session.id;
  const hasChanged = known !== undefined && known !== (id ?? known);
  const end = readField(record, 'expirationTimestamp') ?? undefined;
  const time = parseTime(end);
  // A server that answers has not ended: an end in the past is a clock that is wrong, here or there.
  const expiresAt = time && time > facts.now ? time : undefined;
  const isWrong = end !== undefined && !expiresAt;
  return {
    session: hasChanged ? { id, expiresAt, resumed: false } : (compact({ id, expiresAt }) ?? {}),
    memory: hasChanged ? EMPTY_MEMORY : readMemory(facts),
    events: [
      ...(isWrong ? [unknown('expirationTimestamp is no time to come')] : []),
      ...(hasChanged ? changeHandoff('bot', facts) : []),
    ],
  };
}

/** Nothing where the same one has the conversation already. */
export function changeHandoff(handoff: HandoffState, facts: SessionFacts): readonly ChatEvent[] {
  return handoff === facts.handoff ? [] : [{ type: 'handoff', handoff }];
}

/** Whether a frame names its conversation, or when that ends. */
export function isOfConversation(record: JsonRecord): boolean {
  const end = readField(record, 'expirationTimestamp');
  return Boolean(readId(record, 'conversationId') ?? parseTime(end));
}

function parseTime(value: unknown): number | undefined {
  const isDigits = typeof value === 'string' && /^\d{9,16}$/u.test(value);
  const ms = typeof value === 'number' || isDigits ? Number(value) : parseWireTime(value);
  // 8.64e15 is the last moment a Date can hold.
  return ms && ms > 0 && ms <= 8.64e15 ? ms : undefined;
}

/** Nothing where nothing changes, so that a frame costs no render of its own. */
export function updateSession(
  news: SessionInfo,
  memory: NlxSessionMemory,
  { session }: SessionFacts,
): readonly ChatEvent[] {
  const change = { ...news, canUpload: namedUploads(memory).length > 0, data: memory };
  const before = { ...session, data: session.data ?? EMPTY_MEMORY };
  return JSON.stringify({ ...before, ...change }) === JSON.stringify(before)
    ? []
    : [{ type: 'session-update', session: change }];
}
