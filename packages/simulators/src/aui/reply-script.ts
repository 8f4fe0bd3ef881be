import { slower, type Pace } from '../core/pace.ts';
import { suggestWords, TEXT_WORDS, TEXTS } from '../core/texts.ts';
import { splitTokens } from '../core/tokens.ts';
import { findTopic, findTopics, type TopicWords } from '../core/topics.ts';
import { auiError, type AuiError, type AuiShapes } from './aui-frames.ts';
import { productsIn } from './products.ts';
import type { AuiTask, MessageContent } from './tasks.ts';

/** One thing the platform does in a turn, so long after the one before. */
export type ReplyStep = { readonly afterMs: number } & (
  | { readonly kind: 'update'; readonly text: string }
  | { readonly kind: 'final'; readonly from: 'agent' | '3p'; readonly content: MessageContent }
  | { readonly kind: 'final-again' }
  | { readonly kind: 'hand-over'; readonly to: AuiTask['answeredBy'] }
  | { readonly kind: 'error'; readonly error: AuiError }
  | { readonly kind: 'raw'; readonly frame: object | string }
  | { readonly kind: 'cut' }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string }
);

/** A turn: what happens, and in which of the protocol's shapes. */
export interface Reply {
  readonly shapes: AuiShapes;
  readonly steps: readonly ReplyStep[];
}

const SHAPE_WORDS: TopicWords<
  'channel' | 'camel' | 'delta' | 'wrapped' | 'cards' | 'options' | 'z' | 't'
> = {
  channel: ['channel'],
  camel: ['camel'],
  delta: ['delta'],
  wrapped: ['wrapped'],
  cards: ['cards'],
  options: ['options', 'variants'],
  z: ['zulu'],
  t: ['zoneless'],
};

/** The shapes that words in a text ask for, over those configured. */
function shapesFor(text: string, configured: AuiShapes): AuiShapes {
  const asked = new Set(findTopics(text, SHAPE_WORDS));
  return {
    update: asked.has('camel')
      ? 'channel-camel'
      : asked.has('channel')
        ? 'channel'
        : configured.update,
    text: asked.has('delta') ? 'delta' : configured.text,
    final: asked.has('wrapped') ? 'wrapped' : configured.final,
    dates: asked.has('z') ? 'z' : asked.has('t') ? 't' : configured.dates,
    products: asked.has('cards') ? 'cards' : asked.has('options') ? 'options' : configured.products,
  };
}

const WORDS = {
  moderation: ['moderation', 'moderated'],
  unauthorized: ['unauthorized', 'unauthenticated'],
  bare: ['bare'],
  crash: ['crash', 'error', 'fail'],
  failure: ['failure'],
  rate: ['rate limit'],
  expired: ['expired'],
  gone: ['gone'],
  restart: ['restart'],
  drop: ['drop', 'cut'],
  human: ['agent', 'human', 'person', 'somebody'],
  empty: ['empty'],
  repeat: ['repeat', 'duplicate'],
  revise: ['revise', 'correct'],
  strange: ['strange', 'unknown'],
  silence: ['silence', 'silent'],
  close: ['close', 'goodbye', 'bye'],
  slow: ['slow', 'slowly'],
  mirror: ['mirror'],
  products: ['microwave', 'products', 'product', 'cards', 'options', 'variants', 'buy'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Special = keyof typeof WORDS;

const TABLE: TopicWords<Special> = WORDS;

const SUGGESTIONS = ['Show me products', 'Talk to a person', 'Show me a table'];

const GREETING = `I help people choose kitchen appliances. Tell me what you need, or type one of these words to see what this platform can send: ${suggestWords(['microwave', 'cards', 'options', 'long', 'table', 'code', 'agent', 'slow', 'moderation', 'crash', 'drop', 'strange', 'html'])}. The words ${suggestWords(['channel', 'delta', 'wrapped'])} change the shape of the frames.`;

const RECOMMENDATION =
  'I found three built-in microwaves with at least 20 litres. The **Nordhaus Linea 25** is the one I would take: it has a grill, and it stays within the usual budget.';

function updates(text: string, mode: AuiShapes['text'], pace: Pace): readonly ReplyStep[] {
  let soFar = '';
  return splitTokens(text).map((token, index) => {
    soFar += token;
    const afterMs = index === 0 ? pace.thinkMs : pace.tokenMs;
    return { kind: 'update', afterMs, text: mode === 'delta' ? token : soFar };
  });
}

function streamed(
  text: string,
  shapes: AuiShapes,
  pace: Pace,
  extra: Partial<MessageContent> = {},
): readonly ReplyStep[] {
  const content = { text, followup_suggestions: SUGGESTIONS, ...extra };
  return [
    ...updates(text, shapes.text, pace),
    { kind: 'final', afterMs: pace.tokenMs, from: 'agent', content },
  ];
}

function failing(
  pace: Pace,
  error: AuiError | null,
  code: number,
  reason: string,
): readonly ReplyStep[] {
  const close: ReplyStep = { kind: 'close', afterMs: error ? 0 : pace.thinkMs, code, reason };
  return error ? [{ kind: 'error', afterMs: pace.thinkMs, error }, close] : [close];
}

const half = (steps: readonly ReplyStep[]): readonly ReplyStep[] =>
  steps.slice(0, Math.ceil(steps.length / 2));

const STRANGE_FRAMES: readonly (object | string)[] = [
  'this is not JSON {',
  '[1, 2, 3]',
  'null',
  { event: 'thread-status-updated', data: { status: 'thinking' } },
  { channel: { event_name: 'thread-title-updated' }, data: { text: 'A title, not an answer' } },
  { channel: { eventName: 'agent-typing' } },
  { event: 'thread-message-text-content-updated', data: { text: 7 } },
  { thread_id: 'a later generation', agent_id: 'of this protocol' },
];

function human(pace: Pace): readonly ReplyStep[] {
  const by = (text: string, afterMs: number): ReplyStep => ({
    kind: 'final',
    afterMs,
    from: '3p',
    content: { text, followup_suggestions: null },
  });
  return [
    {
      kind: 'final',
      afterMs: pace.thinkMs,
      from: 'agent',
      content: { text: 'I am getting a colleague for you.', followup_suggestions: [] },
    },
    { kind: 'hand-over', afterMs: 0, to: '3p' },
    by('Hello, this is Mara. I have read your conversation.', pace.thinkMs * 4),
    by('What can I do for you? Write **bot** to go back.', pace.thinkMs * 2),
  ];
}

type Script = (shapes: AuiShapes, pace: Pace, text: string) => readonly ReplyStep[];

const SPECIALS: { readonly [Name in Special]: Script } = {
  moderation: (_shapes, pace) =>
    failing(pace, auiError(400, 'The message was stopped by content moderation'), 1008, ''),
  unauthorized: (_shapes, pace) => failing(pace, auiError(401, 'Invalid API key'), 1008, ''),
  bare: (_shapes, pace) => failing(pace, null, 1008, ''),
  crash: (_shapes, pace) => failing(pace, auiError(500, 'Something broke'), 1011, ''),
  failure: (_shapes, pace) => [
    { kind: 'error', afterMs: pace.thinkMs, error: auiError(500, 'The agent gave no answer') },
  ],
  rate: (_shapes, pace) => failing(pace, auiError(429, 'Too many messages'), 4003, 'rate limited'),
  expired: (_shapes, pace) => failing(pace, null, 4001, 'authentication expired'),
  gone: (_shapes, pace) => failing(pace, null, 4002, 'task not found'),
  restart: (_shapes, pace) => failing(pace, null, 1012, 'service restart'),
  drop: (shapes, pace) => {
    const steps = streamed('This answer stops in the middle: the line goes dead.', shapes, pace);
    // The rest is for the history, from which a client can repair the gap.
    return [
      ...half(steps),
      { kind: 'cut', afterMs: pace.tokenMs },
      ...steps.slice(half(steps).length),
    ];
  },
  human: (_shapes, pace) => human(pace),
  empty: (shapes, pace) => [
    ...updates('The final of this answer is empty; this text stays.', shapes.text, pace),
    { kind: 'final', afterMs: pace.tokenMs, from: 'agent', content: { text: '' } },
  ],
  repeat: (shapes, pace) => [
    ...streamed('The final of this answer comes twice; it is one answer.', shapes, pace),
    { kind: 'final-again', afterMs: 0 },
  ],
  revise: (_shapes, pace) => [
    { kind: 'update', afterMs: pace.thinkMs, text: 'It costs € 499, I beleive' },
    { kind: 'update', afterMs: pace.tokenMs, text: 'It costs' },
    { kind: 'update', afterMs: pace.tokenMs, text: 'It costs € 489.' },
    {
      kind: 'final',
      afterMs: pace.tokenMs,
      from: 'agent',
      content: { text: 'It costs **€ 489**.' },
    },
  ],
  strange: (shapes, pace) => {
    const steps = streamed('Between these words came frames that mean nothing.', shapes, pace);
    const first = half(steps);
    const noise = STRANGE_FRAMES.map((frame): ReplyStep => ({ kind: 'raw', afterMs: 0, frame }));
    return [...first, ...noise, ...steps.slice(first.length)];
  },
  silence: () => [],
  close: (shapes, pace) => [
    ...streamed('Goodbye! The next message opens the line again.', shapes, pace),
    { kind: 'close', afterMs: pace.tokenMs, code: 1000, reason: 'done' },
  ],
  slow: (shapes, pace, text) => {
    const topic = findTopic(text, TEXT_WORDS);
    return streamed(topic ? TEXTS[topic] : RECOMMENDATION, shapes, slower(pace));
  },
  // The rest of the text and nothing else, so that a test knows which question an answer belongs to.
  mirror: (shapes, pace, text) => streamed(text.replace(/^.*?\bmirror\b\s*/is, ''), shapes, pace),
  products: (shapes, pace) => streamed(RECOMMENDATION, shapes, pace, productsIn(shapes.products)),
};

function fromHuman(text: string, pace: Pace): readonly ReplyStep[] {
  if (findTopic(text, { bot: ['bot', 'back'] })) {
    return [
      {
        kind: 'final',
        afterMs: pace.thinkMs,
        from: '3p',
        content: { text: 'Goodbye, and thank you.' },
      },
      { kind: 'hand-over', afterMs: 0, to: 'agent' },
    ];
  }
  const content = { text: 'Let me look that up for you.', followup_suggestions: null };
  return [{ kind: 'final', afterMs: pace.thinkMs * 4, from: '3p', content }];
}

/** What the platform does after a message: words in the text choose it. */
export function planReply(
  text: string,
  configured: AuiShapes,
  pace: Pace,
  answeredBy: AuiTask['answeredBy'],
): Reply {
  const shapes = shapesFor(text, configured);
  if (answeredBy === '3p') return { shapes, steps: fromHuman(text, pace) };
  const topic = findTopic(text, TEXT_WORDS);
  const special = findTopic(text, TABLE);
  if (special !== undefined) return { shapes, steps: SPECIALS[special](shapes, pace, text) };
  return { shapes, steps: streamed(topic ? TEXTS[topic] : GREETING, shapes, pace) };
}
