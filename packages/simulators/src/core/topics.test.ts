import { describe, expect, it } from 'vitest';

import { findTopic, findTopics } from './topics.ts';

const TABLE = {
  cards: ['cards', 'show me products'],
  slow: ['slow'],
  greek: ['Ολα'.toLowerCase()],
};

describe('findTopic', () => {
  it.each([
    ['cards', 'cards'],
    ['Some CARDS, please!', 'cards'],
    ['please show me   products?', 'cards'],
    ['slow cards', 'cards'],
    ['go slow.', 'slow'],
    ['Ολα', 'greek'],
    ['discards', undefined],
    ['', undefined],
    ['slowly', undefined],
  ])('reads "%s" as %s', (text, topic) => {
    expect(findTopic(text, TABLE)).toBe(topic);
  });

  it('finds every topic in the order of the table', () => {
    expect(findTopics('slow cards', TABLE)).toEqual(['cards', 'slow']);
  });
});
