import {
  compact,
  isRecord,
  type JsonRecord,
  readField,
  readId,
  toJsonRecord,
} from '../json-value.ts';
import type { Outgoing, SessionFacts, UserAct } from '../provider.ts';
import { type Refusal, refuse, refuseNonJson } from '../refuse.ts';
import { identity } from './endpoint.ts';
import type { NlxOptions } from './nlx-options.ts';
import { type NlxSaveAs, readSaveAs } from './save-as.ts';
import { readMemory } from './session-memory.ts';

/** Bytes of UTF-8. The gateway in front of the socket is assumed to close on a longer frame. */
export const SOCKET_FRAME_LIMIT: number = 32 * 1024;
/** Characters of JSON. The platform warns beyond it. */
const CONTEXT_LIMIT = 2000;

/** A request in the platform's words, and what it leaves in the context. */
interface Written {
  readonly request?: JsonRecord | undefined;
  readonly context?: JsonRecord | undefined;
}

/** What the user did → what goes out, over either transport. */
export function writeNlxAct(act: UserAct, facts: SessionFacts, options: NlxOptions): Outgoing {
  const written = writeRequest(act, facts, options);
  if ('error' in written) {
    return written;
  }
  const { request } = written;
  const isHttp = options.transport === 'http';
  const context = { ...options.context, ...facts.context, ...written.context };
  const body = toJsonRecord({
    ...identity(options, facts),
    context: act.type === 'poll' ? undefined : compact(context),
    request,
    environment: options.environment,
    channelType: options.channelType,
    // Never left out over HTTP: the vendor's pages disagree on what its absence means.
    stream: isHttp && request ? options.stream !== false : undefined,
  });
  if (!body) {
    return refuseNonJson('What was to be sent, or its context,');
  }
  const bytes = new TextEncoder().encode(JSON.stringify(body)).length;
  if (!isHttp && bytes > SOCKET_FRAME_LIMIT) {
    return refuse('too-large', 'This is more than NLX takes at once.', {
      fix: `Shorten the message or the context: ${bytes} of at most ${SOCKET_FRAME_LIMIT} bytes.`,
    });
  }
  const { length } = JSON.stringify(body['context'] ?? {});
  return {
    body,
    // A context by itself has an address of its own.
    ...(!request && {
      path: '/context',
      headers: { 'nlx-conversation-id': facts.session.id ?? '' },
    }),
    // A context that is longer than the platform likes is sent all the same.
    ...(length > CONTEXT_LIMIT && {
      warning: `the context has ${length} characters; NLX takes ${CONTEXT_LIMIT}`,
    }),
  };
}

function writeRequest(act: UserAct, facts: SessionFacts, options: NlxOptions): Written | Refusal {
  switch (act.type) {
    case 'text':
      // The platform's only place for something that travels with a message is the context.
      return { request: { unstructured: { text: act.text } }, context: act.metadata };
    case 'welcome':
      return structured({ intentId: 'NLX.Welcome' });
    case 'agent':
      return structured({ intentId: 'NLX.Escalation' });
    case 'poll':
      return structured({ poll: true });
    case 'upload': {
      const { uploadIds, text } = act;
      return uploadIds.length === 0
        ? refuse('invalid-message', 'There is no uploaded file to speak of.')
        : structured({ uploadIds, utterance: text.trim() === '' ? undefined : text });
    }
    case 'choice':
      return writeChoice(act, facts, options);
    case 'structured':
      return writeStructured(act.data, facts, options);
    default:
      return act satisfies never;
  }
}

const structured = (request: JsonRecord): Written => ({ request: { structured: request } });

function writeChoice(
  { choice, message }: Extract<UserAct, { type: 'choice' }>,
  facts: SessionFacts,
  options: NlxOptions,
): Written {
  const { id, text, data } = choice;
  const saveAs = readSaveAs(readField(data, 'saveAs'));
  if (saveAs) {
    return writeSaved(saveAs, id, text, facts, options);
  }
  const nodeId = readId(data, 'nodeId');
  const isAnsweredAnew = message?.parts.some(
    (part) =>
      part.type === 'choices' && part.chosenId && part.choices.some((other) => other.id === id),
  );
  // Else the conversation may have moved on from the node that asked. An intent is named beside its node only.
  const isOld = nodeId && (isAnsweredAnew || !readMemory(facts).nodeIds.includes(nodeId));
  return structured({
    choiceId: id,
    ...(isOld && { nodeId, intentId: readId(data, 'intentId') }),
  });
}

/** What the user picked, put where the modality wants it. `text` is how a person would say it. */
function writeSaved(
  { type, id }: NlxSaveAs,
  value: unknown,
  text: string,
  { session }: SessionFacts,
  { transport }: NlxOptions,
): Written {
  switch (type) {
    case 'choiceId':
      return structured({ choiceId: asText(value) });
    case 'slot':
      return structured({ slots: [{ slotId: id, value }] });
    case 'context': {
      // Over HTTP a context goes alone, without a turn; on a socket there is no such frame, so it goes with words.
      const isAlone = transport === 'http' && session.id;
      return {
        context: { [id]: value },
        request: isAlone ? undefined : { unstructured: { text } },
      };
    }
    default:
      return type satisfies never;
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * The platform's own structured request. `slots` may also be an object from slot to value; `$saveAs` with
 * `value` answers a modality such as `DefaultDateInput`.
 */
function writeStructured(
  data: JsonRecord,
  facts: SessionFacts,
  options: NlxOptions,
): Written | Refusal {
  const { $saveAs, slots, ...rest } = data;
  const { value } = rest;
  const saveAs = readSaveAs($saveAs);
  if (saveAs) {
    return value === undefined || (typeof value === 'string' && value.trim() === '')
      ? refuse('invalid-message', 'There is no value to save.')
      : writeSaved(saveAs, value, asText(value), facts, options);
  }
  const request = compact({
    ...rest,
    slots: isRecord(slots)
      ? Object.entries(slots).map(([slotId, slot]) => ({ slotId, value: slot }))
      : slots,
  });
  return request
    ? structured(request)
    : refuse(
        'invalid-message',
        'A structured request needs an intentId, a choiceId, slots or uploadIds.',
      );
}
