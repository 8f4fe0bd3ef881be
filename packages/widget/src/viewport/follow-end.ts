/** Where a reader is in what scrolls, in pixels. */
export interface ScrollFacts {
  readonly top: number;
  readonly contentHeight: number;
  readonly viewHeight: number;
}

export interface ReadingPlace extends ScrollFacts {
  /** The reader is at the end, and stays there as it moves. */
  readonly following: boolean;
}

/** Less than a line: nobody stops here to read. */
const END_MARGIN_PX = 24;

export const AT_END: ReadingPlace = { following: true, top: 0, contentHeight: 0, viewHeight: 0 };

/**
 * The place after something has moved. Only going up leaves the end: content that grows below the reader does
 * not, however far away the end is by the time anybody looks.
 */
export function nextPlace(previous: ReadingPlace, facts: ScrollFacts): ReadingPlace {
  const isAtEnd = facts.contentHeight - facts.viewHeight - facts.top <= END_MARGIN_PX;
  const wentUp = facts.top < previous.top - 1;
  return { ...facts, following: isAtEnd || (previous.following && !wentUp) };
}

/** Where to scroll so that the reader sees the same lines, after something was put before them. */
export function topAfterPrepend(previous: ReadingPlace, contentHeight: number): number {
  return previous.top + (contentHeight - previous.contentHeight);
}
