import type { Card, MessagePart } from '../../chat/chat-message.ts';
import {
  clip,
  type JsonRecord,
  isRecord,
  readArray,
  readField,
  readId,
  readString,
  toJsonRecord,
} from '../json-value.ts';
import type { NlxChoiceData } from './choice-data.ts';
import { type NlxSaveAs, readSaveAs } from './save-as.ts';

const MAX_MODALITIES = 20;
const MAX_CARDS = 100;
const MAX_ROWS = 50;
const MAX_NAME = 200;

/** Something other than text, for a component of that name. */
export interface NlxModality {
  readonly name: string;
  /** Any JSON; null where the platform names the modality and gives nothing for it. */
  readonly data: unknown;
}

/**
 * Reads `modalities`: an object from name to payload, or an array of names. A name in an array takes what the
 * answer's payload holds under it. `text` in an array only says that there is text.
 */
export function parseModalities(
  value: unknown,
  payload: JsonRecord | undefined,
  problems: string[],
): readonly NlxModality[] {
  if (value === undefined || value === null) {
    return [];
  }
  const pairs = Array.isArray(value)
    ? value.map((name: unknown) => namedModality(name, payload))
    : isRecord(value)
      ? Object.entries(value)
      : undefined;
  if (!pairs) {
    problems.push('modalities is neither an object nor an array');
    return [];
  }
  if (pairs.length > MAX_MODALITIES) {
    problems.push(`more than ${MAX_MODALITIES} modalities in one answer`);
  }
  return pairs.slice(0, MAX_MODALITIES).flatMap((pair) => {
    const [name, data] = pair ?? [''];
    // Names that are an object's machinery do not survive the copy, nor does what is no JSON.
    const copy = toJsonRecord({ [clip(name, MAX_NAME)]: data ?? null });
    return Object.entries(copy ?? {}).flatMap(([key, field]) =>
      key === '' ? [] : [{ name: key, data: field }],
    );
  });
}

function namedModality(
  name: unknown,
  payload: JsonRecord | undefined,
): readonly [string, unknown] | undefined {
  if (typeof name !== 'string' || name === 'text') {
    return undefined;
  }
  return [name, payload && readField(payload, name)];
}

/** The parts that show a modality: cards for the vendor's own two, else a custom part by its name. */
export function modalityPart({ name, data }: NlxModality): MessagePart {
  const cards =
    name === 'DefaultCard' && isRecord(data)
      ? parseCards([data], data)
      : name === 'DefaultCarousel' && isRecord(data)
        ? parseCards(readArray(data, 'cards', MAX_CARDS), data)
        : [];
  return cards.length > 0 ? { type: 'cards', cards } : { type: 'custom', name, data };
}

function parseCards(items: readonly unknown[], modality: JsonRecord): readonly Card[] {
  const saveAs = readSaveAs(readField(modality, '$saveAs'));
  return items.flatMap((item, index) => {
    const card = isRecord(item) ? parseCard(item, index, saveAs) : undefined;
    return card ? [card] : [];
  });
}

function parseCard(
  record: JsonRecord,
  index: number,
  saveAs: NlxSaveAs | undefined,
): Card | undefined {
  const id = readId(record, 'id');
  const label = readText(record, 'label');
  const value = readText(record, 'value');
  const imageUrl = readString(record, 'thumbnail') || undefined;
  const attributes = readArray(record, 'rows', MAX_ROWS).flatMap((row) => {
    const name = isRecord(row) ? readText(row, 'label') : undefined;
    const text = isRecord(row) ? readText(row, 'value') : undefined;
    return name === undefined && text === undefined
      ? []
      : [{ label: name ?? '', value: text ?? '' }];
  });
  const title =
    label ?? value ?? readText(record, 'thumbnailAlt') ?? attributes[0]?.value ?? id ?? '';
  if (title === '' && imageUrl === undefined) {
    return undefined;
  }
  const data: NlxChoiceData | undefined = id !== undefined && saveAs ? { saveAs } : undefined;
  return {
    id: id ?? `card-${index + 1}`,
    title,
    ...(label !== undefined && value !== undefined && { subtitle: value }),
    ...(imageUrl !== undefined && { imageUrl }),
    attributes,
    ...(id !== undefined && data && { choices: [{ id, text: title, data }] }),
  };
}

/** Text, or a number as it is written: prices come as both. */
function readText(record: JsonRecord, name: string): string | undefined {
  const value = readField(record, name);
  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(value) : undefined;
  }
  return typeof value === 'string' && value !== '' ? value : undefined;
}
