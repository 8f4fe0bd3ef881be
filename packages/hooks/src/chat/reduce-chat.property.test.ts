import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ChatAction } from './chat-action.ts';
import type { ChatEvent } from './chat-event.ts';
import type { ChatMessage, Delivery, IncomingMessage } from './chat-message.ts';
import type { Conversation } from './conversation.ts';
import { chatStatus } from './chat-status.ts';
import { reduceChat } from './reduce-chat.ts';
import {
  begin,
  createContext,
  deepFreeze,
  entry,
  LOST,
  merge,
  userMessage,
} from './testing/play.ts';

type Action = ChatAction<string>;

/** From each delivery, where a step may take it. Staying is always allowed; `requeue` is marked apart. */
const MOVES: Readonly<Record<Delivery, readonly Delivery[]>> = {
  queued: ['sending', 'sent', 'failed'],
  sending: ['acknowledged', 'unconfirmed', 'failed'],
  sent: ['acknowledged', 'unconfirmed', 'failed'],
  acknowledged: [],
  unconfirmed: ['acknowledged', 'queued'],
  failed: ['queued'],
};

const TEXTS = fc.constantFrom('', 'hi', 'ho', 'hi there', '__proto__');
const SERVER_IDS = fc.option(fc.constantFrom('s1', 's2', 's3', '__proto__', 'constructor'), {
  nil: undefined,
});
const KEYS = fc.option(fc.constantFrom('x', 'y', '__proto__'), { nil: undefined });
const IDS = fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5', 'id-1', 'id-2', 'toString');
const ROLES = fc.constantFrom('user', 'assistant', 'agent', 'system');

const INCOMING: fc.Arbitrary<IncomingMessage> = fc.record({
  role: ROLES,
  serverId: SERVER_IDS,
  parts: TEXTS.map((text) => (text === '' ? [] : [{ type: 'text', text } as const])),
  metadata: fc.option(fc.dictionary(TEXTS, fc.jsonValue()), { nil: undefined }),
});

const EVENTS: fc.Arbitrary<ChatEvent> = fc.oneof(
  fc.record({ type: fc.constant('message' as const), message: INCOMING }),
  fc.record({ type: fc.constant('answer-start' as const), key: KEYS }),
  fc.record({ type: fc.constant('answer-delta' as const), text: TEXTS, key: KEYS }),
  fc.record({ type: fc.constant('answer-snapshot' as const), text: TEXTS, key: KEYS }),
  fc.record({
    type: fc.constant('answer-end' as const),
    message: INCOMING.map((message) => ({ ...message, role: 'assistant' as const })),
    key: KEYS,
  }),
  fc.tuple(TEXTS, SERVER_IDS).map(([text, serverId]) => ({
    type: 'message-acknowledge' as const,
    text,
    message: { role: 'user' as const, serverId, parts: [{ type: 'text' as const, text }] },
  })),
  fc.record({ type: fc.constant('turn-end' as const), serverId: SERVER_IDS }),
  fc.constant({ type: 'session-ready' } as const),
  fc.constant({ type: 'session-expire' } as const),
  fc.constant({ type: 'unknown', reason: 'x' } as const),
  fc.record({
    type: fc.constant('session-update' as const),
    session: fc.record({ id: SERVER_IDS, userId: SERVER_IDS }),
  }),
  fc.record({
    type: fc.constant('activity' as const),
    activity: fc.constantFrom(null, { kind: 'typing' as const }, { kind: 'polling' as const }),
  }),
  fc.record({
    type: fc.constant('handoff' as const),
    handoff: fc.constantFrom(
      'bot' as const,
      'requested' as const,
      'agent' as const,
      'ended' as const,
    ),
  }),
  fc.record({
    type: fc.constant('error' as const),
    error: fc.constant(LOST),
    scope: fc.constantFrom('message' as const, 'chat' as const),
  }),
);

/** Actions by name; what they are about is looked up in the conversation or made up. */
const ACTIONS: fc.Arbitrary<Action> = fc.oneof(
  { arbitrary: EVENTS.map((event) => ({ type: 'event', event }) as const), weight: 3 },
  fc.record({
    type: fc.constant('act-write' as const),
    id: IDS,
    opensTurn: fc.constantFrom(true, true, false),
  }),
  fc.record({ type: fc.constantFrom('act-accept' as const, 'act-end' as const), id: IDS }),
  fc.record({
    type: fc.constantFrom('act-fail' as const, 'act-doubt' as const),
    id: IDS,
    error: fc.constant(LOST),
  }),
  fc.record({
    type: fc.constant('message-discard' as const),
    messageId: IDS,
  }),
  fc.record({ type: fc.constant('connection-lose' as const), error: fc.constant(LOST) }),
  fc.record({ type: fc.constant('answer-stop' as const), discards: fc.boolean() }),
  fc.record({ type: fc.constant('choice-take' as const), messageId: IDS, choiceId: IDS }),
  fc.constant({ type: 'transcript-clear' } as const),
  fc.constant({ type: 'history-change', history: { status: 'loading', hasMore: true } } as const),
  fc.array(INCOMING, { maxLength: 4 }).map((messages) => merge(messages)),
  fc.record({
    type: fc.constant('session-prepare' as const),
    session: fc.record({ id: SERVER_IDS }),
    messages: fc.array(INCOMING, { maxLength: 2 }),
    suggestions: fc.constant([]),
  }),
);

/** What needs an id that nobody used: `compose` and `retry` make one, `requeue` takes what was written. */
type Move =
  | Action
  | { readonly type: 'compose'; readonly text: string }
  | { readonly type: 'retry' | 'requeue' };

const MOVE: fc.Arbitrary<Move> = fc.oneof(
  { arbitrary: ACTIONS, weight: 4 },
  fc.record({ type: fc.constant('compose' as const), text: TEXTS }),
  fc.record({ type: fc.constantFrom('retry' as const, 'requeue' as const) }),
  // The head of the queue goes out: without this hardly a sequence would have a turn.
  fc.constant({ type: 'act-write', id: 'head', opensTurn: true } as const),
);

const MOVE_LISTS = fc.array(MOVE, { maxLength: 40 });

function toAction(
  move: Move,
  conversation: Conversation<string>,
  count: number,
): Action | undefined {
  const { outbox, state } = conversation;
  switch (move.type) {
    case 'compose': {
      const id = `u${count}`;
      return {
        type: 'act-compose',
        entry: entry(id, move.text),
        message: userMessage(id, move.text),
      };
    }
    case 'retry': {
      const stuck = state.messages.find(
        ({ delivery }) => delivery === 'unconfirmed' || delivery === 'failed',
      );
      const messageId = stuck?.id ?? 'x';
      const again = { ...entry(`u${count}`, 'hi'), messageId };
      return { type: 'message-retry', messageId, entry: again };
    }
    case 'requeue': {
      // As the session does it: only what is not known to have arrived.
      const turn = outbox.open.find(({ acknowledged, answering }) => !acknowledged && !answering);
      return turn && { type: 'act-requeue', entry: turn.entry };
    }
    case 'act-write':
      return move.id === 'head' ? { ...move, id: outbox.queued[0]?.id ?? 'x' } : move;
    default:
      return move;
  }
}

type Check = (after: Conversation<string>, before: Conversation<string>, action: Action) => void;

/** Plays random moves over frozen conversations and looks at every step. */
function everyStep(
  check: Check,
  options: { acknowledges?: boolean; maxMessages?: number } = {},
): void {
  const { acknowledges, maxMessages } = options;
  fc.assert(
    fc.property(MOVE_LISTS, fc.boolean(), (moves, random) => {
      const context = createContext();
      let conversation = deepFreeze(
        begin({ acknowledges: acknowledges ?? random }, { maxMessages }),
      );
      moves.forEach((move, count) => {
        const action = toAction(move, conversation, count);
        if (action) {
          const before = conversation;
          conversation = deepFreeze(reduceChat(before, deepFreeze(action), context));
          check(conversation, before, action);
        }
      });
    }),
    { numRuns: 400 },
  );
}

const byId = (messages: readonly ChatMessage[]): ReadonlyMap<string, ChatMessage> =>
  new Map(messages.map((message) => [message.id, message]));

describe('whatever happens', () => {
  it('never throws, writes to nothing it was given, and derives its status', () => {
    everyStep((after) => {
      expect(after.state.status).toBe(chatStatus({ ...after, ...after.outbox, ...after.state }));
    });
  });

  it('gives every message, draft and entry an id of its own', () => {
    everyStep(({ state, drafts, outbox }) => {
      const unique = (ids: readonly (string | undefined)[]) =>
        expect(new Set(ids).size).toBe(ids.length);
      unique(state.messages.map(({ id }) => id));
      unique(drafts.map(({ messageId }) => messageId));
      unique([...outbox.queued.map(({ id }) => id), ...outbox.open.map((turn) => turn.entry.id)]);
    });
  });

  it('holds one message of a side for one id of the platform', () => {
    everyStep(({ state }) => {
      const named = state.messages.flatMap(({ serverId, role }) =>
        serverId === undefined ? [] : [`${role === 'user'} ${serverId}`],
      );
      expect(new Set(named).size).toBe(named.length);
    });
  });

  it('moves a delivery only where the table allows', () => {
    everyStep((after, before, action) => {
      const earlier = byId(before.state.messages);
      for (const { id, delivery } of after.state.messages) {
        const from = earlier.get(id)?.delivery;
        const isRequeue = action.type === 'act-requeue' && delivery === 'queued';
        if (delivery !== undefined && from !== undefined && from !== delivery && !isRequeue) {
          expect([from, ...MOVES[from]]).toContain(delivery);
        }
      }
    });
  });

  it('has in the queue exactly what is queued', () => {
    everyStep(({ state, outbox }) => {
      const waiting = new Set(outbox.queued.map(({ messageId }) => messageId));
      const shown = state.messages.filter(({ delivery }) => delivery === 'queued');
      expect(new Set(shown.map(({ id }) => id))).toEqual(waiting);
    });
  });

  it('has a turn open for everything that is still being sent', () => {
    everyStep(
      ({ state, outbox }) => {
        const open = new Set(outbox.open.map((turn) => turn.entry.messageId));
        for (const { id, delivery } of state.messages) {
          expect(delivery !== 'sending' || open.has(id)).toBe(true);
        }
      },
      { acknowledges: true },
    );
  });

  it('loses no message of the user that has not arrived, but by the user', () => {
    everyStep(
      (after, before, action) => {
        if (action.type === 'message-discard' || action.type === 'transcript-clear') {
          return;
        }
        const later = byId(after.state.messages);
        // What this very step learns to have arrived may go in it.
        const unbounded = reduceChat({ ...before, maxMessages: 1000 }, action, createContext());
        for (const { id, role, delivery } of unbounded.state.messages) {
          if (role === 'user' && delivery !== 'acknowledged' && delivery !== 'sent') {
            expect(later.has(id)).toBe(true);
          }
        }
      },
      { maxMessages: 3 },
    );
  });

  it('leaves the others in their order', () => {
    everyStep((after, before) => {
      const later = byId(after.state.messages);
      const earlier = byId(before.state.messages);
      expect(after.state.messages.filter(({ id }) => earlier.has(id)).map(({ id }) => id)).toEqual(
        before.state.messages.filter(({ id }) => later.has(id)).map(({ id }) => id),
      );
    });
  });

  it('puts what comes at the end, unless it is history', () => {
    everyStep((after, before, action) => {
      if (action.type !== 'history-merge') {
        const earlier = byId(before.state.messages);
        const kept = after.state.messages.findLastIndex(({ id }) => earlier.has(id));
        const fresh = after.state.messages.findIndex(({ id }) => !earlier.has(id));
        expect(fresh === -1 || fresh > kept).toBe(true);
      }
    });
  });

  it('keeps a draft for exactly what streams', () => {
    everyStep(({ state, drafts }) => {
      const streaming = state.messages.filter((message) => message.state === 'streaming');
      expect(new Set(drafts.map(({ messageId }) => messageId))).toEqual(
        new Set(streaming.map(({ id }) => id)),
      );
    });
  });

  it('names as finished only what is at its end and was not before', () => {
    everyStep((after, before) => {
      const later = byId(after.state.messages);
      const earlier = byId(before.state.messages);
      expect(new Set(after.finished).size).toBe(after.finished.length);
      for (const id of after.finished) {
        const state = later.get(id)?.state;
        expect(state).not.toBe('streaming');
        // What broke off may still end, over the next connection.
        const mayHaveBeen = state === 'complete' ? 'interrupted' : undefined;
        expect([undefined, 'streaming', mayHaveBeen]).toContain(earlier.get(id)?.state);
      }
    });
  });

  it('returns the same conversation when nothing is said anew', () => {
    everyStep((after, before) => {
      if (JSON.stringify(after) === JSON.stringify(before)) {
        expect(after).toBe(before);
      }
    });
  });

  it('takes a frame with an id that is known for the same frame', () => {
    everyStep((after, _before, action) => {
      const event = action.type === 'event' ? action.event : undefined;
      const isWhole =
        (event?.type === 'message' || event?.type === 'message-acknowledge') &&
        event.message.serverId !== undefined;
      if (isWhole && after.discarding.length === 0) {
        const again = reduceChat(after, action, createContext());
        expect(again.state).toEqual(after.state);
        expect(again.outbox).toEqual(after.outbox);
        expect(reduceChat(again, action, createContext())).toBe(again);
      }
    });
  });

  it('ends no turn with an end that is said again', () => {
    everyStep((after, _before, action) => {
      const event = action.type === 'event' ? action.event : undefined;
      if (event?.type === 'turn-end' && event.serverId !== undefined) {
        const again = reduceChat(after, action, createContext());
        expect(again.outbox).toBe(after.outbox);
        expect(again.state).toBe(after.state);
      }
    });
  });

  it('keeps to its bound but for what is not delivered and what has only just come', () => {
    everyStep(
      ({ state }, before, action) => {
        const earlier = byId(before.state.messages);
        const last = state.messages.at(-1);
        const isAppend = last !== undefined && !earlier.has(last.id);
        if (isAppend && action.type !== 'history-merge' && state.messages.length > 3) {
          const settled = state.messages
            .slice(0, -1)
            .filter((message) =>
              ['sent', 'acknowledged', 'complete', 'interrupted'].includes(
                message.delivery ?? message.state ?? '',
              ),
            );
          expect(settled).toEqual([]);
        }
      },
      { maxMessages: 3 },
    );
  });
});
