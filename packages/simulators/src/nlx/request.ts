/**
 * What a client may say to NLX: the body that REST, streaming and the WebSocket share.
 * Documented: the body's fields. Observed in the vendor's own client: `channelType`, `environment`,
 * an empty `slots` beside other structured input, `nodeId` and `intentId` on a choice.
 * Assumed: blank text, an empty `structured`, a wrong type of a known field, a field that nobody documents,
 * acts that exclude each other and a language other than the channel's are refused.
 */

/** A collected value. */
export interface NlxSlot {
  readonly slotId: string;
  readonly value: unknown;
}

/** One thing the user did. */
export type NlxAct =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'intent'; readonly intentId: string; readonly slots: readonly NlxSlot[] }
  | {
      readonly kind: 'choice';
      readonly choiceId: string;
      readonly nodeId?: string | undefined;
      readonly intentId?: string | undefined;
    }
  | { readonly kind: 'slots'; readonly slots: readonly NlxSlot[] }
  | {
      readonly kind: 'uploads';
      readonly uploadIds: readonly string[];
      readonly utterance?: string | undefined;
    }
  | { readonly kind: 'poll' };

/** A request body that passed every check. */
export interface NlxRequest {
  readonly act: NlxAct;
  readonly conversationId?: string | undefined;
  readonly userId?: string | undefined;
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  readonly stream?: boolean | undefined;
}

/** The outcome of reading something a client sent. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string };

type Json = Readonly<Record<string, unknown>>;

/** The Content-Type of every body. */
export const JSON_TYPE: RegExp = /^application\/json\b/i;

/** Whether a value is a JSON object (not null, not an array). */
export const isJsonObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is text with something in it. */
export const isFilled = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '';

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isFilled);

const refuse = (problem: string): { readonly ok: false; readonly problem: string } => ({
  ok: false,
  problem,
});

/** Parses JSON text without throwing. */
export function readJson(text: string): Reading<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return refuse('the body is not JSON');
  }
}

function readSlots(value: unknown): Reading<readonly NlxSlot[]> {
  if (value === undefined) return { ok: true, value: [] };
  if (!Array.isArray(value)) return refuse('structured.slots must be an array');
  const slots: NlxSlot[] = [];
  for (const slot of value) {
    if (!isJsonObject(slot) || !isFilled(slot['slotId'])) {
      return refuse('a slot needs a slotId');
    }
    if (slot['value'] === undefined) return refuse(`slot "${slot['slotId']}" needs a value`);
    if (slot['topValues'] !== undefined && !isTexts(slot['topValues'])) {
      return refuse(`topValues of slot "${slot['slotId']}" must be strings`);
    }
    slots.push({ slotId: slot['slotId'], value: slot['value'] });
  }
  return { ok: true, value: slots };
}

/** Why an object with these fields is refused: the first that is not among the known ones. */
export function strangerIn(
  body: Json,
  known: readonly string[],
  place: string,
): string | undefined {
  const name = Object.keys(body).find((key) => !known.includes(key));
  return name === undefined ? undefined : `${place} has no field "${name}"`;
}

const TEXT_FIELDS = ['choiceId', 'nodeId', 'intentId', 'utterance'] as const;

const STRUCTURED_FIELDS = [...TEXT_FIELDS, 'slots', 'uploadIds', 'poll'];

/** One thing at a time: only an old choice names its intent, and then its node as well. */
function conflictIn({ choiceId, nodeId, intentId, poll }: Json): string | undefined {
  if (poll === true && (choiceId ?? intentId) !== undefined) {
    return 'structured.poll goes alone';
  }
  return choiceId !== undefined && intentId !== undefined && nodeId === undefined
    ? 'structured.intentId goes with a choiceId only beside its nodeId'
    : undefined;
}

function readStructured(body: Json): Reading<NlxAct> {
  const problem = strangerIn(body, STRUCTURED_FIELDS, 'structured') ?? conflictIn(body);
  if (problem !== undefined) return refuse(problem);
  for (const name of TEXT_FIELDS) {
    if (body[name] !== undefined && !isFilled(body[name])) {
      return refuse(`structured.${name} must be a filled string`);
    }
  }
  const slots = readSlots(body['slots']);
  if (!slots.ok) return slots;
  const { choiceId, nodeId, intentId, uploadIds, utterance, poll } = body;
  if (uploadIds !== undefined && !isTexts(uploadIds)) {
    return refuse('structured.uploadIds must be an array of filled strings');
  }
  if (poll !== undefined && poll !== true) return refuse('structured.poll can only be true');
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' ? value : undefined;
  if (isFilled(choiceId)) {
    const choice = { choiceId, nodeId: text(nodeId), intentId: text(intentId) };
    return { ok: true, value: { kind: 'choice', ...choice } };
  }
  if (isTexts(uploadIds) && uploadIds.length > 0) {
    return { ok: true, value: { kind: 'uploads', uploadIds, utterance: text(utterance) } };
  }
  if (isFilled(intentId)) {
    return { ok: true, value: { kind: 'intent', intentId, slots: slots.value } };
  }
  if (slots.value.length > 0) return { ok: true, value: { kind: 'slots', slots: slots.value } };
  if (poll === true) return { ok: true, value: { kind: 'poll' } };
  return refuse('structured says nothing');
}

function readAct(request: unknown): Reading<NlxAct> {
  if (!isJsonObject(request)) return refuse('request is missing');
  const { structured, unstructured } = request;
  if (structured === undefined && unstructured === undefined) {
    return refuse('request needs unstructured or structured');
  }
  if (unstructured !== undefined) {
    if (!isJsonObject(unstructured) || !isFilled(unstructured['text'])) {
      return refuse('unstructured.text must be a filled string');
    }
    if (structured === undefined) {
      return { ok: true, value: { kind: 'text', text: unstructured['text'] } };
    }
  }
  // The API page's own sample carries both; structured input is the more exact of the two.
  return isJsonObject(structured)
    ? readStructured(structured)
    : refuse('structured must be an object');
}

const STRING_FIELDS = ['userId', 'languageCode', 'environment', 'channelType'] as const;

const BODY_FIELDS = [...STRING_FIELDS, 'conversationId', 'context', 'stream', 'request'];

/**
 * Reads a request body; says in words what is wrong with one that the platform would refuse. `languageCode` is the
 * channel's.
 */
export function readRequest(body: unknown, languageCode?: string): Reading<NlxRequest> {
  if (!isJsonObject(body)) return refuse('the body is not a JSON object');
  const stranger = strangerIn(body, BODY_FIELDS, 'the body');
  if (stranger !== undefined) return refuse(stranger);
  for (const name of STRING_FIELDS) {
    if (body[name] !== undefined && !isFilled(body[name])) {
      return refuse(`${name} must be a filled string`);
    }
  }
  if (languageCode !== undefined && (body['languageCode'] ?? languageCode) !== languageCode) {
    return refuse(`languageCode is not the channel's, which is ${languageCode}`);
  }
  const { conversationId, userId, context, stream } = body;
  if (conversationId !== undefined && conversationId !== null && !isFilled(conversationId)) {
    return refuse('conversationId must be a filled string or null');
  }
  if (context !== undefined && !isJsonObject(context)) return refuse('context must be an object');
  if (stream !== undefined && typeof stream !== 'boolean') {
    return refuse('stream must be true or false');
  }
  const act = readAct(body['request']);
  if (!act.ok) return act;
  return {
    ok: true,
    value: {
      act: act.value,
      conversationId: isFilled(conversationId) ? conversationId : undefined,
      userId: isFilled(userId) ? userId : undefined,
      context,
      stream,
    },
  };
}
