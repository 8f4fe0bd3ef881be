import type { ChatEvent } from '../../chat/chat-event.ts';
import type { IncomingMessage, MessageRole } from '../../chat/chat-message.ts';
import type { HandoffState } from '../../chat/chat-state.ts';
import { type JsonRecord, readField, readRecord } from '../json-value.ts';
import type { Decoded, SessionFacts } from '../provider.ts';
import { unknown } from '../unknown-event.ts';
import { type AnswerExtras, extendMessage, readExtras } from './answer-extras.ts';
import type { NlxOptions } from './nlx-options.ts';
import { pollFollowUp } from './polling.ts';
import { readMessage, readMessages } from './read-message.ts';
import { changeHandoff, enterConversation, updateSession } from './read-session.ts';
import { mergeNodes, type NlxSessionMemory, readMemory, readUploads } from './session-memory.ts';
import { sourcesOf } from './sources.ts';

type Transport = NlxOptions['transport'];

/** The end of an answer belongs to a message that was streamed this lately; an older one was cut off. */
const STREAM_MS = 120_000;

/**
 * The first frame of a socket: the conversation's name and nothing else. A socket that was lost took its plan
 * to poll with it: the resumed conversation goes on polling.
 */
export function readAcknowledgement(record: JsonRecord, facts: SessionFacts): Decoded {
  const { session, memory, events } = enterConversation(record, facts);
  const isSame = session.id && session.id === facts.session.id;
  const poll = memory.polls > 0 ? pollFollowUp(memory.polls, true) : { polls: 0, events: [] };
  const change = isSame ? { ...session, resumed: true } : session;
  return {
    ...poll,
    events: [
      ...updateSession(change, { ...memory, polls: poll.polls }, facts),
      ...events,
      ...poll.events,
    ],
  };
}

/** One finished message of an answer that goes on; undefined where there is nothing to show. */
export function readStreamed(
  record: JsonRecord,
  facts: SessionFacts,
  transport: Transport,
): Decoded | undefined {
  const problems: string[] = [];
  const memory = readMemory(facts);
  const role = roleOf(memory.escalated, transport);
  const message = readMessage(record, role, undefined, problems);
  if (!message) {
    return undefined;
  }
  const remembered = {
    ...memory,
    nodeIds: mergeNodes(memory.streamed ? memory.nodeIds : [], [message]),
    streamed: { message, at: facts.now },
  };
  return {
    events: [
      ...problems.map(unknown),
      ...updateSession({}, remembered, facts),
      ...changeHandoff(role === 'agent' ? role : facts.handoff, facts),
      { type: 'message', message },
    ],
  };
}

/** A person's messages come over the socket only: whatever HTTP answers is the application's. */
function roleOf(isEscalated: boolean, transport: Transport): MessageRole {
  return isEscalated && transport === 'websocket' ? 'agent' : 'assistant';
}

/**
 * A whole answer, or the end of a streamed one. The turn ends here unless data is still on its way; over HTTP
 * the end of the exchange ends it as well, so that neither waits for the other.
 */
export function readAnswer(
  record: JsonRecord,
  facts: SessionFacts,
  transport: Transport,
  extent: 'whole' | 'end',
): Decoded {
  const problems: string[] = [];
  const { session, memory: before, events } = enterConversation(record, facts);
  const metadata = readRecord(record, 'metadata');
  const extras = readExtras(record, problems);
  const { escalation, inputDisabled } = extras.metadata;
  const role = roleOf(before.escalated && escalation !== false, transport);
  const own = readMessages(record, role, problems);
  const streamed = extent === 'end' ? before.streamed : null;
  // Only a message with an id can be said again with more in it, unless its stream was cut off long ago.
  const isLately = streamed?.message.serverId && facts.now - streamed.at <= STREAM_MS;
  const messages = answerMessages(own, extras, role, isLately ? streamed.message : undefined);
  const isPending = readField(metadata, 'hasPendingDataRequest') === true;
  // A message carries these: where none is shown they are nowhere. One that is still to come may say them again.
  const lost = messages.length > 0 || isPending ? [] : (['payload', 'context'] as const);
  for (const name of lost) {
    if (Object.keys(extras.metadata[name] ?? {}).length > 0) {
      problems.push(`the ${name} of an answer that shows nothing`);
    }
  }
  const poll = pollFollowUp(before.polls, isPending, own.at(-1)?.serverId);
  const memory: NlxSessionMemory = {
    escalated: escalation ?? before.escalated,
    polls: poll.polls,
    uploads: metadata ? readUploads(metadata, 'uploadUrls') : before.uploads,
    nodeIds: own.length > 0 ? mergeNodes(streamed ? before.nodeIds : [], own) : before.nodeIds,
    streamed: null,
  };
  return {
    ...poll,
    events: [
      ...problems.map(unknown),
      ...updateSession(
        // Typing stays as it was where an answer says nothing.
        messages.length > 0 || inputDisabled
          ? { ...session, inputDisabled: inputDisabled === true }
          : session,
        memory,
        facts,
      ),
      ...events,
      ...(before.escalated && escalation === false
        ? changeHandoff(BOT_AGAIN[facts.handoff], facts)
        : []),
      ...(messages.length > 0 && role === 'agent' ? changeHandoff(role, facts) : []),
      ...messages.map((message) => ({ type: 'message', message }) as const),
      ...(escalation ? personIsCalled(before.escalated, facts, transport) : []),
      ...poll.events,
    ],
  };
}

function answerMessages(
  own: readonly IncomingMessage[],
  extras: AnswerExtras,
  role: MessageRole,
  streamed: IncomingMessage | undefined,
): readonly IncomingMessage[] {
  const earlier = own.slice(0, -1);
  const last = own.at(-1) ?? streamed ?? { role, parts: [] };
  const extended = extendMessage(last, extras, earlier.flatMap(sourcesOf));
  const isNothingNew = own.length === 0 && JSON.stringify(extended) === JSON.stringify(last);
  return isNothingNew || extended.parts.length === 0 ? [] : [...earlier, extended];
}

/** Said also where the user asked for it: so it is known that somebody comes. Over HTTP nobody is waited for. */
function personIsCalled(
  wasCalled: boolean,
  { handoff }: SessionFacts,
  transport: Transport,
): readonly ChatEvent[] {
  const called: ChatEvent = { type: 'handoff', handoff: 'requested' };
  if (transport === 'websocket') {
    return wasCalled ? [] : [called];
  }
  return wasCalled && handoff !== 'requested'
    ? []
    : [called, { type: 'handoff', handoff: 'bot' }, { type: 'message', message: ELSEWHERE }];
}

/** Who has the conversation once the platform says that the application has it. */
const BOT_AGAIN: Readonly<Record<HandoffState, HandoffState>> = {
  bot: 'bot',
  requested: 'bot',
  agent: 'ended',
  ended: 'ended',
};

/** English is the fallback: a view that speaks another language goes by `metadata.notice`. */
const ELSEWHERE: IncomingMessage = {
  role: 'system',
  parts: [
    {
      type: 'text',
      text: 'You are being handed over to a person. Their messages cannot be shown here: this chat is not on a live connection.',
    },
  ],
  metadata: { notice: 'agent-elsewhere' },
};
