import { expect, test } from 'vitest';

import { modalityPart, parseModalities } from './modalities.ts';

test.each<[string, unknown, object | undefined, readonly object[]]>([
  ['nothing', undefined, undefined, []],
  ['null', null, undefined, []],
  [
    'an object',
    { Map: { zoom: 3 }, Plain: 'x' },
    undefined,
    [
      { name: 'Map', data: { zoom: 3 } },
      { name: 'Plain', data: 'x' },
    ],
  ],
  ['an object with nothing for a name', { Map: null }, undefined, [{ name: 'Map', data: null }]],
  [
    'names',
    ['Map', 'Chart'],
    { Map: { zoom: 3 } },
    [
      { name: 'Map', data: { zoom: 3 } },
      { name: 'Chart', data: null },
    ],
  ],
  ['the name that only says that there is text', ['text'], undefined, []],
  ['what are no names', [1, null, {}, ''], undefined, []],
])('modalities that are %s', (_shape, value, payload, modalities) => {
  expect(parseModalities(value, payload as Readonly<Record<string, unknown>>, [])).toEqual(
    modalities,
  );
});

test('neither an object nor an array is reported', () => {
  const problems: string[] = [];
  expect(parseModalities('Map', undefined, problems)).toEqual([]);
  expect(problems).toEqual(['modalities is neither an object nor an array']);
});

test('names that are an object’s machinery are ignored, and there is a cap', () => {
  const hostile: unknown = JSON.parse('{"__proto__":{"a":1},"constructor":{"b":2},"Fine":1}');
  const problems: string[] = [];
  expect(parseModalities(hostile, undefined, problems)).toEqual([{ name: 'Fine', data: 1 }]);
  const many = Array.from({ length: 50 }, (_, index) => `M${index}`);
  expect(parseModalities(many.slice(0, 20), undefined, problems)).toHaveLength(20);
  expect(problems).toEqual([]);
  expect(parseModalities(many, undefined, problems)).toHaveLength(20);
  expect(problems).toEqual(['more than 20 modalities in one answer']);
});

test.each<[string, object, object]>([
  [
    'rows alone',
    { rows: [{ label: 'To', value: 'Oslo' }, null, {}, { label: 'Direct' }] },
    {
      id: 'card-1',
      title: 'Oslo',
      attributes: [
        { label: 'To', value: 'Oslo' },
        { label: 'Direct', value: '' },
      ],
    },
  ],
  [
    'a label and a value',
    { id: 1, label: 'Light', value: 49 },
    { id: '1', title: 'Light', subtitle: '49', attributes: [] },
  ],
  ['a value alone', { value: '49 €' }, { id: 'card-1', title: '49 €', attributes: [] }],
  [
    'a picture alone',
    { thumbnail: 'https://i' },
    { id: 'card-1', title: '', imageUrl: 'https://i', attributes: [] },
  ],
])('a card with %s', (_what, data, card) => {
  expect(modalityPart({ name: 'DefaultCard', data })).toEqual({ type: 'cards', cards: [card] });
});

test.each<[string, string, unknown]>([
  ['a card of nothing', 'DefaultCard', {}],
  ['a carousel of nothing', 'DefaultCarousel', { cards: [] }],
  ['a carousel that is no list', 'DefaultCarousel', { cards: 'x' }],
  ['a date input', 'DefaultDateInput', { $saveAs: { type: 'slot', id: 'd' } }],
  ['another list of cards', 'Deck', { cards: [{ label: 'A' }] }],
  ['anything else', 'SeatMap', { rows: 30 }],
])('%s is a custom part by its name', (_what, name, data) => {
  expect(modalityPart({ name, data })).toEqual({ type: 'custom', name, data });
});

test.each([['slot'], ['context'], ['choiceId']])('cards saved as %s can be picked', (type) => {
  const data = { cards: [{ id: 'a', label: 'A' }, { label: 'No id' }], $saveAs: { type, id: 'x' } };
  const part = modalityPart({ name: 'DefaultCarousel', data });
  expect(part).toMatchObject({
    cards: [{ choices: [{ id: 'a', text: 'A', data: { saveAs: { type, id: 'x' } } }] }, {}],
  });
  expect(part.type === 'cards' && part.cards[1]).not.toHaveProperty('choices');
});

test('cards without a known place to save to cannot be picked', () => {
  const data = { cards: [{ id: 'a', label: 'A' }], $saveAs: { type: 'cookie', id: 'x' } };
  const part = modalityPart({ name: 'DefaultCarousel', data });
  expect(part.type === 'cards' && part.cards[0]).not.toHaveProperty('choices');
});
