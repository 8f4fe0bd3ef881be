import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CloseVerdict } from './connection.ts';
import { isLive } from './dial-steps.ts';
import type { MachineEvent, MachineRules, Moment, TimerName } from './machine-event.ts';
import { FIRST_RUN, INITIAL_STATE, type MachineState } from './machine-state.ts';
import { projectStatus } from './project-status.ts';
import { EVENTS, LOCAL_FACTS, RULES, SERVER_FACTS } from './testing/machine-samples.ts';
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
});

const ALL_EVENTS = Object.values(EVENTS);

/** Where a connection usually goes. Drawn more often, or few stories would come as far as `stable`. */
const PROGRESS = new Set<MachineEvent['type']>([
  'connect',
  'target-found',
  'socket-open',
  'ready-mark',
  'stable-due',
  'retry-due',
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
  code: fc.constantFrom(1000, 1006, 1008, 1011, 4401),
  lag: fc.constantFrom(0, 0, 0, 0, 1, 2),
  random: fc.double({ min: 0, max: 0.999, noNaN: true }),
  away: fc.boolean(),
  canRefresh: fc.boolean(),
  passMs: fc.integer({ min: 0, max: 60_000 }),
});
type Occurrence = typeof occurrences extends fc.Arbitrary<infer Value> ? Value : never;

function toEvent(what: Occurrence, state: MachineState, nowMs: number): MachineEvent {
  const { random, away, canRefresh } = what;
  const moment: Moment = { nowMs, random, away, canRefresh };
  const generation = state.generation - what.lag;
  const { event } = what;
  switch (event.type) {
    case 'socket-lost':
      return {
        ...event,
        generation,
        moment,
        verdict: what.verdict,
        facts: { ...SERVER_FACTS, code: what.code },
      };
    case 'ready-late':
      return { ...event, generation, moment, verdict: what.verdict };
    case 'fail':
      return { ...event, moment, verdict: what.failing, facts: LOCAL_FACTS };
    default: {
      const dated = 'moment' in event ? { ...event, moment } : event;
      return 'generation' in dated ? { ...dated, generation } : dated;
    }
  }
}

/** Owners rarely close: else most of a story would be spent closed. */
function choose(
  what: Occurrence,
  state: MachineState,
  nowMs: number,
  chosen: MachineRules,
): MachineEvent {
  if (what.isApt) {
    const apt = LIKELY.filter(({ type }) => type !== 'close')
      .map((event) => toEvent({ ...what, event, lag: 0 }, state, nowMs))
      .filter((event) => transition(state, event, chosen).state !== state);
    const picked = apt[what.pick % apt.length];
    if (picked !== undefined) {
      return picked;
    }
  }
  return toEvent(what, state, nowMs);
}

const OWNERS: { readonly [Timer in TimerName]: MachineState['status'] } = {
  target: 'resolving',
  connect: 'dialing',
  ready: 'opened',
  stable: 'ready',
  retry: 'waiting',
};

/** Plays a story and hands every step to `look`, with what the interpreter would hold after it. */
function play(
  story: readonly Occurrence[],
  chosen: MachineRules,
  look: (step: {
    readonly before: MachineState;
    readonly event: MachineEvent;
    readonly after: ReturnType<typeof transition>;
    readonly sockets: number;
    readonly timer: TimerName | undefined;
  }) => void,
): void {
  let state = INITIAL_STATE;
  let nowMs = 1_000_000;
  let sockets = 0;
  let timer: TimerName | undefined;
  for (const what of story) {
    nowMs += what.passMs;
    const before = state;
    const event = choose(what, state, nowMs, chosen);
    const after = transition(before, event, chosen);
    // A close event, and a constructor that threw, leave no socket behind.
    const gone =
      (event.type === 'socket-lost' || event.type === 'target-failed') && after.state !== before;
    sockets -= gone && sockets > 0 ? 1 : 0;
    // A timer that fired is gone, whatever it leads to.
    timer = event.type === 'stable-due' && after.state !== before ? undefined : timer;
    for (const effect of after.effects) {
      sockets += effect.type === 'open' ? 1 : 0;
      sockets = effect.type === 'drop' ? 0 : sockets;
      timer = effect.type === 'timer-set' ? effect.timer : timer;
      timer = effect.type === 'timer-clear' ? undefined : timer;
    }
    state = after.state;
    look({ before, event, after, sockets, timer });
  }
}

const stories = fc.array(occurrences, { minLength: 20, maxLength: 80 });

function always(look: Parameters<typeof play>[2]): void {
  fc.assert(
    fc.property(stories, rules, (story, chosen) => play(story, chosen, look)),
    { numRuns: 200 },
  );
}

describe('a story of any events', () => {
  it('comes to every state, often', () => {
    const visits = new Map<string, number>();
    always(({ before, after }) => {
      if (before !== after.state) {
        visits.set(after.state.status, (visits.get(after.state.status) ?? 0) + 1);
      }
    });
    expect(visits.size).toBe(9);
    expect(Math.min(...visits.values())).toBeGreaterThan(30);
  });

  it('never holds more than one socket, and holds one exactly in the states that have one', () => {
    always(({ after, sockets }) => {
      expect(sockets).toBe(isLive(after.state) ? 1 : 0);
    });
  });

  it('runs a timer only in the state that owns it, and each of these always has it', () => {
    const owners = new Set<string>(Object.values(OWNERS));
    always(({ after, timer }) => {
      expect(timer === undefined ? undefined : OWNERS[timer]).toBe(
        owners.has(after.state.status) ? after.state.status : undefined,
      );
    });
  });

  it('does nothing on an event of another generation', () => {
    always(({ before, event, after }) => {
      if ('generation' in event && event.generation !== before.generation) {
        expect(after.state).toBe(before);
        expect(after.effects).toEqual([]);
      }
    });
  });

  it('gives no effects when it keeps the state', () => {
    always(({ before, after }) => {
      if (after.state === before) {
        expect(after.effects).toEqual([]);
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
      const from = 'run' in before ? before.run.attempt : 0;
      const to = 'run' in after.state ? after.state.run.attempt : from;
      if (to < from) {
        expect(['stable-due', 'socket-frame']).toContain(event.type);
      }
    });
  });

  it('lets generations only grow, and dials with each once', () => {
    let last = -1;
    always(({ before, after }) => {
      last = before === INITIAL_STATE ? 0 : last;
      const asked = after.effects.filter(({ type }) => type === 'resolve');
      expect(asked.length).toBe(after.state.generation - before.generation);
    });
  });

  it('waits within the bounds, and never less than the server asked for', () => {
    always(({ before, event, after }) => {
      if (after.state.status !== 'waiting' || after.state === before || !('moment' in event)) {
        return;
      }
      const delayMs = after.state.retryAtMs - event.moment.nowMs;
      const advice =
        'verdict' in event && typeof event.verdict === 'object' ? event.verdict.retryAfterMs : 0;
      expect(delayMs).toBeGreaterThanOrEqual(advice);
      expect(delayMs).toBeGreaterThan(0);
      expect(delayMs).toBeLessThanOrEqual(Math.max(30_000, advice * 1.25, advice + 1_000));
    });
  });

  it('shows the same status object until something else is to be shown', () => {
    fc.assert(
      fc.property(stories, rules, (story, chosen) => {
        let shown = projectStatus(INITIAL_STATE, { status: 'idle' });
        play(story, chosen, ({ after }) => {
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
      const moment: Moment = {
        nowMs: 0,
        random: seed / 2_147_483_647,
        away: false,
        canRefresh: false,
      };
      const { state } = transition(
        { status: 'stable', generation: 1, run: FIRST_RUN },
        {
          type: 'socket-lost',
          generation: 1,
          verdict: 'retry',
          facts: { ...SERVER_FACTS, code: 1012 },
          moment,
        },
        RULES,
      );
      const bucket = state.status === 'waiting' ? Math.floor(state.retryAtMs / 100) : -1;
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
    }
    expect(Math.max(...buckets.values())).toBeLessThan(clients * 0.05);
  });
});
