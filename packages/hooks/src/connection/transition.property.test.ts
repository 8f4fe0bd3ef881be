import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CloseVerdict } from './connection.ts';
import type { MachineEvent, MachineRules, Moment, Step } from './machine-event.ts';
import { FIRST_RUN, INITIAL_STATE, type MachineState, phaseOf } from './machine-state.ts';
import { projectStatus } from './project-status.ts';
import { EVENTS, RULES } from './testing/machine-samples.ts';
import { transition } from './transition.ts';

const verdicts: fc.Arbitrary<CloseVerdict> = fc.oneof(
  fc.constantFrom('retry', 'auth', 'stop', 'poison' as const),
  fc.record({ retryAfterMs: fc.integer({ min: 0, max: 120_000 }) }),
);

const rules: fc.Arbitrary<MachineRules> = fc.record({
  timing: fc.record({
    connectMs: fc.constant(10_000),
    ready: fc.constantFrom(
      { on: 'open' } as const,
      { on: 'event', withinMs: 3_000, otherwise: 'close' } as const,
      { on: 'event', withinMs: 3_000, otherwise: 'ready' } as const,
    ),
    stableMs: fc.constant(10_000),
    stableOnFrame: fc.boolean(),
  }),
  retry: fc.option(fc.constant(RULES.retry), { nil: undefined }),
  classify: fc.constant(RULES.classify),
});

const ALL_EVENTS = Object.values(EVENTS);

/** Where a connection usually goes. Drawn more often, or few stories would come as far as `stable`. */
const PROGRESS = new Set<MachineEvent['type']>([
  'connect',
  'target-found',
  'socket-open',
  'ready-mark',
  'due',
]);
const LIKELY = ALL_EVENTS.flatMap((event) =>
  PROGRESS.has(event.type) ? Array.from({ length: 5 }, () => event) : [event],
);

/** What happens next: any event, mostly one that means something, with any verdict and any luck. */
const occurrences = fc.record({
  event: fc.constantFrom(...ALL_EVENTS),
  isApt: fc.constantFrom(true, true, true, false),
  pick: fc.nat({ max: 1_000 }),
  verdict: verdicts,
  failing: fc.constantFrom('auth', 'stop' as const),
  code: fc.constantFrom(1000, 1000, 1000, 1006, 1008, 1011, 4401),
  random: fc.double({ min: 0, max: 0.999, noNaN: true }),
  away: fc.boolean(),
  canRefresh: fc.boolean(),
  received: fc.nat({ max: 2 }),
  passMs: fc.integer({ min: 0, max: 60_000 }),
});
type Occurrence = typeof occurrences extends fc.Arbitrary<infer Value> ? Value : never;

function toEvent({ event, failing, code }: Occurrence): MachineEvent {
  switch (event.type) {
    case 'socket-close':
      return { ...event, close: { code, reason: '' } };
    case 'fail':
      return { ...event, verdict: failing };
    default:
      return event;
  }
}

/** Owners rarely close either: else most of a story would be spent closed. */
function choose(
  what: Occurrence,
  state: MachineState,
  moment: Moment,
  chosen: MachineRules,
): MachineEvent {
  if (what.isApt) {
    // What is due while a socket opens is its end: rarely, or few stories would come any further.
    const isOpening = state.status === 'dialing' || state.status === 'opened';
    const isRare = (type: string): boolean => type === 'close' || (type === 'due' && isOpening);
    const apt = LIKELY.filter(({ type }) => !isRare(type) || what.pick % 20 === 0)
      .map((event) => toEvent({ ...what, event }))
      .filter((event) => transition(state, event, moment, chosen).state !== state);
    const picked = apt[what.pick % apt.length];
    if (picked !== undefined) {
      return picked;
    }
  }
  return toEvent(what);
}

/** The situations that last for a time. */
const LIMITED = new Set(['resolving', 'dialing', 'opened', 'ready', 'stable', 'waiting']);

/** Plays a story and hands every step to `look`. */
function play(
  story: readonly Occurrence[],
  chosen: MachineRules,
  look: (step: {
    readonly before: MachineState;
    readonly event: MachineEvent;
    readonly moment: Moment;
    readonly after: Step;
  }) => void,
): void {
  let state = INITIAL_STATE;
  let nowMs = 1_000_000;
  for (const { passMs, verdict, ...what } of story) {
    nowMs += passMs;
    const before = state;
    const { random, away, canRefresh, received } = what;
    const moment: Moment = { nowMs, random, away, canRefresh, written: 1, received };
    const told = { ...chosen, classify: () => verdict };
    const event = choose({ ...what, passMs, verdict }, state, moment, told);
    const after = transition(before, event, moment, told);
    state = after.state;
    look({ before, event, moment, after });
  }
}

const stories = fc.array(occurrences, { minLength: 20, maxLength: 80 });

function always(
  look: Parameters<typeof play>[2],
  runs: { readonly seed?: number; readonly numRuns?: number } = {},
): void {
  fc.assert(
    fc.property(stories, rules, (story, chosen) => play(story, chosen, look)),
    { numRuns: 300, ...runs },
  );
}

describe('a story of any events', () => {
  it('comes to every state, often', () => {
    const visits = new Map<string, number>();
    const count: Parameters<typeof play>[2] = ({ before, after }) => {
      if (before !== after.state) {
        visits.set(after.state.status, (visits.get(after.state.status) ?? 0) + 1);
      }
    };
    // The same stories every time: this judges how they are drawn, not the machine.
    always(count, { seed: 1, numRuns: 600 });
    expect(visits.size).toBe(9);
    expect(Math.min(...visits.values())).toBeGreaterThan(30);
  });

  it('comes to a socket by dialing only, and never dials while it has one', () => {
    always(({ before, after }) => {
      if (after.state !== before && phaseOf(after.state)) {
        expect(after.state.status === 'dialing').toBe(phaseOf(before) === undefined);
      }
    });
  });

  it('reports every socket that is lost or given up, but by the owner who closes, and once', () => {
    always(({ before, event, after }) => {
      const isLost = phaseOf(before) !== undefined && phaseOf(after.state) === undefined;
      // A constructor that threw made no socket.
      const isTold = isLost && event.type !== 'close' && event.type !== 'target-failed';
      expect(after.report !== undefined).toBe(isTold);
    });
  });

  it('limits the time of a situation that waits for something, and of no other', () => {
    always(({ after: { state } }) => {
      expect(state.limitMs !== undefined).toBe(LIMITED.has(state.status));
      expect(state.limitMs ?? 0).toBeGreaterThanOrEqual(0);
    });
  });

  it('tells nothing when it keeps the state', () => {
    always(({ before, after }) => {
      if (after.state === before) {
        expect(after).toEqual({ state: before });
      }
    });
  });

  it('leaves closed only by connect, and failed and idle only by the owner', () => {
    const ways = {
      closed: ['connect'],
      failed: ['connect', 'redial', 'close'],
      idle: ['connect', 'redial', 'close'],
    };
    always(({ before, event, after }) => {
      const { status } = before;
      if (
        (status === 'closed' || status === 'failed' || status === 'idle') &&
        after.state !== before
      ) {
        expect(ways[status]).toContain(event.type);
      }
    });
  });

  it('counts attempts up until a socket proves stable or the owner begins anew', () => {
    always(({ before, event, after }) => {
      const { status, run } = after.state;
      if (run.attempt < before.run.attempt && status !== 'failed' && status !== 'closed') {
        expect(['due', 'socket-frame']).toContain(event.type);
        expect(before.status).toBe('ready');
      }
    });
  });

  it('makes a state object of its own for every dial', () => {
    const dials = new Set<MachineState>();
    let count = 0;
    always(({ before, after }) => {
      if (after.state.status === 'resolving' && after.state !== before) {
        dials.add(after.state);
        count += 1;
      }
    });
    expect(dials.size).toBe(count);
  });

  it('waits within the bounds, and never less than the server asked for', () => {
    always(({ before, moment, after: { state, report } }) => {
      if (state.status !== 'waiting' || state === before) {
        return;
      }
      const delayMs = state.retryAtMs - moment.nowMs;
      const given = report?.verdict;
      const advice = typeof given === 'object' ? given.retryAfterMs : 0;
      expect(delayMs).toBeGreaterThanOrEqual(advice);
      expect(delayMs).toBeGreaterThan(0);
      expect(delayMs).toBeLessThanOrEqual(Math.max(30_000, advice * 1.25, advice + 1_000));
    });
  });

  it('shows the same status object until something else is to be shown', () => {
    fc.assert(
      fc.property(stories, rules, (story, chosen) => {
        let shown = projectStatus(INITIAL_STATE, { status: 'idle' });
        play(story, chosen, ({ before, after }) => {
          if (after.state === before) {
            return;
          }
          const next = projectStatus(after.state, shown);
          if (next !== shown) {
            expect(next).not.toEqual(shown);
          }
          shown = next;
        });
      }),
    );
  });
});

describe('many clients', () => {
  it('return to a restarted server spread out: under 5 % in the busiest 100 ms', () => {
    const clients = 5_000;
    const buckets = new Map<number, number>();
    let seed = 1;
    for (let client = 0; client < clients; client += 1) {
      seed = (seed * 48_271) % 2_147_483_647;
      const random = seed / 2_147_483_647;
      const { state } = transition(
        { status: 'stable', run: FIRST_RUN },
        { type: 'socket-close', close: { code: 1012, reason: '' } },
        { nowMs: 0, random, away: false, canRefresh: false },
        RULES,
      );
      const bucket = state.status === 'waiting' ? Math.floor(state.retryAtMs / 100) : -1;
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
    }
    expect(Math.max(...buckets.values())).toBeLessThan(clients * 0.05);
  });
});
