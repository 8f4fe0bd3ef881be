import { strict as assert } from 'node:assert';

import { CANARY } from './token-desk.ts';
import type { Situation, World } from './world.ts';

/**
 * What must be so after every command, whatever came before. Each is told what the trace said since the last
 * look, too. The numbers are those of the invariants in docs/reliability.md.
 */
export type Invariant = (
  world: World,
  news: readonly Situation[],
  /** What was shown before the news, and what is shown now. */
  last: Situation,
  now: Situation,
) => void;

const AT_REST = new Set(['idle', 'closed', 'failed']);
const CAP_MS = 30_000;
/** Times are fractions: their sums are not exact. */
const ROUNDING_MS = 1;
/** Advice is kept, and up to a quarter (a second at least) is added. */
const ADVICE_SPREAD = 1.25;
const ADVICE_SPREAD_MIN_MS = 1000;

/** I1: at most one socket, and none where none is wanted; the others are closed. */
export const holdsOneSocket: Invariant = ({ network }, _news, _last, { status }) => {
  const live = network.live();
  assert(live.length <= 1, `I1: ${live.length} live sockets`);
  if (AT_REST.has(status) || status === 'reconnecting') {
    assert.equal(live.length, 0, `I1: a live socket while ${status}`);
  }
};

/** I3: one timer a purpose, and none at rest. */
export function holdsTimersFor(purposes: (world: World, status: string) => number): Invariant {
  return (world, _news, _last, { status }) => {
    const pending = world.clock.pending().length;
    const allowed = purposes(world, status);
    assert(pending <= allowed, `I3: ${pending} timers while ${status}, ${allowed} at most`);
  };
}

/** I3, the other way: who wants a connection is either connected or has something to wait for. */
export const isNeverStuck: Invariant = ({ clock, network }, _news, _last, { status }) => {
  if (status === 'connecting' || status === 'reconnecting') {
    assert(clock.pending().length > 0, `I3: ${status}, and nothing will happen`);
  } else if (status === 'ready') {
    assert.equal(network.live().length, 1, 'I3: ready without a socket');
  }
};

/** I4: what rests dials again by what its owner does, and by nothing else. `ways` out of each situation. */
export function restsUntilAsked(ways: Readonly<Record<string, readonly string[]>>): Invariant {
  return (_world, news, last) => {
    let before = last;
    for (const now of news) {
      const owner = ways[before.status];
      if (owner && !AT_REST.has(now.status)) {
        assert(
          owner.some((way) => now.during.startsWith(way)),
          `I4: ${before.status} became ${now.status} by ${now.during}`,
        );
      }
      before = now;
    }
  };
}

/** I5: every loss counts, until a socket was ready for long enough or the owner began anew. */
export function countsUp(isProof: (ready: Situation, endedAt: number) => boolean): Invariant {
  return ({ trace, clock }) => {
    let shown = 0;
    let isProven = true;
    trace.forEach((situation, index) => {
      const { status, attempt } = situation;
      const before = trace[index - 1]?.status;
      if (status === 'closed' || status === 'failed') {
        isProven = true;
      } else if (status === 'ready') {
        isProven ||= isProof(situation, trace[index + 1]?.at ?? clock.elapsedMs());
      } else if (attempt !== undefined) {
        const isLoss = status === 'reconnecting' && (before === 'connecting' || before === 'ready');
        const isNext = attempt === shown + 1 || (attempt === shown && !isLoss);
        assert(isProven || isNext, `I5: attempt ${shown} was followed by ${attempt}`);
        shown = attempt;
        isProven = false;
      }
    });
  };
}

/** What a page does by itself. */
const BY_PAGE = /^(?:online|offline|show|hide|freeze|resume|page|sleep|setDate)/u;

/**
 * I6: a wait is within bounds, and nothing but its end, the owner or a waking page cuts it short; one that the server
 * asked for not the page either.
 */
export function waitsWithinBounds(adviceMs: (world: World) => number): Invariant {
  return (world, news, last) => {
    let before = last;
    for (const now of news) {
      const { waitMs } = now;
      if (waitMs !== undefined) {
        const advice = adviceMs(world);
        const most = Math.max(CAP_MS, advice * ADVICE_SPREAD, advice + ADVICE_SPREAD_MIN_MS);
        assert(waitMs > 0 && waitMs <= most, `I6: a wait of ${waitMs} ms`);
      }
      const isCut = before.waitMs !== undefined && now.at < before.at + before.waitMs - ROUNDING_MS;
      const isTimer = now.during.startsWith('tick');
      assert(!(isCut && isTimer && now.status === 'connecting'), 'I6: dialed before its time');
      const isPage = BY_PAGE.test(now.during);
      assert(!(isCut && isPage && before.isAdvised), 'I6: dialed before the server wants it');
      before = now;
    }
  };
}

/** I10, I15 and the like: what was seen wrong at the moment it happened. */
export const didNothingWrong: Invariant = ({ wrongs }) => {
  assert.deepEqual(wrongs, []);
};

/** I13: no key in anything that is shown. */
export const showsNoSecret: Invariant = (_world, news) => {
  for (const { text } of news) {
    assert(!text.includes(CANARY), `I13: ${text}`);
  }
};

/** I12: after disposal nothing is left, and whatever still speaks is not heard. */
export async function leavesNothing(
  world: World,
  heard: () => unknown,
  /** Timers that are not the client's. */
  foreign = 0,
): Promise<void> {
  const { clock, page, network, desk, trace } = world;
  world.during = 'dispose';
  world.dispose();
  await world.settle();
  const before = [trace.length, network.sockets.length, network.written.length, heard()];
  assert(clock.pending().length <= foreign, 'I12: timers are left');
  assert.equal(page.listeners(), 0, 'I12: listeners are left');
  assert.equal(network.live().length, 0, 'I12: a socket is left');
  desk.answer();
  for (const socket of network.sockets) {
    socket.open();
    socket.deliver('late');
    socket.end(1006);
  }
  for (const type of ['online', 'visibilitychange', 'pageshow', 'resume']) {
    page.fire(type);
  }
  await clock.advance(120_000);
  const after = [trace.length, network.sockets.length, network.written.length, heard()];
  assert.deepEqual(after, before, 'I12: something happened after disposal');
}
