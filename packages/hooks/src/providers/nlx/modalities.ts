import type { Card, MessagePart } from '../../chat/chat-message.ts';
import {
  clip,
  compact,
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
  payload: unknown,
  problems: string[],
): readonly NlxModality[] {
  if (typeof (value ?? {}) !== 'object') {
    problems.push('modalities is neither an object nor an array');
  }
  const isList = Array.isArray(value);
  const named: readonly unknown[] = isList ? value : Object.keys(isRecord(value) ? value : {});
  if (named.length > MAX_MODALITIES) {
    problems.push(`more than ${MAX_MODALITIES} modalities in one answer`);
  }
  return named.slice(0, MAX_MODALITIES).flatMap((name) => {
    if (typeof name !== 'string' || name === '' || (isList && name === 'text')) {
      return [];
    }
    // Names that are an object's machinery do not survive the copy, nor does what is no JSON.
    const data = readField(isList ? payload : value, name) ?? null;
    const copy = toJsonRecord({ [clip(name, MAX_NAME)]: data });
    return Object.entries(copy ?? {}).map(([key, field]) => ({ name: key, data: field }));
  });
}

/** The parts that show a modality: cards for the vendor's own two, else a custom part by its name. */
export function modalityPart({ name, data }: NlxModality): MessagePart {
  const items =
    name === 'DefaultCard'
      ? [data]
      : name === 'DefaultCarousel'
        ? readArray(data, 'cards', MAX_CARDS)
        : [];
  const saveAs = readSaveAs(readField(data, '$saveAs'));
  const cards = items.flatMap((item, index) => parseCard(item, index, saveAs) ?? []);
  return cards.length > 0 ? { type: 'cards', cards } : { type: 'custom', name, data };
}

function parseCard(item: unknown, index: number, saveAs: NlxSaveAs | undefined): Card | undefined {
  const id = readId(item, 'id');
  const label = readText(item, 'label');
  const value = readText(item, 'value');
  const imageUrl = readString(item, 'thumbnail') || undefined;
  const attributes = readArray(item, 'rows', MAX_ROWS).flatMap((row) => {
    const attribute = { label: readText(row, 'label') ?? '', value: readText(row, 'value') ?? '' };
    return attribute.label || attribute.value ? [attribute] : [];
  });
  const title =
    label ?? value ?? readText(item, 'thumbnailAlt') ?? attributes[0]?.value ?? id ?? '';
  if (!title && !imageUrl) {
    return undefined;
  }
  const data: NlxChoiceData = { saveAs };
  return compact<Card>({
    id: id ?? `card-${index + 1}`,
    title,
    subtitle: label ? value : undefined,
    imageUrl,
    attributes,
    choices: id && saveAs ? [{ id, text: title, data }] : undefined,
  });
}

/** Text, or a number as it is written: prices come as both. */
function readText(record: unknown, name: string): string | undefined {
  const value = readField(record, name);
  return (Number.isFinite(value) ? String(value) : readString(record, name)) || undefined;
}
