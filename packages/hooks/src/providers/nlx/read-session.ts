import type { ChatEvent } from '../../chat/chat-event.ts';
import type { SessionInfo } from '../../chat/chat-state.ts';
import type { SessionFacts } from '../provider.ts';
import type { NlxResponse } from './parse-response.ts';
import { EMPTY_MEMORY, type NlxSessionMemory, readMemory } from './session-memory.ts';

/** What an answer says of the conversation it belongs to, before what it says in it. */
export interface Entrance {
  readonly session: SessionInfo;
  readonly memory: NlxSessionMemory;
  readonly events: readonly ChatEvent[];
}

/** Another conversation than before: what was remembered of the old one, a person in it included, is over. */
export function enterConversation(response: NlxResponse, facts: SessionFacts): Entrance {
  const { conversationId: id } = response;
  const known = facts.session.id;
  const hasChanged = id !== undefined && known !== undefined && id !== known;
  // A server that answers has not ended: an end in the past is a clock that is wrong, here or there.
  const isPast = response.expiresAt !== undefined && response.expiresAt <= facts.now;
  const expiresAt = isPast ? undefined : response.expiresAt;
  return {
    session: {
      ...(id !== undefined && { id }),
      ...(expiresAt !== undefined && { expiresAt }),
      ...(hasChanged && { expiresAt, resumed: false }),
    },
    memory: hasChanged ? EMPTY_MEMORY : readMemory(facts),
    events: [
      ...(isPast
        ? [{ type: 'unknown', reason: 'expirationTimestamp is in the past' } as const]
        : []),
      ...(hasChanged && facts.handoff !== 'bot'
        ? [{ type: 'handoff', handoff: 'bot' } as const]
        : []),
    ],
  };
}

/** Nothing where nothing changes, so that a frame costs no render of its own. */
export function updateSession(
  change: SessionInfo,
  memory: NlxSessionMemory,
  facts: SessionFacts,
): readonly ChatEvent[] {
  const { session } = facts;
  const isNew = Object.entries(change).some(
    ([name, value]) => value !== session[name as keyof SessionInfo], // `change` is a SessionInfo
  );
  const before = session.data === undefined ? EMPTY_MEMORY : session.data;
  const isRemembered = JSON.stringify(before) === JSON.stringify(memory);
  return isNew || !isRemembered
    ? [{ type: 'session-update', session: { ...change, data: memory } }]
    : [];
}
