import type { Card } from '../../chat/chat-message.ts';
import {
  isRecord,
  type JsonRecord,
  readArray,
  readField,
  readId,
  readString,
} from '../json-value.ts';

const MAX_CARDS = 100;
const MAX_PARAMETERS = 100;
const MAX_VALUES = 100;

// The platform has no field for these: they are parameters among the others, told by title or type.
const NAME_TITLE = 'product name';
const IMAGE_TITLES: ReadonlySet<string> = new Set(['image', 'image url', 'picture', 'thumbnail']);
const LINK_TITLES: ReadonlySet<string> = new Set(['url', 'link', 'product url', 'product link']);

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
export function readCards(message: JsonRecord): readonly Card[] {
  const cards = readArray(message, 'cards', MAX_CARDS).flatMap((card, index) =>
    isRecord(card) ? toCard(card, 'parameters', `card-${index}`) : [],
  );
  if (cards.length > 0) {
    return cards;
  }
  const options = (['options', 'variants_options'] as const).flatMap((shape) =>
    readArray(message, shape, MAX_CARDS).flatMap((option, index) =>
      isRecord(option) ? toCard(option, 'widget_parameters', `${shape}-${index}`) : [],
    ),
  );
  return options.slice(0, MAX_CARDS);
}

function toCard(record: JsonRecord, list: string, fallbackId: string): readonly Card[] {
  const parameters = readArray(record, list, MAX_PARAMETERS).flatMap((parameter) =>
    isRecord(parameter) ? readParameter(parameter) : [],
  );
  const valueOf = (role: Parameter['role']): string | undefined =>
    parameters.find((parameter) => parameter.role === role)?.value;
  const title = readString(record, 'name') || valueOf('name') || '';
  const attributes = parameters.flatMap(({ label, value, role }) =>
    role === 'attribute' || (role === 'name' && value !== title) ? [{ label, value }] : [],
  );
  if (title === '' && attributes.length === 0) {
    return [];
  }
  return [
    {
      id: readId(record, 'id') ?? fallbackId,
      title,
      subtitle: readString(record, 'category') || undefined,
      body: readString(record, 'self_review') || undefined,
      imageUrl: valueOf('image'),
      url: valueOf('link'),
      recommended: readField(record, 'is_recommended') === true || undefined,
      attributes,
    },
  ];
}

function readParameter(parameter: JsonRecord): readonly Parameter[] {
  const label = (readString(parameter, 'title') || readString(parameter, 'param')) ?? '';
  const value = readValue(readField(parameter, 'value'));
  if (label === '' || value === '') {
    return [];
  }
  const type = readString(parameter, 'type')?.toLowerCase() ?? '';
  return [{ label, value, role: roleOf(label.toLowerCase(), type, value) }];
}

function roleOf(label: string, type: string, value: string): Parameter['role'] {
  if (label === NAME_TITLE) {
    return 'name';
  }
  if (!/^https?:\/\/\S+$/iu.test(value)) {
    return 'attribute';
  }
  if (type === 'image' || IMAGE_TITLES.has(label)) {
    return 'image';
  }
  return type === 'url' || type === 'link' || LINK_TITLES.has(label) ? 'link' : 'attribute';
}

function readValue(value: unknown): string {
  if (Array.isArray(value)) {
    return value.slice(0, MAX_VALUES).map(readScalar).filter(Boolean).join(', ');
  }
  return readScalar(value);
}

function readScalar(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).trim()
    : '';
}
