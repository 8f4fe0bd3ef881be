/** A topic and the words that call it. */
export type TopicWords<Topic extends string> = Readonly<Record<Topic, readonly string[]>>;

const wordsOf = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/** The first topic of the table that the text names, by whole words; phrases are allowed. */
export function findTopic<Topic extends string>(
  text: string,
  table: TopicWords<Topic>,
): Topic | undefined {
  return findTopics(text, table)[0];
}

/** Every topic of the table that the text names, in the table's order. */
export function findTopics<Topic extends string>(
  text: string,
  table: TopicWords<Topic>,
): readonly Topic[] {
  const words = wordsOf(text);
  // Object.keys gives the table's own keys.
  const topics = Object.keys(table) as Topic[];
  return topics.filter((topic) => table[topic].some((word) => words.includes(` ${word} `)));
}
