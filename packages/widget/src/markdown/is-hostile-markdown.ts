/**
 * The lexer matches every emphasis mark of a block against the ones before it: 10,000 take three seconds,
 * 1,000 thirty milliseconds. A paragraph a person would read has a few dozen.
 */
const MOST_MARKS = 1000;

/** Inline marks are looked for only up to this length of one block. */
const LONGEST_BLOCK = 20_000;

const CODE = /^ {0,3}(?:`{3}|~{3})/;

// A line that nests dozens deep by its marks, or a hundred columns deep by its indent: the lexer goes a level down for each.
const DEEP =
  /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])){30}|^[ \t]{100,}(?:[-+*]|\d{1,9}[.)])[ \t]/m;

/** Whether a text nests so deep that reading it as markdown would hold the page up. */
export function isTooDeep(text: string): boolean {
  return DEEP.test(text);
}

/** Whether one block is shown as it is, because looking for marks in it would hold the page up. */
export function isTooMarked(block: string): boolean {
  if (CODE.test(block)) {
    return false;
  }
  return block.length > LONGEST_BLOCK || (block.match(/\*+|_+|~+/g)?.length ?? 0) > MOST_MARKS;
}
