import { readField, readId } from '../json-value.ts';

/** Where a modality wants what the user picked: the vendor's `$saveAs`. */
export interface NlxSaveAs {
  readonly type: 'slot' | 'context' | 'choiceId';
  /** The slot or the context attribute. */
  readonly id: string;
}

/** Reads a `$saveAs`; undefined for anything else. */
export function readSaveAs(value: unknown): NlxSaveAs | undefined {
  const type = readField(value, 'type');
  const id = readId(value, 'id');
  if (type === 'choiceId') {
    return { type, id: id ?? '' };
  }
  return (type === 'slot' || type === 'context') && id ? { type, id } : undefined;
}
