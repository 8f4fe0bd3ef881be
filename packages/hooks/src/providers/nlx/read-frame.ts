import type { ChatEvent } from '../../chat/chat-event.ts';
import { createChatError } from '../../chat/chat-error.ts';
import type { IncomingMessage, MessageRole } from '../../chat/chat-message.ts';
import type { SessionInfo } from '../../chat/chat-state.ts';
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
import { EMPTY_MEMORY, mergeNodes, type NlxSessionMemory, readMemory } from './session-memory.ts';

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
    case 'acknowledgement':
      // Over HTTP a body that only names the conversation is an answer like any other.
      return transport === 'http'
        ? readAnswer(parsed.response, facts, transport, 'whole')
        : { events: [...ready, ...readAcknowledgement(parsed.response, facts)] };
    case 'response':
    case 'final': {
      const extent = parsed.kind === 'final' ? 'end' : 'whole';
      const answer = readAnswer(parsed.response, facts, transport, extent);
      return { ...answer, events: [...ready, ...answer.events] };
    }
    default:
      return parsed satisfies never;
  }
}

const FAILURE: ChatEvent = {
  type: 'error',
  scope: 'message',
  error: createChatError('server', 'NLX could not answer this message.', {
    fix: 'Send it again; if it fails again, look at the application in NLX.',
  }),
};

const unknown = (reason: string): ChatEvent => ({ type: 'unknown', reason });

function readInterim(text: string): readonly ChatEvent[] {
  return text.trim() === '' ? [] : [{ type: 'activity', activity: { kind: 'interim', text } }];
}

function readAcknowledgement(response: NlxResponse, facts: SessionFacts): readonly ChatEvent[] {
  const turn = enterConversation(response, facts);
  const isSame =
    response.conversationId !== undefined && response.conversationId === facts.session.id;
  const change = isSame ? { ...turn.session, resumed: true } : turn.session;
  return [
    ...response.problems.map(unknown),
    ...updateSession(change, turn.memory, facts),
    ...turn.events,
  ];
}

interface Turn {
  readonly session: SessionInfo;
  readonly memory: NlxSessionMemory;
  readonly events: readonly ChatEvent[];
}

/** Another conversation than before: what was remembered of the old one, a person in it included, is over. */
function enterConversation(response: NlxResponse, facts: SessionFacts): Turn {
  const { conversationId: id } = response;
  const known = facts.session.id;
  const hasChanged = id !== undefined && known !== undefined && id !== known;
  // A server that answers has not ended: an end in the past is a clock that is wrong, here or there.
  const isPast = response.expiresAt !== undefined && response.expiresAt <= facts.now;
  const expiresAt = isPast ? undefined : response.expiresAt;
  return {
    session: {
      ...(id !== undefined && { id }),
      ...(expiresAt !== undefined && { expiresAt }),
      ...(hasChanged && { expiresAt, resumed: false }),
    },
    memory: hasChanged ? EMPTY_MEMORY : readMemory(facts),
    events: [
      ...(isPast ? [unknown('expirationTimestamp is in the past')] : []),
      ...(hasChanged && facts.handoff !== 'bot'
        ? [{ type: 'handoff', handoff: 'bot' } as const]
        : []),
    ],
  };
}

/** Nothing where nothing changes, so that a frame costs no render of its own. */
function updateSession(
  change: SessionInfo,
  memory: NlxSessionMemory,
  facts: SessionFacts,
): readonly ChatEvent[] {
  const { session } = facts;
  const isNew = Object.entries(change).some(
    ([name, value]) => value !== session[name as keyof SessionInfo], // `change` is a SessionInfo
  );
  const before = session.data === undefined ? EMPTY_MEMORY : session.data;
  const isRemembered = JSON.stringify(before) === JSON.stringify(memory);
  return isNew || !isRemembered
    ? [{ type: 'session-update', session: { ...change, data: memory } }]
    : [];
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
