import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { boundEvent, boundMessage, MAX_DRAFTS, MAX_ITEMS, MAX_TEXT } from './bound-message.ts';
import type { ChatEvent } from './chat-event.ts';
import type { MessagePart } from './chat-message.ts';
import { messageText } from './chat-message.ts';
import { begin, incoming, play } from './testing/play.ts';

const part = (given: MessagePart): MessagePart | undefined =>
  boundMessage({ role: 'assistant', parts: [given] }).parts[0];
const card = (id: string) => ({ id, title: id, attributes: [] });
const many = <Item>(make: (item: number) => Item): readonly Item[] =>
  Array.from({ length: MAX_ITEMS + 1 }, (_, item) => make(item));

describe('boundMessage', () => {
  it.each<[string, MessagePart, MessagePart]>([
    [
      'choices of one id',
      {
        type: 'choices',
        choices: [
          { id: 'a', text: '1' },
          { id: 'a', text: '2' },
        ],
      },
      {
        type: 'choices',
        choices: [
          { id: 'a', text: '1' },
          { id: 'a-1', text: '2' },
        ],
      },
    ],
    [
      'cards of one id',
      { type: 'cards', cards: [card('a'), card('a'), card('a-1')] },
      {
        type: 'cards',
        cards: [card('a'), { ...card('a'), id: 'a-1' }, { ...card('a-1'), id: 'a-1-2' }],
      },
    ],
    [
      'choices of one id on a card',
      {
        type: 'cards',
        cards: [
          card('a'),
          {
            ...card('b'),
            choices: [
              { id: 'x', text: '1' },
              { id: 'x', text: '2' },
            ],
          },
        ],
      },
      {
        type: 'cards',
        cards: [
          card('a'),
          {
            ...card('b'),
            choices: [
              { id: 'x', text: '1' },
              { id: 'x-1', text: '2' },
            ],
          },
        ],
      },
    ],
    [
      'an address that reads another way round',
      { type: 'attachment', name: 'x', url: 'https://a.example/\u202Egnp.exe\u0000' },
      { type: 'attachment', name: 'x', url: 'https://a.example/gnp.exe' },
    ],
    [
      'the address of a picture',
      { type: 'cards', cards: [{ ...card('a'), imageUrl: 'https://a.example/\u202Egnp.x' }] },
      { type: 'cards', cards: [{ ...card('a'), imageUrl: 'https://a.example/gnp.x' }] },
    ],
    [
      'a name that reads another way round',
      { type: 'attachment', name: 'photo\u202Egnp.exe\u0007' },
      { type: 'attachment', name: 'photognp.exe' },
    ],
    [
      'a title with a mark in it',
      { type: 'sources', sources: [{ title: 'a\u2066b', url: 'https://a\u200B.example' }] },
      { type: 'sources', sources: [{ title: 'ab', url: 'https://a.example' }] },
    ],
  ])('mends %s', (_name, given, expected) => {
    expect(part(given)).toEqual(expected);
  });

  it.each<[string, MessagePart]>([
    ['text', { type: 'text', text: 'شكرا \u202Eabc\u202C \u200D' }],
    ['a name in a script with joiners', { type: 'attachment', name: 'می\u200Cخواهم.pdf' }],
    [
      'what a card says, and what it does not have',
      {
        type: 'cards',
        cards: [{ ...card('a'), subtitle: 'false or true', imageUrl: undefined, url: undefined }],
      },
    ],
    ['a custom part', { type: 'custom', name: 'x\u202E', data: { a: [1] } }],
  ])('leaves %s as it is', (_name, given) => {
    expect(part(given)).toEqual(given);
  });

  it('keeps a hundred of anything', () => {
    const counts = [
      boundMessage({ role: 'agent', parts: many(() => ({ type: 'text', text: 'x' })) }).parts,
      part({ type: 'choices', choices: many((item) => ({ id: `${item}`, text: '' })) }),
      part({ type: 'cards', cards: many((item) => card(`${item}`)) }),
      part({ type: 'sources', sources: many(() => ({ title: 'x' })) }),
    ].map((value) => (Array.isArray(value) ? value : Object.values(value ?? {})[1]).length);
    expect(counts).toEqual([100, 100, 100, 100]);
  });

  it('cleans the name of who speaks', () => {
    const author = { id: 'x', name: 'Support\u202E' };
    expect(boundMessage({ role: 'agent', author, parts: [] }).author).toEqual({
      id: 'x',
      name: 'Support',
    });
  });

  it('gives everything an id of its own, whatever ids come', () => {
    const ids = fc.array(fc.constantFrom('a', 'a-1', 'a-2', 'a-1-2', '__proto__', ''));
    fc.assert(
      fc.property(ids, (given) => {
        const made = part({ type: 'cards', cards: given.map(card) });
        const now = made?.type === 'cards' ? made.cards.map(({ id }) => id) : [];
        expect(new Set(now).size).toBe(given.length);
      }),
    );
  });
});

describe('boundEvent', () => {
  it.each<[string, ChatEvent, string]>([
    ['an answer', { type: 'answer-end', message: incoming('x', 's', 'user') }, 'assistant'],
    [
      'a notice as an answer',
      { type: 'answer-end', message: incoming('x', 's', 'system') },
      'assistant',
    ],
    ['a person’s answer', { type: 'answer-end', message: incoming('x', 's', 'agent') }, 'agent'],
    [
      'what is acknowledged',
      { type: 'message-acknowledge', text: 'x', message: incoming('x', 's') },
      'user',
    ],
  ])('says whose %s is', (_name, event, role) => {
    const bound = boundEvent(event);
    expect('message' in bound && bound.message.role).toBe(role);
  });

  it('keeps a hundred parts of a message that is no answer', () => {
    const parts = many(() => ({ type: 'text', text: 'x' }) as const);
    const bound = boundEvent({ type: 'message', message: { role: 'assistant', parts } });
    expect(bound.type === 'message' && bound.message.parts).toHaveLength(100);
  });

  it('keeps a hundred suggestions, each with an id of its own', () => {
    const suggestions = many(() => ({ id: 'x', text: 'x' }));
    const bound = boundEvent({ type: 'suggestions', suggestions });
    const ids = bound.type === 'suggestions' ? bound.suggestions.map(({ id }) => id) : [];
    expect(new Set(ids).size).toBe(100);
    expect(ids).toHaveLength(100);
  });
});

describe('an answer that grows without an end', () => {
  it('has a longest text', () => {
    const half = 'x'.repeat(MAX_TEXT / 2 + 1);
    const delta = { type: 'answer-delta', text: half } as const;
    const grown = play(begin(), [delta, delta, delta]);
    expect(messageText(grown.state.messages[0]!)).toHaveLength(MAX_TEXT);
  });

  it('has so many beside it: the oldest is broken off', () => {
    const steps = Array.from(
      { length: MAX_DRAFTS + 1 },
      (_, key) => ({ type: 'answer-delta', text: 'x', key: `${key}` }) as const,
    );
    const grown = play(begin(), steps);
    expect(grown.drafts).toHaveLength(MAX_DRAFTS);
    expect(grown.state.messages.map(({ state }) => state).slice(0, 2)).toEqual([
      'interrupted',
      'streaming',
    ]);
  });
});
