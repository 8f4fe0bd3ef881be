/**
 * What NLX sends, reduced to the fields that are used. The acknowledgement and the response are the vendor's
 * documentation; `interim`, `message` and `final_response` its streaming pages; the several shapes of one field
 * were each seen in the wild. docs/protocol/nlx.md tells which is which.
 */
import { createChatError } from '../../chat/chat-error.ts';
import type { ChatEvent } from '../../chat/chat-event.ts';
import { clip, type JsonRecord, readFrame, readRecord, readString } from '../json-value.ts';
import type { Decoded, SessionFacts } from '../provider.ts';
import { unknown } from '../unknown-event.ts';
import type { NlxOptions } from './nlx-options.ts';
import { readAcknowledgement, readAnswer, readStreamed } from './read-answer.ts';
import { isOfConversation } from './read-session.ts';

type Transport = NlxOptions['transport'];

const ANSWER_FIELDS = ['messages', 'modalities', 'payload', 'metadata', 'context'];
const FAILURE_FIELDS = ['message', 'error', 'errors', 'errorMessage'];

const FAILURE: ChatEvent = {
  type: 'error',
  scope: 'message',
  error: createChatError('server', 'NLX could not answer this message.', {
    fix: 'Send it again; if it fails again, look at the application in NLX.',
  }),
};

/** Frame → what happened. Total. Each valid frame of a socket also says that the session is usable. */
export function readNlxFrame(input: unknown, facts: SessionFacts, transport: Transport): Decoded {
  const frame = readFrame(input);
  const read = typeof frame === 'string' ? unknown(frame) : readKind(frame, facts, transport);
  if ('type' in read) {
    return { events: [read] };
  }
  return transport === 'websocket'
    ? { ...read, events: [{ type: 'session-ready' }, ...read.events] }
    : read;
}

/** One event alone where the frame is no part of a conversation. */
function readKind(
  frame: JsonRecord,
  facts: SessionFacts,
  transport: Transport,
): Decoded | ChatEvent {
  const type = readString(frame, 'type');
  // The pages show a message's fields beside `type` and the last event's under `data`; either may be either.
  const data = readRecord(frame, 'data') ?? frame;
  const has = (name: string): boolean => Object.hasOwn(frame, name);
  switch (type) {
    case 'interim': {
      // Progress text: no answer.
      const text = readString(frame, 'text');
      return text === undefined
        ? unknown('an interim event without text')
        : { events: text.trim() ? [{ type: 'activity', activity: { kind: type, text } }] : [] };
    }
    case 'message':
      return (
        readStreamed(data, facts, transport) ?? unknown('a message event with nothing to show')
      );
    case 'final_response':
      return readAnswer(data, facts, transport, 'end');
    default:
      break;
  }
  if (ANSWER_FIELDS.some(has) || Object.keys(frame).length === 0) {
    return readAnswer(frame, facts, transport, 'whole');
  }
  if (FAILURE_FIELDS.some(has)) {
    return FAILURE;
  }
  if (isOfConversation(frame)) {
    // Over HTTP a body that only names the conversation is an answer like any other.
    return transport === 'http'
      ? readAnswer(frame, facts, transport, 'whole')
      : readAcknowledgement(frame, facts);
  }
  const name = type === undefined ? '' : ` of type ${JSON.stringify(clip(type, 40))}`;
  return unknown(`a frame${name} that says nothing known`);
}
