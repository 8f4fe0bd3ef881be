import { slower, type Pace } from '../core/pace.ts';
import { suggestWords, TEXT_WORDS, TEXTS } from '../core/texts.ts';
import { splitTokens } from '../core/tokens.ts';
import { findTopic, type TopicWords } from '../core/topics.ts';
import { rateLimited, type LexiconError } from './lexicon-events.ts';

/** A picture or a document that comes with an answer; the path is served by the simulator. */
export interface Media {
  readonly type: 'image' | 'file';
  readonly path: string;
}

/** One thing the platform does in a turn, so long after the one before. */
export type ReplyStep = { readonly afterMs: number } & (
  | { readonly kind: 'start' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'end'; readonly content: string; readonly media?: Media | undefined }
  | { readonly kind: 'end-again' }
  | { readonly kind: 'error'; readonly error: LexiconError }
  | { readonly kind: 'raw'; readonly frame: object | string }
  | { readonly kind: 'other-device'; readonly content: string }
  | { readonly kind: 'cut' }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string }
);

type Special = keyof typeof WORDS;

const WORDS = {
  image: ['image', 'picture', 'photo'],
  file: ['file', 'document', 'attachment'],
  rate: ['rate limit'],
  error: ['error', 'fail'],
  drop: ['drop', 'cut'],
  restart: ['restart'],
  revise: ['revise', 'correct'],
  whole: ['whole', 'no stream'],
  repeat: ['repeat', 'duplicate'],
  orphan: ['orphan'],
  strange: ['strange', 'unknown'],
  device: ['other device', 'other tab'],
  silence: ['silence', 'silent'],
  close: ['close', 'goodbye', 'bye'],
  revoke: ['revoke'],
  slow: ['slow', 'slowly'],
  mirror: ['mirror'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const TABLE: TopicWords<Special> = WORDS;

const UNAVAILABLE: LexiconError = {
  code: 'AI_UNAVAILABLE',
  message: 'The assistant could not answer',
  fix: 'Send the message again in a moment.',
  timed: true,
};

const REVOKED: LexiconError = {
  code: 'AUTH_ERROR',
  message: 'The API key was revoked',
  fix: 'Use a key that is still valid.',
  timed: true,
};

function friendly(text: string): string {
  const greeting = /^\s*(hi|hello|hey|good (morning|day|evening))\b/i.test(text)
    ? 'Hello! '
    : 'Happy to help. ';
  return `${greeting}I'm the support assistant of a small online shop. Ask me about an order, or type one of these words to see what this platform can send: ${suggestWords(['long', 'table', 'code', 'list', 'unicode', 'links', 'image', 'file', 'slow', 'error', 'drop', 'revise', 'other tab', 'html'])}.`;
}

function streamed(content: string, pace: Pace, media?: Media): readonly ReplyStep[] {
  return [
    { kind: 'start', afterMs: pace.thinkMs },
    ...tokens(content, pace),
    { kind: 'end', afterMs: pace.tokenMs, content, media },
  ];
}

function tokens(content: string, pace: Pace): readonly ReplyStep[] {
  return splitTokens(content).map((token) => ({ kind: 'token', token, afterMs: pace.tokenMs }));
}

const half = (steps: readonly ReplyStep[]): readonly ReplyStep[] =>
  steps.slice(0, Math.ceil(steps.length / 2));

const STRANGE_FRAMES: readonly (object | string)[] = [
  'this is not JSON {',
  '[1, 2, 3]',
  '42',
  'null',
  { event_type: 'agent_mood_changed', timestamp: 'yesterday', mood: 'cheerful' },
  { event_type: 'message_stream_token', chat_id: 'another-chat', token: ' (not for you)' },
  { event_type: 'message_stream_token', token: 7 },
  { event_type: 17 },
];

const SPECIALS: { readonly [Name in Special]: (pace: Pace, text: string) => readonly ReplyStep[] } =
  {
    image: (pace) =>
      streamed('Here is the kettle you asked about.', pace, {
        type: 'image',
        path: '/media/kettle.svg',
      }),
    file: (pace) =>
      streamed('Here is the manual as a document.', pace, {
        type: 'file',
        path: '/media/manual.txt',
      }),
    rate: (pace) => [{ kind: 'error', afterMs: pace.thinkMs, error: rateLimited(10) }],
    error: (pace) => [{ kind: 'error', afterMs: pace.thinkMs, error: UNAVAILABLE }],
    drop: (pace) => {
      const steps = streamed(
        'This answer stops in the middle: the line goes dead before the end.',
        pace,
      );
      // The rest is for the other sockets and for the history, from which a client can repair the gap.
      return [
        ...half(steps),
        { kind: 'cut', afterMs: pace.tokenMs },
        ...steps.slice(half(steps).length),
      ];
    },
    restart: (pace) => [
      ...half(streamed('I began to answer, then thought again.', pace)),
      ...streamed('Here is the better answer, begun anew.', pace),
    ],
    revise: (pace) => [
      { kind: 'start', afterMs: pace.thinkMs },
      ...tokens('The parcel arrives on Tueday.', pace),
      { kind: 'end', afterMs: pace.tokenMs, content: 'The parcel arrives on **Tuesday**.' },
    ],
    whole: (pace) => [
      {
        kind: 'end',
        afterMs: pace.thinkMs,
        content: 'This answer came in one piece, without a stream.',
      },
    ],
    repeat: (pace) => [
      ...streamed('The end of this answer is sent twice; it is still one answer.', pace),
      { kind: 'end-again', afterMs: 0 },
    ],
    orphan: (pace) => [
      ...tokens('These tokens came without a start.', pace),
      { kind: 'end', afterMs: pace.tokenMs, content: 'These tokens came without a start.' },
    ],
    strange: (pace) => {
      const [start, ...rest] = streamed(
        'Between these words came frames that mean nothing to a client.',
        pace,
      );
      const noise = STRANGE_FRAMES.map((frame): ReplyStep => ({ kind: 'raw', afterMs: 0, frame }));
      return start === undefined
        ? noise
        : [start, ...half(rest), ...noise, ...rest.slice(half(rest).length)];
    },
    device: (pace) => [
      { kind: 'other-device', afterMs: pace.thinkMs, content: 'And this I wrote on my phone.' },
      ...streamed('I see you are on two devices. Both get this answer.', pace),
    ],
    silence: () => [],
    close: (pace) => [
      ...streamed('Goodbye! The next message opens the line again.', pace),
      { kind: 'close', afterMs: pace.tokenMs, code: 1000, reason: 'conversation idle' },
    ],
    revoke: (pace) => [
      { kind: 'error', afterMs: pace.thinkMs, error: REVOKED },
      { kind: 'close', afterMs: 0, code: 1008, reason: 'AUTH_ERROR' },
    ],
    slow: (pace, text) => {
      const topic = findTopic(text, TEXT_WORDS);
      const content = topic
        ? TEXTS[topic]
        : 'I take my time, so that you can watch each word arrive.';
      return streamed(content, slower(pace));
    },
    // The rest of the text and nothing else, so that a test knows which question an answer belongs to.
    mirror: (pace, text) => streamed(text.replace(/^.*?\bmirror\b\s*/is, ''), pace),
  };

/** What the platform does after a message was received: words in the text choose it. */
export function planReply(text: string, pace: Pace): readonly ReplyStep[] {
  const special = findTopic(text, TABLE);
  if (special !== undefined) return SPECIALS[special](pace, text);
  const topic = findTopic(text, TEXT_WORDS);
  return streamed(topic ? TEXTS[topic] : friendly(text), pace);
}
