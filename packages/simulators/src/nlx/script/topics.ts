import type { Draft, TopicInput } from '../draft.ts';
import { escalate } from './agent.ts';
import * as longText from './long-text.ts';
import * as shapes from './shapes.ts';
import * as travel from './travel.ts';
import * as trouble from './trouble.ts';

/** Something a person can type, and what it shows. */
export interface Topic {
  /** The words to type; the first row that the text contains wins. */
  readonly words: string;
  /** Other ways to ask, in any language. */
  readonly also?: RegExp | undefined;
  readonly draft: (input: TopicInput) => Draft;
}

function context({ say, conversation }: TopicInput): Draft {
  const known = Object.keys(conversation.context).length > 0;
  const text = known
    ? say('contextKnown', { context: JSON.stringify(conversation.context) })
    : say('contextEmpty');
  return { messages: [{ text }] };
}

function whoami({ say, conversation }: TopicInput): Draft {
  const { id, userId, turns } = conversation;
  return {
    messages: [{ text: say('whoami', { conversation: id, user: userId, turn: turns }) }],
  };
}

/** Says back exactly what follows the word, so that a test knows which text was answered. */
const echo = ({ text }: TopicInput): Draft => ({
  messages: [{ text: text.replace(/^.*?\becho\b\s*/is, '') }],
});

/** Everything the script knows; longer words stand before the shorter ones they contain. */
export const TOPICS: readonly Topic[] = [
  { words: 'echo', draft: echo },
  { words: 'sources message', draft: shapes.sourcesInMessage },
  { words: 'sources metadata', draft: shapes.sourcesInMetadata },
  { words: 'sources payload', draft: shapes.sourcesInPayload },
  { words: 'sources', also: /\b(baggage|gepäck|equipaje)\b/iu, draft: shapes.sourcesEverywhere },
  { words: 'upload strings', draft: shapes.uploadStrings },
  { words: 'upload refused', draft: shapes.uploadRefused },
  { words: 'upload', draft: shapes.upload },
  { words: 'feedback plain', draft: shapes.feedbackPlain },
  { words: 'feedback', draft: shapes.feedback },
  { words: 'modalities list', draft: shapes.modalitiesList },
  { words: 'modalities', draft: shapes.modalitiesObject },
  { words: 'payload text', draft: shapes.payloadText },
  { words: 'payload', draft: shapes.payloadObject },
  { words: 'disable input', draft: shapes.inputDisabled },
  { words: 'choices', draft: shapes.choices },
  { words: 'carousel', draft: shapes.carousel },
  { words: 'cards', draft: shapes.carousel },
  { words: 'card', draft: shapes.card },
  { words: 'date', draft: shapes.date },
  { words: 'seat context', draft: shapes.saveContext },
  { words: 'context', draft: context },
  { words: 'whoami', draft: whoami },
  { words: 'pending quiet', draft: trouble.pendingQuiet },
  { words: 'pending', also: /\b(refund|erstattung|reembolso)\b/iu, draft: trouble.pending },
  { words: 'expire ms', draft: trouble.expireMs },
  { words: 'expire', draft: trouble.expire },
  { words: 'empty', draft: shapes.empty },
  { words: 'bare', draft: shapes.bare },
  { words: 'nothing', draft: shapes.nothing },
  { words: 'markdown', draft: longText.markdown },
  { words: 'table', draft: longText.table },
  { words: 'code', draft: longText.code },
  { words: 'list', draft: longText.list },
  { words: 'unicode', draft: longText.unicode },
  { words: 'hostile', draft: longText.hostile },
  { words: 'long', draft: longText.long },
  { words: 'several', draft: trouble.several },
  { words: 'repeated', draft: trouble.repeated },
  { words: 'later', draft: trouble.later },
  { words: 'slow', draft: trouble.slow },
  { words: 'frustration', draft: trouble.frustration },
  { words: 'incomprehension', draft: trouble.incomprehension },
  { words: 'unfinished', draft: trouble.unfinished },
  { words: 'cut', draft: trouble.cut },
  { words: 'goodbye', draft: trouble.goodbye },
  { words: 'crash', draft: trouble.crash },
  { words: 'error', draft: trouble.serverError },
  { words: 'agent', also: /\b(human|person|mensch|menschen|persona)\b/iu, draft: escalate },
  { words: 'book', also: /\b(flight|flug|vuelo)\b|رحلة/iu, draft: travel.book },
  { words: 'order', also: /\b(bestellung|pedido)\b|طلب/iu, draft: travel.order },
  { words: 'welcome', also: /^(hi|hello|hey|hola|hallo|مرحبا)(?!\p{L})/iu, draft: travel.welcome },
];

/** The words a person can type, for the menu. */
export const TOPIC_WORDS: readonly string[] = TOPICS.map(({ words }) => words);

const matchers = TOPICS.map((topic) => ({
  topic,
  pattern: new RegExp(`\\b${topic.words}\\b`, 'i'),
}));

/** The topic a text asks for. */
export function findTopic(text: string): Topic | undefined {
  return matchers.find(({ topic, pattern }) => pattern.test(text) || topic.also?.test(text))?.topic;
}

/** The topic with exactly these words. */
export function namedTopic(words: string): Topic | undefined {
  return TOPICS.find((topic) => topic.words === words);
}
