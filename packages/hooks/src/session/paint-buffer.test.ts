import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { begin, play, transcript } from '../chat/testing/play.ts';
import type { Environment } from '../connection/runtime.ts';
import { createVirtualClock } from '../connection/testing/virtual-clock.ts';
import { createPaintBuffer, type GrowthEvent } from './paint-buffer.ts';

const delta = (text: string, key?: string): GrowthEvent => ({ type: 'answer-delta', text, key });
const soFar = (text: string, key?: string): GrowthEvent => ({ type: 'answer-snapshot', text, key });

/** A page whose paints the test decides on. */
function createPage(isVisible: boolean, paints: boolean = true) {
  const waiting = new Set<() => void>();
  const page = {
    isVisible,
    waiting,
    paint(): void {
      const runs = [...waiting];
      waiting.clear();
      runs.forEach((run) => run());
    },
  };
  const environment: Environment = {
    isOnline: () => true,
    isVisible: () => page.isVisible,
    subscribe: () => () => undefined,
    ...(paints && {
      requestPaint: (run) => {
        waiting.add(run);
        return () => waiting.delete(run);
      },
    }),
  };
  return { page, environment };
}

function setup(isVisible: boolean, paints?: boolean) {
  const clock = createVirtualClock(0);
  const { page, environment } = createPage(isVisible, paints);
  const flushed: (readonly GrowthEvent[])[] = [];
  const buffer = createPaintBuffer({ clock, environment }, (events) => flushed.push(events));
  return { clock, page, flushed, buffer };
}

describe('createPaintBuffer', () => {
  it('hands over once per paint, however much came', async () => {
    const { clock, page, flushed, buffer } = setup(true);
    ['a', 'b', 'c'].forEach((text) => buffer.add(delta(text)));
    expect(flushed).toEqual([]);
    expect(page.waiting.size).toBe(1);
    page.paint();
    expect(flushed).toEqual([[delta('abc')]]);
    await clock.advance(1000);
    expect(flushed).toHaveLength(1);
    expect(clock.pending()).toEqual([]);
    buffer.add(delta('d'));
    page.paint();
    expect(flushed).toEqual([[delta('abc')], [delta('d')]]);
  });

  it.each([
    ['a hidden page', false, true],
    ['a place where nothing paints', true, false],
  ])('hands over every 250 ms in %s', async (_name, isVisible, paints) => {
    const { clock, page, flushed, buffer } = setup(isVisible, paints);
    buffer.add(delta('a'));
    expect(page.waiting.size).toBe(0);
    await clock.advance(249);
    buffer.add(delta('b'));
    expect(flushed).toEqual([]);
    await clock.advance(1);
    expect(flushed).toEqual([[delta('ab')]]);
    buffer.add(delta('c'));
    await clock.advance(250);
    expect(flushed).toEqual([[delta('ab')], [delta('c')]]);
  });

  it('hands over all the same when the page is hidden before it paints', async () => {
    const { clock, page, flushed, buffer } = setup(true);
    buffer.add(delta('a'));
    page.isVisible = false;
    await clock.advance(250);
    expect(flushed).toEqual([[delta('a')]]);
    expect(page.waiting.size).toBe(0);
  });

  it('hands over at once when it is told, and leaves nothing waiting', () => {
    const { clock, page, flushed, buffer } = setup(true);
    buffer.add(delta('a'));
    buffer.flush();
    expect(flushed).toEqual([[delta('a')]]);
    expect(page.waiting.size).toBe(0);
    expect(clock.pending()).toEqual([]);
    buffer.flush();
    expect(flushed).toHaveLength(1);
  });

  it('forgets what it is told to forget', async () => {
    const { clock, page, flushed, buffer } = setup(true);
    buffer.add(delta('a'));
    buffer.clear();
    expect(page.waiting.size).toBe(0);
    expect(clock.pending()).toEqual([]);
    await clock.advance(1000);
    buffer.flush();
    buffer.add(delta('b'));
    page.paint();
    expect(flushed).toEqual([[delta('b')]]);
  });

  it('takes more while it hands over', () => {
    const clock = createVirtualClock(0);
    const { page, environment } = createPage(true);
    const flushed: (readonly GrowthEvent[])[] = [];
    const buffer = createPaintBuffer({ clock, environment }, (events) => {
      flushed.push(events);
      if (flushed.length === 1) {
        buffer.add(delta('b'));
      }
    });
    buffer.add(delta('a'));
    page.paint();
    page.paint();
    expect(flushed).toEqual([[delta('a')], [delta('b')]]);
  });
});

/** What is handed over of events that came before one paint. */
function mergeGrowth(events: readonly GrowthEvent[]): readonly GrowthEvent[] {
  const { buffer, flushed } = setup(true);
  events.forEach((event) => buffer.add(event));
  buffer.flush();
  return flushed.flat();
}

describe('what came before a paint', () => {
  it.each<[string, readonly GrowthEvent[], readonly GrowthEvent[]]>([
    ['nothing', [], []],
    ['deltas join', [delta('a'), delta('b')], [delta('ab')]],
    ['the last snapshot counts', [soFar('a'), soFar('ab'), soFar('')], [soFar('')]],
    [
      'keys stay apart',
      [delta('a', 'x'), delta('b', 'y'), delta('c', 'x')],
      [delta('a', 'x'), delta('b', 'y'), delta('c', 'x')],
    ],
    ['one key joins', [delta('a', 'x'), delta('b', 'x')], [delta('ab', 'x')]],
    ['a key is not no key', [delta('a'), delta('b', 'x')], [delta('a'), delta('b', 'x')]],
    [
      'kinds stay apart',
      [delta('a'), soFar('b'), delta('c')],
      [delta('a'), soFar('b'), delta('c')],
    ],
    [
      'a snapshot forgets no delta before it',
      [soFar('a'), delta('b'), delta('c')],
      [soFar('a'), delta('bc')],
    ],
  ])('%s', (_name, events, merged) => {
    expect(mergeGrowth(events)).toEqual(merged);
  });

  it('says the same however it is cut, and however it is merged', () => {
    const growth = fc.oneof(
      fc.record({
        type: fc.constantFrom('answer-delta' as const, 'answer-snapshot' as const),
        text: fc.string({ maxLength: 3 }),
        key: fc.constantFrom(undefined, 'x', 'y'),
      }),
    );
    fc.assert(
      fc.property(fc.array(growth), fc.array(fc.boolean()), (events, cuts) => {
        const groups: GrowthEvent[][] = [[]];
        events.forEach((event, place) => {
          groups.at(-1)?.push(event);
          if (cuts[place] === true) {
            groups.push([]);
          }
        });
        const plain = transcript(play(begin(), events));
        expect(transcript(play(begin(), groups.flatMap(mergeGrowth)))).toEqual(plain);
      }),
    );
  });
});
