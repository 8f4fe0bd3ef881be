import type { Card } from '../../chat/chat-message.ts';
import { readArray, readField, readId, readString } from '../json-value.ts';

// Of cards, of a card's parameters, and of a parameter's values.
const MAX_ITEMS = 100;

// The platform has no field for these: they are parameters among the others, told by title or type.
const NAME_TITLE = /^product name$/iu;
const IMAGE_TITLE = /^(?:image(?: url)?|picture|thumbnail)$/iu;
const LINK_TITLE = /^(?:product )?(?:url|link)$/iu;

interface Parameter {
  readonly label: string;
  readonly value: string;
  readonly role: 'name' | 'image' | 'link' | 'attribute';
}

/**
 * The products of a message as one list, whichever of the two shapes they came in: `cards`, else `options`
 * followed by `variants_options`. What is drawn is made from named values alone: ready-made markup
 * (`rendered_jsx`) is never looked at, and `sub_entities` have no documented shape.
 */
export function readCards(message: unknown): readonly Card[] {
  const read = (shape: string, list: string, name: string): readonly Card[] =>
    readArray(message, shape, MAX_ITEMS).flatMap(
      (card, index) => toCard(card, list, `${name}-${index}`) ?? [],
    );
  const cards = read('cards', 'parameters', 'card');
  return cards.length > 0
    ? cards
    : ['options', 'variants_options']
        .flatMap((shape) => read(shape, 'widget_parameters', shape))
        .slice(0, MAX_ITEMS);
}

function toCard(record: unknown, list: string, fallbackId: string): Card | undefined {
  const parameters = readArray(record, list, MAX_ITEMS).flatMap(
    (parameter) => readParameter(parameter) ?? [],
  );
  const valueOf = (role: Parameter['role']): string | undefined =>
    parameters.find((parameter) => parameter.role === role)?.value;
  const title = readString(record, 'name') || valueOf('name') || '';
  const attributes = parameters.flatMap(({ label, value, role }) =>
    role === 'attribute' || (role === 'name' && value !== title) ? [{ label, value }] : [],
  );
  if (title === '' && attributes.length === 0) {
    return undefined;
  }
  return {
    id: readId(record, 'id') ?? fallbackId,
    title,
    subtitle: readString(record, 'category') || undefined,
    body: readString(record, 'self_review') || undefined,
    imageUrl: valueOf('image'),
    url: valueOf('link'),
    recommended: readField(record, 'is_recommended') === true || undefined,
    attributes,
  };
}

function readParameter(parameter: unknown): Parameter | undefined {
  const label = readString(parameter, 'title') || readString(parameter, 'param');
  const value = readField(parameter, 'value');
  const text = Array.isArray(value)
    ? value.slice(0, MAX_ITEMS).map(readScalar).filter(Boolean).join(', ')
    : readScalar(value);
  const type = readString(parameter, 'type')?.toLowerCase() ?? '';
  return label && text ? { label, value: text, role: roleOf(label, type, text) } : undefined;
}

function roleOf(label: string, type: string, value: string): Parameter['role'] {
  if (NAME_TITLE.test(label)) {
    return 'name';
  }
  if (!/^https?:\/\/\S+$/iu.test(value)) {
    return 'attribute';
  }
  if (type === 'image' || IMAGE_TITLE.test(label)) {
    return 'image';
  }
  return type === 'url' || type === 'link' || LINK_TITLE.test(label) ? 'link' : 'attribute';
}

function readScalar(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).trim()
    : '';
}
