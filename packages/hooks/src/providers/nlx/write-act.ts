import { type ChatError, createChatError } from '../../chat/chat-error.ts';
import type { Choice } from '../../chat/chat-message.ts';
import { type JsonRecord, isRecord, toJsonRecord } from '../json-value.ts';
import type { Outgoing, SessionFacts, UserAct } from '../provider.ts';
import { readChoiceData } from './choice-data.ts';
import { bodyLanguage } from './endpoint.ts';
import type { NlxOptions } from './nlx-options.ts';
import { type NlxSaveAs, readSaveAs } from './save-as.ts';
import { readMemory } from './session-memory.ts';

const WELCOME = 'NLX.Welcome';
const ESCALATION = 'NLX.Escalation';

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
    return { error: written.error };
  }
  const context =
    act.type === 'poll' ? {} : { ...options.context, ...facts.context, ...written.context };
  const body = toJsonRecord({
    userId: facts.session.userId ?? options.userId,
    conversationId: facts.session.id,
    ...(Object.keys(context).length > 0 && { context }),
    request: written.request,
    languageCode: bodyLanguage(options),
    environment: options.environment,
    channelType: options.channelType,
    // Never left out over HTTP: the vendor's pages disagree on what its absence means.
    ...(options.transport === 'http' && written.request && { stream: options.stream !== false }),
  });
  if (!body) {
    return {
      error: createChatError('invalid-message', 'What was to be sent is not plain JSON.', {
        fix: 'Use strings, numbers, booleans, null, arrays and plain objects only, in the context too.',
      }),
    };
  }
  return options.transport === 'http'
    ? { body, ...(!written.request && contextRoute(facts)), ...warnOfContext(body) }
    : sizedForSocket(body);
}

function sizedForSocket(body: JsonRecord): Outgoing {
  const bytes = new TextEncoder().encode(JSON.stringify(body)).length;
  return bytes > SOCKET_FRAME_LIMIT
    ? {
        error: createChatError('too-large', 'This is more than NLX takes at once.', {
          fix: `Shorten the message or the context: ${bytes} of at most ${SOCKET_FRAME_LIMIT} bytes.`,
        }),
      }
    : { body, ...warnOfContext(body) };
}

function warnOfContext({ context }: JsonRecord): { readonly warning?: string } {
  const warning = contextWarning(context);
  return warning === undefined ? {} : { warning };
}

/** What to say of a context that is longer than the platform likes; it is sent all the same. */
export function contextWarning(context: unknown): string | undefined {
  const length = context === undefined ? 0 : JSON.stringify(context).length;
  return length > CONTEXT_LIMIT
    ? `the context has ${length} characters; NLX takes ${CONTEXT_LIMIT}`
    : undefined;
}

function writeRequest(
  act: UserAct,
  facts: SessionFacts,
  options: NlxOptions,
): Written | { readonly error: ChatError } {
  switch (act.type) {
    case 'text':
      // The platform's only place for something that travels with a message is the context.
      return { request: { unstructured: { text: act.text } }, context: act.metadata };
    case 'welcome':
      return structured({ intentId: WELCOME });
    case 'agent':
      return structured({ intentId: ESCALATION });
    case 'poll':
      return structured({ poll: true });
    case 'upload':
      return act.uploadIds.length === 0
        ? invalid('There is no uploaded file to speak of.')
        : structured({
            uploadIds: act.uploadIds,
            ...(act.text.trim() !== '' && { utterance: act.text }),
          });
    case 'choice':
      return writeChoice(act, facts, options);
    case 'structured':
      return writeStructured(act.data, facts, options);
    default:
      return act satisfies never;
  }
}

const structured = (request: JsonRecord): Written => ({ request: { structured: request } });

const invalid = (message: string): { readonly error: ChatError } => ({
  error: createChatError('invalid-message', message),
});

function writeChoice(
  { choice, message }: Extract<UserAct, { type: 'choice' }>,
  facts: SessionFacts,
  options: NlxOptions,
): Written {
  const { nodeId, intentId, saveAs } = readChoiceData(choice.data);
  if (saveAs) {
    return writeSaved(saveAs, choice.id, choice.text, facts, options);
  }
  const isOld = isAnsweredAnew(choice, message) || isOfOldNode(nodeId, facts);
  return structured({
    choiceId: choice.id,
    ...(isOld && { nodeId, intentId }),
  });
}

function isAnsweredAnew(
  choice: Choice,
  message: Extract<UserAct, { type: 'choice' }>['message'],
): boolean {
  return (message?.parts ?? []).some(
    (part) =>
      part.type === 'choices' &&
      part.chosenId !== undefined &&
      part.choices.some(({ id }) => id === choice.id),
  );
}

/** The conversation has moved on from the node that asked. */
function isOfOldNode(nodeId: string | undefined, facts: SessionFacts): boolean {
  return nodeId !== undefined && !readMemory(facts).nodeIds.includes(nodeId);
}

/** What the user picked, put where the modality wants it. */
function writeSaved(
  saveAs: NlxSaveAs,
  value: unknown,
  text: string,
  facts: SessionFacts,
  options: NlxOptions,
): Written {
  switch (saveAs.type) {
    case 'choiceId':
      return structured({ choiceId: typeof value === 'string' ? value : JSON.stringify(value) });
    case 'slot':
      return structured({ slots: [{ slotId: saveAs.id, value }] });
    case 'context': {
      const context = { [saveAs.id]: value };
      // Over HTTP a context goes alone, without a turn; on a socket there is no such frame, so it goes with words.
      return options.transport === 'http' && facts.session.id !== undefined
        ? { context }
        : { request: { unstructured: { text } }, context };
    }
    default:
      return saveAs.type satisfies never;
  }
}

function contextRoute({ session }: SessionFacts): {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  return { path: '/context', headers: { 'nlx-conversation-id': session.id ?? '' } };
}

/**
 * The platform's own structured request. `slots` may also be an object from slot to value; `$saveAs` with
 * `value` answers a modality such as `DefaultDateInput`.
 */
function writeStructured(
  data: JsonRecord,
  facts: SessionFacts,
  options: NlxOptions,
): Written | { readonly error: ChatError } {
  const { $saveAs, value, slots, ...rest } = data;
  const saveAs = readSaveAs($saveAs);
  if (saveAs) {
    return value === undefined || (typeof value === 'string' && value.trim() === '')
      ? invalid('There is no value to save.')
      : writeSaved(
          saveAs,
          value,
          typeof value === 'string' ? value : JSON.stringify(value),
          facts,
          options,
        );
  }
  const request = {
    ...rest,
    ...(value !== undefined && { value }),
    ...(slots !== undefined && { slots: listSlots(slots) }),
  };
  return Object.values(request).every((field) => field === undefined)
    ? invalid('A structured request needs an intentId, a choiceId, slots or uploadIds.')
    : structured(request);
}

function listSlots(slots: unknown): unknown {
  return isRecord(slots)
    ? Object.entries(slots).map(([slotId, value]) => ({ slotId, value }))
    : slots;
}
