import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { AT_END, nextPlace, topAfterPrepend } from './follow-end.ts';

const place = (top: number, contentHeight: number, following: boolean) => ({
  top,
  contentHeight,
  viewHeight: 400,
  following,
});

describe('nextPlace', () => {
  it.each([
    ['stays at the end while content grows below', place(600, 1000, true), 600, 1800, true],
    ['leaves the end when the reader goes up', place(600, 1000, true), 500, 1000, false],
    ['does not leave it for a few pixels above the end', place(600, 1000, true), 580, 1000, true],
    ['stays away while content grows', place(200, 1000, false), 200, 1800, false],
    ['stays away while the reader goes down a little', place(200, 1000, false), 300, 1000, false],
    ['comes back when the reader reaches the end', place(200, 1000, false), 600, 1000, true],
    ['is at the end of what does not fill the view', place(0, 100, false), 0, 100, true],
  ])('%s', (_title, previous, top, contentHeight, following) => {
    expect(nextPlace(previous, { top, contentHeight, viewHeight: 400 }).following).toBe(following);
  });

  it('follows content that only grows, however it grows', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5000)), (growths) => {
        let now = AT_END;
        let contentHeight = 0;
        for (const growth of growths) {
          contentHeight += growth;
          now = nextPlace(now, { top: now.top, contentHeight, viewHeight: 400 });
        }
        expect(now.following).toBe(true);
      }),
    );
  });
});

describe('topAfterPrepend', () => {
  it('keeps the distance to the end', () => {
    expect(topAfterPrepend(place(120, 1000, false), 1750)).toBe(870);
  });
});
