import type { Draft, TopicInput } from '../draft.ts';
import type { NlxAct } from '../request.ts';
import type { StoredUpload } from '../uploads.ts';
import { escalate, talk } from './agent.ts';
import { choose } from './choose.ts';
import { TOPIC_WORDS, findTopic, namedTopic } from './topics.ts';
import { book, slots, welcome } from './travel.ts';
import { poll } from './trouble.ts';

/** What an answer may look at beyond the conversation. */
export interface AnswerInput extends TopicInput {
  /** A file that was stored for this conversation. */
  findUpload(uploadId: string): StoredUpload | undefined;
}

/** So much of a text nobody understood is said back. */
const QUOTE_LENGTH = 80;

const HELP = /^(help|hilfe|ayuda|مساعدة|\?)$/iu;

const words = TOPIC_WORDS.join(', ');

const help = ({ say }: TopicInput): Draft => ({ messages: [{ text: say('menu', { words }) }] });

function menu({ say, text }: TopicInput): Draft {
  const quote = text.length > QUOTE_LENGTH ? `${text.slice(0, QUOTE_LENGTH)}…` : text;
  return {
    messages: [{ text: say('sorry', { text: quote }) }, { text: say('menu', { words }) }],
    metadata: { incomprehension: true },
  };
}

/** The flows of this app that a client may start, and the topic each begins with. */
const FLOWS: Readonly<Record<string, string>> = {
  OrderCheck: 'order',
  ChooseSeat: 'choices',
  ChooseFare: 'carousel',
  Refund: 'pending',
  DamagedBag: 'upload',
};

function intent(input: TopicInput, act: Extract<NlxAct, { kind: 'intent' }>): Draft {
  switch (act.intentId) {
    case 'NLX.Welcome':
      return welcome(input);
    case 'NLX.Escalation':
      return escalate(input);
    case 'BookFlight':
      return act.slots.length > 0 ? slots(input, act.slots) : book(input);
    default:
      return namedTopic(FLOWS[act.intentId] ?? '')?.draft(input) ?? menu(input);
  }
}

function uploads(input: AnswerInput, act: Extract<NlxAct, { kind: 'uploads' }>): Draft {
  const { say, findUpload } = input;
  const found = act.uploadIds.map(findUpload);
  const stored = found.filter((upload) => upload !== undefined);
  if (stored.length < found.length) {
    return { messages: [{ text: say('uploadMissing') }], metadata: { incomprehension: true } };
  }
  const files = stored.map(({ contentType, size }) => `${contentType}, ${size} B`).join('; ');
  const note = act.utterance === undefined ? [] : [{ text: `“${act.utterance}”` }];
  return {
    messages: [{ text: say('uploaded', { count: stored.length, files }) }, ...note],
    metadata: { intentId: 'DamagedBag' },
  };
}

function draft(input: AnswerInput, act: NlxAct): Draft {
  switch (act.kind) {
    case 'text':
      if (HELP.test(act.text)) return help(input);
      return findTopic(act.text)?.draft(input) ?? menu(input);
    case 'intent':
      return intent(input, act);
    case 'choice':
      return choose(input, act);
    case 'slots':
      return slots(input, act.slots);
    case 'uploads':
      return uploads(input, act);
    case 'poll':
      return poll(input);
    default:
      return act satisfies never;
  }
}

/** Decides what to answer to anything a user can do. Pure but for the ids it asks for. */
export function answer(input: AnswerInput, act: NlxAct): Draft {
  if (act.kind === 'poll') return poll(input);
  if (input.conversation.mode === 'agent') return talk(input);
  const decided = draft(input, act);
  // A new question drops the data the old one was waiting for.
  return input.conversation.pending === null || decided.change?.pending !== undefined
    ? decided
    : { ...decided, change: { ...decided.change, pending: null } };
}
