import type { Clock } from '../core/platform.ts';
import type { Ids } from '../core/ids.ts';

/** A choice the bot has offered; an old one is chosen again by node and intent. */
export interface OfferedChoice {
  readonly choiceId: string;
  readonly nodeId: string | undefined;
  readonly intentId: string | undefined;
}

/** What the server remembers about one conversation. */
export interface Conversation {
  readonly id: string;
  readonly userId: string;
  /** A client has said whose conversation it is: else only the server knows. */
  readonly isNamed: boolean;
  readonly context: Readonly<Record<string, unknown>>;
  readonly slots: Readonly<Record<string, unknown>>;
  /** Who answers. */
  readonly mode: 'bot' | 'agent';
  /** Data requests still open: how many more polls find nothing, and whether those polls talk. */
  readonly pending: { readonly polls: number; readonly quiet: boolean } | null;
  /** Choices of the last answer that had any. */
  readonly current: readonly OfferedChoice[];
  /** Every choice ever offered. */
  readonly offered: readonly OfferedChoice[];
  readonly turns: number;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** New values for some of a conversation's fields. */
export type ConversationChange = Partial<Omit<Conversation, 'id' | 'userId'>>;

/** The server's memory. */
export interface Conversations {
  /** The conversation to use for this id: the same, or a new one with another id. */
  open(id: string | undefined, userId: string | undefined): Conversation;
  /** One that was made and whose time is not over. */
  find(id: string): Conversation | undefined;
  change(id: string, change: ConversationChange): Conversation;
  end(id: string): void;
}

/** How the memory treats ids. */
export interface ConversationRules {
  readonly clock: Clock;
  readonly ids: Ids;
  /** Life of a conversation after its last turn. */
  readonly sessionMs: number;
  /** Whether an id this server has not made is taken over, or replaced by one of its own. */
  readonly unknownConversation: 'accept' | 'renew';
}

/** A memory of conversations that forgets the ones whose time is over. */
export function createConversations(rules: ConversationRules): Conversations {
  const { clock, ids, sessionMs, unknownConversation } = rules;
  const known = new Map<string, Conversation>();

  const begin = (id: string, userId: string | undefined): Conversation => {
    const conversation: Conversation = {
      id,
      userId: userId ?? ids.uuid(),
      isNamed: userId !== undefined,
      context: {},
      slots: {},
      mode: 'bot',
      pending: null,
      current: [],
      offered: [],
      turns: 0,
      expiresAt: clock.now() + sessionMs,
    };
    known.set(id, conversation);
    return conversation;
  };

  return {
    open: (id, userId) => {
      if (id === undefined) return begin(ids.uuid(), userId);
      const found = known.get(id);
      if (found === undefined) {
        return begin(unknownConversation === 'accept' ? id : ids.uuid(), userId);
      }
      // An expired id stays known, so that it is never taken over as a fresh one.
      return found.expiresAt > clock.now() ? found : begin(ids.uuid(), userId);
    },
    find: (id) => {
      const found = known.get(id);
      return found && found.expiresAt > clock.now() ? found : undefined;
    },
    change: (id, change) => {
      const found = known.get(id) ?? begin(id, undefined);
      const next = { ...found, ...change };
      known.set(id, next);
      return next;
    },
    end: (id) => {
      known.delete(id);
    },
  };
}
