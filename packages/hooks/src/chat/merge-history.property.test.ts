import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ChatMessage, IncomingMessage } from './chat-message.ts';
import { messageText } from './chat-message.ts';
import { mergeHistory } from './merge-history.ts';
import { createContext } from './testing/play.ts';

const HOUR = 3_600_000;
const NOW = 100 * HOUR;

/**
 * A conversation as it really went: what the user said before this page was there, what was said here, and which of
 * it arrived. The platform names its own messages only, as most do.
 */
const conversation = fc.record({
  past: fc.array(fc.constantFrom('yes', 'no'), { maxLength: 4 }),
  turns: fc.array(
    fc.record({
      text: fc.constantFrom('yes', 'no', 'maybe'),
      fate: fc.constantFrom('answered', 'lost', 'arrived'),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});

type Conversation = typeof conversation extends fc.Arbitrary<infer Value> ? Value : never;

/** The page's transcript and the platform's history of it. */
function play({ past, turns }: Conversation) {
  const history: IncomingMessage[] = past.flatMap((text, index) => [
    { role: 'user', parts: [{ type: 'text', text }], createdAt: HOUR + index },
    { role: 'assistant', serverId: `old-${index}`, parts: [{ type: 'text', text: 'Right.' }] },
  ]);
  const transcript: ChatMessage[] = [];
  const arrived = new Set<string>();
  turns.forEach(({ text, fate }, index) => {
    const createdAt = NOW + index;
    const parts = [{ type: 'text', text }] as const;
    const id = `m-${index}`;
    const delivery = fate === 'answered' ? 'acknowledged' : 'unconfirmed';
    transcript.push({ id, role: 'user', parts, createdAt, delivery });
    if (fate === 'lost') {
      return;
    }
    arrived.add(id);
    history.push({ role: 'user', parts, createdAt });
    const answer = { role: 'assistant', parts: [{ type: 'text', text: 'Right.' }] } as const;
    const serverId = `a-${index}`;
    history.push({ ...answer, serverId, createdAt });
    if (fate === 'answered') {
      transcript.push({ ...answer, id: serverId, serverId, createdAt, state: 'complete' });
    }
  });
  return { transcript, history, arrived };
}

const context = { ...createContext(), maxMessages: 1000, stopped: [], ended: [] };

const countOf = (messages: readonly ChatMessage[], text: string, isArrived: boolean): number =>
  messages.filter(
    (message) =>
      message.role === 'user' &&
      messageText(message) === text &&
      (message.delivery === 'acknowledged') === isArrived,
  ).length;

describe('a gap that is filled from the history', () => {
  it('acknowledges no more messages than the platform has, and none that were lost before', () => {
    fc.assert(
      fc.property(conversation, (value) => {
        const { transcript, history } = play(value);
        const merged = mergeHistory(transcript, history, context, 'gap');
        const own = merged.filter(({ id }) => id.startsWith('m-'));
        for (const text of ['yes', 'no', 'maybe']) {
          const held = value.turns.filter((turn) => turn.text === text && turn.fate !== 'lost');
          expect(countOf(own, text, true)).toBe(held.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('doubles nothing and keeps the order in which it was said', () => {
    fc.assert(
      fc.property(conversation, (value) => {
        const { transcript, history } = play(value);
        const merged = mergeHistory(transcript, history, context, 'gap');
        const own = merged.filter(({ id }) => id.startsWith('m-')).map(({ id }) => id);
        expect(own).toEqual(transcript.filter(({ id }) => id.startsWith('m-')).map(({ id }) => id));
        const named = merged.flatMap(({ serverId }) => serverId ?? []);
        expect(new Set(named).size).toBe(named.length);
        expect(mergeHistory(merged, history, context, 'gap')).toBe(merged);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes what the platform had long before for another message', () => {
    const said: ChatMessage = {
      id: 'm',
      role: 'user',
      parts: [{ type: 'text', text: 'yes' }],
      createdAt: NOW,
      delivery: 'unconfirmed',
    };
    const row = (createdAt: number): IncomingMessage => ({
      role: 'user',
      parts: said.parts,
      createdAt,
    });
    const delivery = (createdAt: number) =>
      mergeHistory([said], [row(createdAt)], context, 'gap')[0]?.delivery;
    expect(delivery(NOW - 600_001)).toBe('unconfirmed');
    expect(delivery(NOW - 600_000)).toBe('acknowledged');
    expect(delivery(NOW + HOUR)).toBe('acknowledged');
  });
});
