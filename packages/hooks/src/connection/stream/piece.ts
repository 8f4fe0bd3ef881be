import { MAX_PIECE_LENGTH } from './stream-parser.ts';

/** Text that arrives in parts: kept apart and joined once, dropped when it grows too long. */
export interface Piece {
  add(text: string): void;
  length(): number;
  isTooLong(): boolean;
  /** The whole text ('' when it was too long), and an empty piece again. */
  take(): string;
}

export function createPiece(): Piece {
  let parts: string[] = [];
  let length = 0;

  return {
    add(text) {
      length += text.length;
      if (length > MAX_PIECE_LENGTH) {
        parts = [];
      } else if (text !== '') {
        parts.push(text);
      }
    },
    length: () => length,
    isTooLong: () => length > MAX_PIECE_LENGTH,
    take() {
      const text = parts.join('');
      parts = [];
      length = 0;
      return text;
    },
  };
}
