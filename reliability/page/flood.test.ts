import { setImmediate as breathe } from 'node:timers/promises';

import type { Simulator } from '@parley/simulators';
import { expect } from 'vitest';

import { phrase, SOCKETS } from '../platforms.ts';
import { SPEED } from '../settings.ts';
import type { ProviderName } from './app/chat-request.ts';
import { heapBytes, megabytes } from './driver/heap-bytes.ts';
import { fileBrowser, pageFault } from './driver/page-fault.ts';
import { shownWords } from './driver/page-rig.ts';
import type { Tab } from './driver/tab.ts';

const browser = fileBrowser();

/** A million, unscaled. */
const FRAMES = SPEED === 1 ? 1_000_000 : 20_000;
const AT_ONCE = 2000;
/** Nobody takes a page for frozen that paints after less. */
const FREEZE_MS = 5000;
const GIANT_LENGTH = 64 * 1024 * 1024;

/** Small frames that a platform says in earnest, each of which changes something on the page. */
const TINY: Readonly<Record<string, readonly string[]>> = {
  'nlx-socket': ['{}', '{"messages":[{"text":"a"}]}', '{"messages":[]}'],
  lexicon: [
    '{}',
    '{"event_type":"message_stream_token","chat_id":"chat-uuid","token":"a"}',
    '{"event_type":"message_received","message_id":"m","chat_id":"chat-uuid","content":"b"}',
  ],
  aui: [
    '{}',
    '{"event":"thread-message-text-content-updated","data":{"text":"a"}}',
    '{"id":"7","sender":"agent","text":"b"}',
  ],
};

async function flood(simulator: Simulator, provider: ProviderName, count: number): Promise<void> {
  const frames = TINY[provider] ?? [];
  for (let sent = 0; sent < count; sent += 1) {
    simulator.push(frames[sent % frames.length] ?? '');
    if (sent % AT_ONCE === 0) await breathe();
  }
}

/** Begins to look how long the page paints nothing. */
function watchPaints(tab: Tab): Promise<void> {
  return tab.call(() => {
    const watch = { paints: 0, longestMs: 0, since: performance.now(), isOver: false };
    Object.assign(globalThis, { watch });
    let last = performance.now();
    const paint = (): void => {
      const now = performance.now();
      watch.paints += 1;
      watch.longestMs = Math.max(watch.longestMs, now - last);
      last = now;
      if (!watch.isOver) requestAnimationFrame(paint);
    };
    requestAnimationFrame(paint);
  });
}

interface Paints {
  readonly paints: number;
  readonly longestMs: number;
  readonly tookMs: number;
}

function endWatch(tab: Tab): Promise<Paints> {
  return tab.call(() => {
    const { watch } = globalThis as unknown as {
      watch: { paints: number; longestMs: number; since: number; isOver: boolean };
    };
    watch.isOver = true;
    const { paints, longestMs, since } = watch;
    return { paints, longestMs, tookMs: performance.now() - since };
  });
}

/** Types into the composer for as long as the flood lasts. */
async function type(tab: Tab, isOver: () => boolean): Promise<string> {
  await tab.call(() => {
    const keys = { waits: [] as number[] };
    Object.assign(globalThis, { keys });
    document.querySelector('textarea')?.focus();
    addEventListener('keydown', ({ timeStamp }) =>
      // The paint that follows the one in which the key is seen has drawn it.
      requestAnimationFrame(() =>
        requestAnimationFrame((now) => keys.waits.push(Math.max(0, now - timeStamp))),
      ),
    );
  });
  let typed = 0;
  while (!isOver()) {
    await tab.devTools.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'a', text: 'a' });
    await tab.devTools.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'a' });
    typed += 1;
    await tab.call(async (count) => {
      const { keys } = globalThis as unknown as { keys: { waits: number[] } };
      while (keys.waits.length < count) await new Promise((next) => requestAnimationFrame(next));
    }, typed);
  }
  const { waits, text } = await tab.call(() => {
    const { keys } = globalThis as unknown as { keys: { waits: number[] } };
    return { waits: keys.waits, text: document.querySelector('textarea')?.value };
  });
  expect(text, 'what was typed').toBe('a'.repeat(typed));
  const sorted = waits.toSorted((one, other) => one - other);
  const at = (share: number): number => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
  return `${typed} keys drawn after ${at(0.5)} ms (median), ${at(0.95)} ms (p95), ${Math.round(sorted.at(-1) ?? 0)} ms at most`;
}

/** Everything that was pushed before has been read once this is answered. */
async function passMarker(tab: Tab, words: string): Promise<void> {
  await tab.call((text) => void globalThis.rig.chat().sendMessage(text), phrase(words));
  const patienceMs = SPEED === 1 ? 900_000 : 100_000;
  await tab.until((report) => shownWords(report).includes(words), patienceMs);
}

pageFault(browser, {
  id: 'S8',
  title: 'a flood of tiny frames leaves the page painting, and its memory where it was',
  providers: SOCKETS,
  tab: 'playwright',
  isAlone: true,
  // How much is read between two paints is measured by the clock.
  options: { speed: 1, common: { deadlines: { acknowledgeMs: 900_000, answerMs: 900_000 } } },
  async play({ show, ready, strike, simulator, provider, tab, note }) {
    await show();
    await ready();
    await strike(async () => {
      // From here on the transcript is as long as it gets.
      await flood(simulator, provider, 6000);
      await passMarker(tab, 'warm');
      const before = await heapBytes(tab);
      await watchPaints(tab);
      let isOver = false;
      const pour = async (): Promise<void> => {
        try {
          await flood(simulator, provider, FRAMES);
          await passMarker(tab, 'over');
        } finally {
          isOver = true;
        }
      };
      const [keys] = await Promise.all([type(tab, () => isOver), pour()]);
      const { paints, longestMs, tookMs } = await endWatch(tab);
      const after = await heapBytes(tab);
      note(
        `${FRAMES} frames in ${Math.round(tookMs)} ms, ${paints} paints, longest pause ${Math.round(longestMs)} ms, heap ${megabytes(before)} to ${megabytes(after)} MB, ${keys}`,
      );
      // Between any thousand frames the page paints, and no pause is more than a part of the flood.
      expect(paints).toBeGreaterThan(FRAMES / 1000);
      expect(longestMs).toBeLessThan(Math.min(tookMs / 4, FREEZE_MS));
      expect(after).toBeLessThan(before * 1.5);
    });
  },
});

pageFault(browser, {
  id: 'S8',
  title: 'a frame of 64 MB is told of and not read, and the connection stays',
  // What bounds a frame knows no platform.
  providers: ['lexicon'],
  tab: 'playwright',
  isAlone: true,
  async play({ show, say, answered, strike, simulator, until }) {
    await show();
    await say('one');
    await answered('one');
    await strike(async () => {
      simulator.push(`{"event_type":"${'x'.repeat(GIANT_LENGTH)}"}`);
      const { oddities, sockets, connections } = await until(
        'it is told of',
        ({ told }) => told > 0,
      );
      expect(oddities).toHaveLength(1);
      expect(oddities[0]?.length).toBeLessThan(200);
      expect(sockets.made).toBe(1);
      expect(connections.map(({ status }) => status)).not.toContain('reconnecting');
    });
    await say('two');
    await answered('two');
  },
});
