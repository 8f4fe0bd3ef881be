import { describe, expect, it } from 'vitest';

import { readCards } from './cards.ts';

const parameter = (title: string, value: unknown, type = 'string') => ({ title, value, type });

describe('the two shapes of a product', () => {
  it('reads options and then variants, named by the parameter of that title', () => {
    const message = {
      options: [
        {
          is_recommended: true,
          widget_parameters: [
            parameter('Product name', 'Oven One'),
            parameter('Price', 299, 'number'),
            parameter('Colours', ['black', 'white', 3], 'array'),
          ],
        },
      ],
      variants_options: [
        { is_recommended: false, widget_parameters: [parameter('product NAME', 'Oven Two')] },
      ],
    };
    expect(readCards(message)).toEqual([
      {
        id: 'options-0',
        title: 'Oven One',
        recommended: true,
        attributes: [
          { label: 'Price', value: '299' },
          { label: 'Colours', value: 'black, white, 3' },
        ],
      },
      { id: 'variants_options-0', title: 'Oven Two', attributes: [] },
    ]);
  });

  it('reads cards, and no ready-made markup', () => {
    const message = {
      cards: [
        {
          id: 12,
          name: 'Oven One',
          category: 'Ovens',
          self_review: 'Quiet and quick.',
          is_recommended: true,
          rendered_jsx: '<script>canary</script>',
          sub_entities: [{ name: 'canary' }],
          parameters: [
            { param: 'volume', title: '', value: '25 l', type: 'string' },
            parameter('Product name', 'Oven One'),
            parameter('Image', 'https://img.test/1.png', 'image'),
            parameter('Product URL', 'https://shop.test/1', 'url'),
          ],
        },
      ],
    };
    expect(readCards(message)).toEqual([
      {
        id: '12',
        title: 'Oven One',
        subtitle: 'Ovens',
        body: 'Quiet and quick.',
        imageUrl: 'https://img.test/1.png',
        url: 'https://shop.test/1',
        recommended: true,
        attributes: [{ label: 'volume', value: '25 l' }],
      },
    ]);
  });

  it('shows a product once when a message has it in both shapes', () => {
    const message = {
      cards: [{ id: 'a', name: 'Oven', parameters: [] }],
      options: [{ widget_parameters: [parameter('Product name', 'Oven')] }],
    };
    expect(readCards(message).map((card) => card.id)).toEqual(['a']);
  });
});

describe('a product of few words', () => {
  it('is shown by what it has: a name alone, or attributes alone', () => {
    const cards = readCards({
      cards: [
        { name: 'Oven' },
        { parameters: [parameter('Price', 299)] },
        { parameters: [parameter('Price', ' ')] },
      ],
    });
    expect(cards).toEqual([
      { id: 'card-0', title: 'Oven', attributes: [] },
      { id: 'card-1', title: '', attributes: [{ label: 'Price', value: '299' }] },
    ]);
  });
});

describe('what a parameter is taken for', () => {
  const card = (...parameters: readonly unknown[]) =>
    readCards({ cards: [{ id: 'a', name: 'Oven', parameters }] })[0];

  it.each([
    ['an image by type', parameter('Photo', 'https://i.test/a', 'image'), 'imageUrl'],
    ['an image by title', parameter('Picture', 'https://i.test/a'), 'imageUrl'],
    ['an image by its whole title', parameter('image url', 'https://i.test/a'), 'imageUrl'],
    ['an image of that title', parameter('Image', 'https://i.test/a'), 'imageUrl'],
    ['a link by type', parameter('More', 'http://i.test/a', 'url'), 'url'],
    ['a link by its other type', parameter('More', 'http://i.test/a', 'LINK'), 'url'],
    ['a link of that title', parameter('URL', 'http://i.test/a'), 'url'],
    ['a link by title', parameter('Product link', 'https://i.test/a'), 'url'],
  ] as const)('%s', (_name, given, field) => {
    expect(card(given)?.[field]).toBe(given.value);
    expect(card(given)?.attributes).toEqual([]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '//evil.test', 'see https://a.test'])(
    'keeps %s as words, never as an image or a link',
    (value) => {
      const read = card(parameter('Image', value, 'image'), parameter('URL', value, 'url'));
      expect(read).toMatchObject({ imageUrl: undefined, url: undefined });
      expect(read?.attributes).toEqual([
        { label: 'Image', value },
        { label: 'URL', value },
      ]);
    },
  );

  it.each([
    'Old image',
    'Image credit',
    'Thumbnails',
    'Curl',
    'Link text',
    'My product name',
    'Product name (old)',
  ])('takes no parameter for more than a word because its title holds one: %s', (title) => {
    const value = 'https://i.test/a';
    expect(card(parameter(title, value))).toMatchObject({
      title: 'Oven',
      imageUrl: undefined,
      url: undefined,
      attributes: [{ label: title, value }],
    });
    const nameless = readCards({ cards: [{ parameters: [parameter(title, value)] }] })[0];
    expect(nameless?.title).toBe('');
  });

  it('takes an address with words behind it for words', () => {
    const value = 'https://i.test/a or so';
    expect(card(parameter('Image', value, 'image'))?.attributes).toEqual([
      { label: 'Image', value },
    ]);
  });

  it('trims values', () => {
    expect(card(parameter('Size', '  25 l\n'))?.attributes).toEqual([
      { label: 'Size', value: '25 l' },
    ]);
  });

  it('keeps a second name that differs', () => {
    expect(card(parameter('Product name', 'Oven Pro'))?.attributes).toEqual([
      { label: 'Product name', value: 'Oven Pro' },
    ]);
  });

  it('leaves out what has no label or no plain value', () => {
    expect(
      card(null, 'x', parameter('A', null), parameter('B', {}), parameter('C', [[1], {}]), {
        value: 'no title',
      })?.attributes,
    ).toEqual([]);
    expect(card(parameter('D', true), parameter('E', 0))?.attributes).toEqual([
      { label: 'D', value: 'true' },
      { label: 'E', value: '0' },
    ]);
  });
});

describe('bounds', () => {
  const many = (length: number, item: unknown) => Array.from({ length }, () => item);

  it('keeps at most a hundred cards, parameters and values', () => {
    const values = parameter('Tags', many(5000, 'v'));
    const big = { name: 'Oven', parameters: many(5000, values), widget_parameters: [] };
    const cards = readCards({ cards: many(5000, big) });
    expect(cards.length).toBe(100);
    expect(cards[0]?.attributes.length).toBe(100);
    expect(cards[0]?.attributes[0]?.value.split(', ').length).toBe(100);
    const option = { widget_parameters: [parameter('Product name', 'Oven')] };
    const both = { options: many(5000, option), variants_options: many(5000, option) };
    expect(readCards(both).length).toBe(100);
  });

  it('gives every card its own id where the platform gives none', () => {
    const option = { widget_parameters: [parameter('Product name', 'Oven')] };
    const cards = readCards({ options: many(3, option), variants_options: many(3, option) });
    expect(new Set(cards.map(({ id }) => id)).size).toBe(6);
  });

  it.each([[{ cards: {} }], [{ cards: [null, [], 'x', 7, {}] }], [{ options: 'x' }], [{}]])(
    'reads nothing from %j',
    (message) => {
      expect(readCards(message)).toEqual([]);
    },
  );
});
