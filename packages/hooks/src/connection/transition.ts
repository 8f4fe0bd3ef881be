import { dial, isActive, isLive, replace, stay, wait } from './dial-steps.ts';
import type { StateOf } from './dial-steps.ts';
import { fail, lose, missTarget, runAfter, suspect } from './loss-steps.ts';
import type { EventOf, MachineEffect, MachineEvent, MachineRules, Step } from './machine-event.ts';
import { FIRST_RUN, type MachineState } from './machine-state.ts';

/** A socket that was silent this long is replaced when the page wakes. */
export const WAKE_SILENCE_MS = 30_000;

/** An attempt begun while away and older than this is abandoned on wake: such dials stall for long. */
export const AWAY_ATTEMPT_MS = 3_000;

function connect(state: MachineState, { moment }: EventOf<'connect'>, rules: MachineRules): Step {
  switch (state.status) {
    case 'idle': {
      // Bounded: a clock that was set back would hold the dial for as long as it was set back.
      const delayMs = Math.min(state.notBeforeMs - moment.nowMs, rules.retry?.capMs ?? 0);
      return delayMs > 0 && state.reason !== undefined
        ? wait(state, state.run, { delayMs, nowMs: moment.nowMs }, state.reason, [])
        : dial(state, state.run, moment);
    }
    case 'waiting':
      return dial(state, state.run, moment);
    case 'failed':
    case 'closed':
      return dial(state, FIRST_RUN, moment);
    default:
      return stay(state);
  }
}

function redial(state: MachineState, { moment, facts }: EventOf<'redial'>): Step {
  switch (state.status) {
    case 'closed':
      return stay(state);
    case 'failed':
      return dial(state, FIRST_RUN, moment);
    case 'idle':
      return dial(state, { ...state.run, refreshed: false }, moment);
    default:
      return replace(state, { ...state.run, refreshed: false }, facts, moment, false);
  }
}

function close(state: MachineState): Step {
  if (state.status === 'closed') {
    return stay(state);
  }
  const effects: MachineEffect[] = isLive(state) ? [{ type: 'drop', suspected: false }] : [];
  return {
    state: { status: 'closed', generation: state.generation },
    effects: isActive(state) ? [...effects, { type: 'timer-clear' }] : effects,
  };
}

function wake(state: MachineState, event: EventOf<'wake'>): Step {
  const { moment, facts, silentMs, mayRedial } = event;
  switch (state.status) {
    case 'waiting':
      return dial(state, state.run, moment);
    case 'resolving':
    case 'dialing':
    case 'opened':
      return state.away && moment.nowMs - state.sinceMs > AWAY_ATTEMPT_MS
        ? replace(state, state.run, facts, moment, false)
        : stay(state);
    case 'ready':
    case 'stable':
      return mayRedial && silentMs > WAKE_SILENCE_MS
        ? replace(state, runAfter(state.run, facts), facts, moment, true)
        : stay(state);
    default:
      return stay(state);
  }
}

function openTarget(
  state: StateOf<'resolving'>,
  event: EventOf<'target-found'>,
  rules: MachineRules,
): Step {
  const { generation } = state;
  return {
    state: { ...state, status: 'dialing' },
    effects: [
      { type: 'timer-set', timer: 'connect', generation, ms: rules.timing.connectMs },
      { type: 'open', generation, target: event.target },
    ],
  };
}

function becomeReady(state: StateOf<'dialing' | 'opened'>, rules: MachineRules): Step {
  const { generation, run } = state;
  return {
    state: { status: 'ready', generation, run: { ...run, failuresBeforeOpen: 0 } },
    effects: [{ type: 'timer-set', timer: 'stable', generation, ms: rules.timing.stableMs }],
  };
}

function open(state: StateOf<'dialing'>, rules: MachineRules): Step {
  const { ready } = rules.timing;
  if (ready.on === 'open') {
    return becomeReady(state, rules);
  }
  const { generation, run } = state;
  return {
    state: { ...state, status: 'opened', run: { ...run, failuresBeforeOpen: 0 } },
    effects: [{ type: 'timer-set', timer: 'ready', generation, ms: ready.withinMs }],
  };
}

function lateReady(
  state: StateOf<'opened'>,
  event: EventOf<'ready-late'>,
  rules: MachineRules,
): Step {
  const { ready } = rules.timing;
  if (ready.on === 'event' && ready.otherwise === 'close') {
    return lose(state, event, rules);
  }
  const step = becomeReady(state, rules);
  return { state: step.state, effects: [...step.effects, { type: 'assume-ready' }] };
}

/** A frame may prove the socket. Credentials are proven by time only: an error is a frame as well. */
function prove(state: StateOf<'ready'>, rules: MachineRules): Step {
  return rules.timing.stableOnFrame === true && state.run.attempt > 1
    ? { state: { ...state, run: { ...state.run, attempt: 1 } }, effects: [] }
    : stay(state);
}

function settle({ generation, run }: StateOf<'ready'>): Step {
  return {
    state: { status: 'stable', generation, run: { ...run, attempt: 1, refreshed: false } },
    effects: [],
  };
}

/**
 * What happens next: the whole policy of a socket connection. Pure and total. An event that means nothing
 * (in this situation, or because it is of another generation) gives the same state object and no effects.
 */
export function transition(state: MachineState, event: MachineEvent, rules: MachineRules): Step {
  if ('generation' in event && event.generation !== state.generation) {
    return stay(state);
  }
  switch (event.type) {
    case 'connect':
      return connect(state, event, rules);
    case 'redial':
      return redial(state, event);
    case 'close':
      return close(state);
    case 'fail':
      return fail(state, event, rules);
    case 'suspect':
      return suspect(state, event, rules);
    case 'wake':
      return wake(state, event);
    case 'ready-mark':
      return state.status === 'opened' ? becomeReady(state, rules) : stay(state);
    case 'target-found':
      return state.status === 'resolving' ? openTarget(state, event, rules) : stay(state);
    case 'target-failed':
      return missTarget(state, event, rules);
    case 'socket-open':
      return state.status === 'dialing' ? open(state, rules) : stay(state);
    case 'socket-frame':
      return state.status === 'ready' ? prove(state, rules) : stay(state);
    case 'socket-lost':
      return isLive(state) ? lose(state, event, rules) : stay(state);
    case 'ready-late':
      return state.status === 'opened' ? lateReady(state, event, rules) : stay(state);
    case 'stable-due':
      return state.status === 'ready' ? settle(state) : stay(state);
    case 'retry-due':
      return state.status === 'waiting' ? dial(state, state.run, event.moment) : stay(state);
    default:
      return event satisfies never;
  }
}
