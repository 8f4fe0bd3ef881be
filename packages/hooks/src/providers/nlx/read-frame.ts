import type { ChatEvent } from '../../chat/chat-event.ts';
import { createChatError } from '../../chat/chat-error.ts';
import type { IncomingMessage, MessageRole } from '../../chat/chat-message.ts';
import type { Decoded, SessionFacts } from '../provider.ts';
import {
  answerExtras,
  answerMessage,
  citedIn,
  extendMessage,
  messageOfExtras,
} from './answer-message.ts';
import type { NlxOptions } from './nlx-options.ts';
import type { NlxMessage } from './parse-message.ts';
import type { NlxResponse } from './parse-response.ts';
import { pollFollowUp } from './polling.ts';
import { parseNlxFrame } from './protocol.ts';
import { enterConversation, updateSession } from './read-session.ts';
import { mergeNodes, type NlxSessionMemory, readMemory } from './session-memory.ts';

type Transport = NlxOptions['transport'];

/** The end of an answer belongs to a message that was streamed this lately; an older one was cut off. */
const STREAM_MS = 120_000;

/** Frame → what happened. Total. Each valid frame of a socket also says that the session is usable. */
export function readNlxFrame(frame: unknown, facts: SessionFacts, transport: Transport): Decoded {
  const parsed = parseNlxFrame(frame);
  const ready: readonly ChatEvent[] = transport === 'websocket' ? [{ type: 'session-ready' }] : [];
  switch (parsed.kind) {
    case 'unknown':
      return { events: [unknown(parsed.reason)] };
    case 'failure':
      return { events: [FAILURE] };
    case 'interim':
      return { events: [...ready, ...readInterim(parsed.text)] };
    case 'message':
      return {
        events: [
          ...ready,
          ...parsed.problems.map(unknown),
          ...readStreamed(parsed.message, facts, transport),
        ],
      };
    case 'acknowledgement': {
      // Over HTTP a body that only names the conversation is an answer like any other.
      const read = transport === 'http' ? readAnswer : readAcknowledgement;
      return withEvents(ready, read(parsed.response, facts, transport, 'whole'));
    }
    case 'response':
      return withEvents(ready, readAnswer(parsed.response, facts, transport, 'whole'));
    case 'final':
      return withEvents(ready, readAnswer(parsed.response, facts, transport, 'end'));
    default:
      return parsed satisfies never;
  }
}

const withEvents = (first: readonly ChatEvent[], decoded: Decoded): Decoded => ({
  ...decoded,
  events: [...first, ...decoded.events],
});

const unknown = (reason: string): ChatEvent => ({ type: 'unknown', reason });

const FAILURE: ChatEvent = {
  type: 'error',
  scope: 'message',
  error: createChatError('server', 'NLX could not answer this message.', {
    fix: 'Send it again; if it fails again, look at the application in NLX.',
  }),
};

function readInterim(text: string): readonly ChatEvent[] {
  return text.trim() === '' ? [] : [{ type: 'activity', activity: { kind: 'interim', text } }];
}

/** A socket that was lost took its plan to poll with it: the resumed conversation goes on polling. */
function readAcknowledgement(response: NlxResponse, facts: SessionFacts): Decoded {
  const turn = enterConversation(response, facts);
  const isSame =
    response.conversationId !== undefined && response.conversationId === facts.session.id;
  const change = isSame ? { ...turn.session, resumed: true } : turn.session;
  const { polls } = turn.memory;
  const poll = polls > 0 ? pollFollowUp(polls, true) : undefined;
  const memory = { ...turn.memory, polls: poll?.polls ?? 0 };
  return {
    events: [
      ...response.problems.map(unknown),
      ...updateSession(change, memory, facts),
      ...turn.events,
      ...(poll?.events ?? []),
    ],
    ...(poll?.followUp && { then: poll.followUp }),
  };
}

/** A person's messages come over the socket only: whatever HTTP answers is the application's. */
function roleOf(memory: NlxSessionMemory, transport: Transport): MessageRole {
  return memory.escalated && transport === 'websocket' ? 'agent' : 'assistant';
}

function readStreamed(
  message: NlxMessage,
  facts: SessionFacts,
  transport: Transport,
): readonly ChatEvent[] {
  const memory = readMemory(facts);
  const role = roleOf(memory, transport);
  const incoming = answerMessage(message, role, undefined);
  const before = memory.streamed ? memory.nodeIds : [];
  // Only a message with an id can be said again with more in it.
  const remembered = {
    ...memory,
    nodeIds: mergeNodes(before, [message.nodeId]),
    streamed: { message: incoming, at: facts.now },
  };
  return [
    ...updateSession({}, remembered, facts),
    ...personSpeaks(role, facts),
    { type: 'message', message: incoming },
  ];
}

function personSpeaks(role: MessageRole, facts: SessionFacts): readonly ChatEvent[] {
  return role === 'agent' && facts.handoff !== 'agent'
    ? [{ type: 'handoff', handoff: 'agent' }]
    : [];
}

/**
 * A whole answer, or the end of a streamed one. The turn ends here unless data is still on its way; over HTTP
 * the end of the exchange ends it as well, so that neither waits for the other.
 */
function readAnswer(
  response: NlxResponse,
  facts: SessionFacts,
  transport: Transport,
  extent: 'whole' | 'end',
): Decoded {
  const { metadata } = response;
  const turn = enterConversation(response, facts);
  const calm = metadata?.escalation === false;
  const role = roleOf({ ...turn.memory, escalated: turn.memory.escalated && !calm }, transport);
  const messages = answerMessages(response, role, streamedLately(turn.memory, facts, extent));
  const poll = pollFollowUp(turn.memory.polls, metadata?.hasPendingDataRequest ?? false);
  const nodes = response.messages.map(({ nodeId }) => nodeId);
  const memory: NlxSessionMemory = {
    escalated: calm ? false : turn.memory.escalated || metadata?.escalation === true,
    polls: poll.polls,
    uploads: metadata?.uploads ?? turn.memory.uploads,
    nodeIds:
      response.messages.length === 0
        ? turn.memory.nodeIds
        : mergeNodes(turn.memory.streamed && extent === 'end' ? turn.memory.nodeIds : [], nodes),
    inputDisabled: messages.length > 0 ? response.inputDisabled : turn.memory.inputDisabled,
    streamed: null,
  };
  return {
    events: [
      ...response.problems.map(unknown),
      ...updateSession(turn.session, memory, facts),
      ...turn.events,
      ...(calm ? personLeaves(facts) : []),
      ...(messages.length > 0 ? personSpeaks(role, facts) : []),
      ...messages.map((message) => ({ type: 'message', message }) as const),
      ...(memory.escalated && !turn.memory.escalated ? personIsCalled(facts, transport) : []),
      ...poll.events,
    ],
    ...(poll.followUp && { then: poll.followUp }),
  };
}

/** The message that the end of a stream adds to: the last one, unless its stream was cut off long ago. */
function streamedLately(
  { streamed }: NlxSessionMemory,
  facts: SessionFacts,
  extent: 'whole' | 'end',
): IncomingMessage | undefined {
  const isLate = streamed !== null && facts.now - streamed.at > STREAM_MS;
  return extent === 'end' && !isLate && streamed?.message.serverId !== undefined
    ? streamed.message
    : undefined;
}

function answerMessages(
  response: NlxResponse,
  role: MessageRole,
  streamed: IncomingMessage | undefined,
): readonly IncomingMessage[] {
  const extras = answerExtras(response);
  const own = response.messages.map((message) =>
    answerMessage(message, role, response.metadata?.intentId),
  );
  const last = own.at(-1) ?? streamed;
  if (!last) {
    const message = messageOfExtras(extras, role);
    return message ? [message] : [];
  }
  const earlier = own.slice(0, -1);
  const extended = extendMessage(last, extras, citedIn(earlier));
  const isNothingNew = own.length === 0 && JSON.stringify(extended) === JSON.stringify(last);
  return isNothingNew ? [] : [...earlier, extended];
}

function personIsCalled(facts: SessionFacts, transport: Transport): readonly ChatEvent[] {
  return [
    ...(facts.handoff === 'requested' ? [] : [{ type: 'handoff', handoff: 'requested' } as const]),
    ...(transport === 'http' ? [{ type: 'message', message: ELSEWHERE } as const] : []),
  ];
}

/** The platform says that the application has the conversation. */
function personLeaves(facts: SessionFacts): readonly ChatEvent[] {
  switch (facts.handoff) {
    case 'agent':
      return [{ type: 'handoff', handoff: 'ended' }];
    case 'requested':
      return [{ type: 'handoff', handoff: 'bot' }];
    default:
      return [];
  }
}

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
