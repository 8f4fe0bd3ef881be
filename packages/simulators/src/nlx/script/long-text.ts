import type { Draft, TopicInput } from '../draft.ts';

type Topic = (input: TopicInput) => Draft;

const MARKDOWN = [
  '## Your trip to **Lisbon**',
  'Here is the plan, with *everything* you asked for:\n\n1. Take the train to the airport\n2. Drop your bag at desk 14\n   - passports ready\n   - bag below 23 kg\n3. Board at gate `B12`',
  '> Boarding closes 20 minutes before departure.\n\nRead [the conditions](https://example.com/conditions) or write to <mailto:help@example.com>.',
];

const TABLE =
  '| Flight | Leaves | Price |\n| --- | :---: | ---: |\n| NW101 | 07:40 | 119 € |\n| NW205 | 12:15 | 89 € |\n| NW311 | 19:05 | 64 € |';

const CODE =
  'This is how a page asks for a seat:\n\n```js\nconst seat = await book({ flight: "NW205", row: 14 });\nif (seat.letter === "A") console.log(`window ${seat.row}`);\n```';

const LIST =
  'Bring:\n\n- your passport\n- your ticket\n  - printed, or\n  - on the phone\n- a snack';

const UNICODE =
  'Zürich, Łódź, São Paulo, 東京, Москва, القاهرة, תל אביב. Family: 👩‍👩‍👧‍👦, flag: 🇵🇹, skin: 👋🏽, maths: 𝒳², combining: é, zero-width: a\u200Bb, "quotes" and \\ backslash, { braces } and [brackets].';

const HOSTILE = [
  '<img src="x" onerror="window.hacked = true"><script>window.hacked = true</script>',
  '[click me](javascript:alert(1)) ![pixel](https://tracker.example.com/pixel.gif) <a href="data:text/html,hi">data</a>',
  '</div></section><style>body { display: none }</style>',
];

const PARAGRAPHS = [
  'The line from the city to the airport runs every ten minutes, from early morning until after midnight.',
  'Arrive two hours before a European flight, three before a longer one; the queue at security is shortest after nine.',
  'Liquids go in a clear bag of one litre, laptops come out of their sleeves, and an empty bottle may be filled behind the gate.',
  'Families board first, then rows from the back; window seats before the aisle keeps the aisle moving.',
  'If the flight is more than three hours late you may ask for money back, and for a hotel if it leaves the next day.',
];

const words =
  (...texts: string[]): Topic =>
  () => ({
    messages: texts.map((text) => ({ text })),
    metadata: { isGenerative: true },
  });

export const markdown: Topic = words(...MARKDOWN);
export const table: Topic = words(TABLE);
export const code: Topic = words(CODE);
export const list: Topic = words(LIST);
export const unicode: Topic = words(UNICODE);
export const hostile: Topic = words(...HOSTILE);

/** Twelve long messages. */
export const long: Topic = ({ say }) => ({
  messages: Array.from({ length: 12 }, (_, index) => ({
    text: `${say('part', { number: index + 1, count: 12 })} ${PARAGRAPHS.map((_paragraph, shift) => PARAGRAPHS[(index + shift) % PARAGRAPHS.length]).join(' ')}`,
  })),
  interim: [say('searching')],
  metadata: { isGenerative: true },
});
