import { expect, it } from 'vitest';

import { createPiece } from './piece.ts';
import { MAX_PIECE_LENGTH } from './stream-parser.ts';

it('keeps nothing of a text that grew too long, and is empty again once it was taken', () => {
  const piece = createPiece();
  piece.add('x'.repeat(MAX_PIECE_LENGTH));
  expect(piece.isTooLong()).toBe(false);
  piece.add('y');
  expect([piece.isTooLong(), piece.length()]).toEqual([true, MAX_PIECE_LENGTH + 1]);
  expect(piece.take()).toBe('');
  piece.add('a');
  piece.add('b');
  expect([piece.isTooLong(), piece.length(), piece.take()]).toEqual([false, 2, 'ab']);
});
