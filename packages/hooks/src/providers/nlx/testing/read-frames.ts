import type { ChatEvent } from '../../../chat/chat-event.ts';
import type { IncomingMessage } from '../../../chat/chat-message.ts';
import type { Decoded, SessionFacts } from '../../provider.ts';
import { factsOf } from '../../testing/facts.ts';
import type { NlxOptions } from '../nlx-options.ts';
import { readNlxFrame } from '../read-frame.ts';

/** Frames read one after the other, each in the light of what the ones before said of the session. */
export interface Reading {
  readonly events: readonly ChatEvent[];
  readonly messages: readonly IncomingMessage[];
  /** What the last frame asked to be done later. */
  readonly then: Decoded['then'];
  readonly facts: SessionFacts;
}

export function readFrames(
  frames: readonly unknown[],
  transport: NlxOptions['transport'] = 'websocket',
  start: Partial<SessionFacts> = {},
): Reading {
  let facts = factsOf(start);
  let then: Decoded['then'];
  const events: ChatEvent[] = [];
  for (const frame of frames) {
    const decoded = readNlxFrame(frame, facts, transport);
    events.push(...decoded.events);
    then = decoded.then;
    facts = decoded.events.reduce(applyEvent, facts);
  }
  return { events, then, facts, messages: messagesOf(events) };
}

function applyEvent(facts: SessionFacts, event: ChatEvent): SessionFacts {
  switch (event.type) {
    case 'session-update':
      return { ...facts, session: { ...facts.session, ...event.session } };
    case 'handoff':
      return { ...facts, handoff: event.handoff };
    default:
      return facts;
  }
}

function messagesOf(events: readonly ChatEvent[]): readonly IncomingMessage[] {
  return events.flatMap((event) => (event.type === 'message' ? [event.message] : []));
}

/** The events, without what every frame of a socket brings along. */
export function happened(reading: Reading): readonly ChatEvent[] {
  return reading.events.filter(({ type }) => type !== 'session-ready' && type !== 'session-update');
}
