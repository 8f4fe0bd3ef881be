import { describe, expect, it } from 'vitest';

import type { Conversation } from '../conversation.ts';
import { speak } from '../say.ts';
import { answer, type AnswerInput } from './answer.ts';
import { TOPICS, findTopic } from './topics.ts';
import { readWishes } from './wishes.ts';

const CONVERSATION: Conversation = {
  id: 'c',
  isNamed: true,
  userId: 'u',
  context: {},
  slots: {},
  mode: 'bot',
  pending: null,
  current: [],
  offered: [],
  turns: 1,
  expiresAt: 0,
};

const input = (text: string, change: Partial<Conversation> = {}): AnswerInput => ({
  text,
  conversation: { ...CONVERSATION, ...change },
  say: speak('en-US'),
  now: 0,
  newId: () => 'id',
  findUpload: () => undefined,
});

describe('findTopic', () => {
  it.each(TOPICS.map(({ words }) => words))('"%s" is not hidden by another topic', (words) => {
    expect(findTopic(words)?.words).toBe(words);
    expect(findTopic(`Please show ${words.toUpperCase()}!`)?.words).toBe(words);
  });

  it.each([
    ['Check my order status', 'order'],
    ['Book a flight to London', 'book'],
    ['I want to talk to a human', 'agent'],
    ['Hola, ¿qué tal?', 'welcome'],
    ['مرحبا', 'welcome'],
    ['Ich brauche einen Flug', 'book'],
  ])('hears %j', (text, words) => {
    expect(findTopic(text)?.words).toBe(words);
  });

  it.each(['reorderable', 'hippo', 'postcards', ''])('does not find words inside %j', (text) => {
    expect(findTopic(text)).toBeUndefined();
  });
});

describe('answer', () => {
  it('lists every topic when it does not understand', () => {
    const { messages, metadata } = answer(input('xyzzy'), { kind: 'text', text: 'xyzzy' });
    expect(metadata?.incomprehension).toBe(true);
    expect(messages[0]?.text).toContain('xyzzy');
    for (const { words } of TOPICS) expect(messages[1]?.text).toContain(words);
  });

  it.each(['help', 'Hilfe', '?'])('lists them without an apology for %j', (text) => {
    const { messages, metadata } = answer(input(text), { kind: 'text', text });
    expect(metadata).toBeUndefined();
    expect(messages).toHaveLength(1);
    expect(messages[0]?.text).toContain('upload refused');
  });

  it('collects a booking in three steps', () => {
    const first = answer(input('Book a flight to London'), {
      kind: 'text',
      text: 'Book a flight to London',
    });
    expect(first.messages[0]?.text).toBe('I can help with that. What date are you flying?');
    expect(first.modalities).toHaveProperty('DefaultDateInput.$saveAs.id', 'travelDate');

    const second = answer(input('', { slots: first.change?.slots ?? {} }), {
      kind: 'slots',
      slots: [{ slotId: 'travelDate', value: '2026-12-01' }],
    });
    expect(second.messages[0]?.text).toBe('These flights to London leave on 2026-12-01.');
    expect(second.modalities).toHaveProperty('DefaultCarousel.$saveAs.id', 'flight');

    const third = answer(input('', { slots: second.change?.slots ?? {} }), {
      kind: 'slots',
      slots: [{ slotId: 'flight', value: 'NW205' }],
    });
    expect(third.modalities).toHaveProperty('DefaultCard.rows.0.value', 'NW205');
    expect(third.change?.slots).toEqual({});
  });

  it('drops pending data when another question comes', () => {
    const pending = { polls: 2, quiet: false };
    const draft = answer(input('order', { pending }), { kind: 'text', text: 'order' });
    expect(draft.change?.pending).toBeNull();
  });

  it('leaves everything to the person after an escalation', () => {
    const draft = answer(input('order', { mode: 'agent' }), { kind: 'text', text: 'order' });
    expect(draft).toMatchObject({ messages: [], silent: true });
    expect(draft.pushes?.map((push) => push.draft.messages[0]?.text)).toEqual([
      'Thanks. I am looking into “order”.',
      'It is sorted. Is there anything else? Say “bye” when you are done.',
    ]);
  });
});

describe('a choice', () => {
  const offered = [
    { choiceId: 'seat:aisle', nodeId: 'old', intentId: 'ChooseSeat' },
    { choiceId: 'topic:order', nodeId: 'new', intentId: 'NLX.Welcome' },
  ];
  const state = { offered, current: offered.slice(1) };
  const choose = (choice: object): string | undefined =>
    answer(input('', state), { kind: 'choice', choiceId: '', ...choice }).messages[0]?.text;

  it.each([
    ['of the last answer needs its id alone', { choiceId: 'topic:order' }, /#5544/],
    ['of the last answer may name its node', { choiceId: 'topic:order', nodeId: 'new' }, /#5544/],
    [
      'of an older answer is taken with node and intent',
      { choiceId: 'seat:aisle', nodeId: 'old', intentId: 'ChooseSeat' },
      /Noted: Aisle/,
    ],
    ['of an older answer is refused without its node', { choiceId: 'seat:aisle' }, /earlier/],
    [
      'of an older answer is refused without its intent',
      { choiceId: 'seat:aisle', nodeId: 'old' },
      /earlier/,
    ],
    [
      'is refused at a node that never offered it',
      { choiceId: 'seat:aisle', nodeId: 'new', intentId: 'ChooseSeat' },
      /never offered/,
    ],
    ['that was never offered is refused', { choiceId: 'seat:window' }, /never offered/],
  ])('%s', (_title, choice, words) => {
    expect(choose(choice)).toMatch(words);
  });
});

describe('readWishes', () => {
  it('takes the way of travel out of a text', () => {
    expect(readWishes('show me a table as NDJSON, sliced and noisy, final rest')).toEqual({
      streamAs: 'ndjson',
      sliced: true,
      noisy: true,
      finalResponse: 'rest',
      text: 'show me a table , and ,',
    });
  });

  it('leaves other text alone', () => {
    expect(readWishes('as soon as possible')).toMatchObject({
      streamAs: undefined,
      text: 'as soon as possible',
    });
  });
});
