import { dial, fail, lose, miss, replace, wait } from './loss-steps.ts';
import type { EventOf, MachineEvent, MachineRules, Moment, Step } from './machine-event.ts';
import { FIRST_RUN, type MachineState, phaseOf, type Run, type StateOf } from './machine-state.ts';

/** A socket that was silent this long is replaced when the page wakes. */
export const WAKE_SILENCE_MS = 30_000;

/** A dial is never held back for longer. */
const MAX_HOLD_MS = 30_000;

/** An attempt begun while away and older than this is abandoned on wake: such dials stall for long. */
export const AWAY_ATTEMPT_MS = 3_000;

function connect(state: MachineState, moment: Moment): Step {
  const { status, run } = state;
  if (status === 'resolving' || phaseOf(state)) {
    return { state };
  }
  if (status === 'idle') {
    // Bounded: a clock that was set back would hold the dial for as long as it was set back.
    const delayMs = Math.min(state.notBeforeMs - moment.nowMs, MAX_HOLD_MS);
    if (delayMs > 0) {
      return { state: wait(run, { kind: 'network' }, moment, delayMs) };
    }
  }
  // A key that was refused for good is not tried again where there may be another.
  const isRefused = status === 'failed' && state.reason.kind === 'auth' && moment.canRefresh;
  return { state: dial(run, moment, isRefused) };
}

function redial(state: MachineState, moment: Moment): Step {
  return state.status === 'failed'
    ? connect(state, moment)
    : replace(state, { ...state.run, refreshed: 'no' }, 'chosen', moment);
}

function wake(state: MachineState, { silentMs, mayRedial }: EventOf<'wake'>, moment: Moment): Step {
  if (state.status === 'waiting') {
    return { state: state.isAdvised ? state : dial(state.run, moment) };
  }
  // A clock that was set back makes an attempt seem to begin later: how long it hangs is unknown then.
  const isOld = 'away' in state && Math.abs(moment.nowMs - state.sinceMs) > AWAY_ATTEMPT_MS;
  const isSilent = phaseOf(state) === 'ready' && mayRedial && silentMs > WAKE_SILENCE_MS;
  return isSilent || (isOld && state.away) ? replace(state, state.run, 'late', moment) : { state };
}

function becomeReady(run: Run, { timing }: MachineRules): Step {
  return { state: { status: 'ready', limitMs: timing.stableMs, run } };
}

function open(state: StateOf<'dialing'>, rules: MachineRules): Step {
  const { ready } = rules.timing;
  const run = { ...state.run, failuresBeforeOpen: 0 };
  return ready.on === 'open'
    ? becomeReady(run, rules)
    : { state: { ...state, status: 'opened', limitMs: ready.withinMs, run } };
}

function due(state: MachineState, moment: Moment, rules: MachineRules): Step {
  const { run } = state;
  const { ready } = rules.timing;
  switch (state.status) {
    case 'resolving':
      return miss(state, 'retry', { kind: 'target' }, moment, rules);
    case 'opened':
    case 'dialing':
      return state.status === 'opened' && ready.on === 'event' && ready.otherwise === 'ready'
        ? { ...becomeReady(run, rules), assumed: true }
        : lose(state, 'late', moment, rules);
    case 'ready':
      return { state: { status: 'stable', limitMs: WAKE_SILENCE_MS, run: FIRST_RUN } };
    case 'waiting':
      return { state: dial(run, moment) };
    default:
      return { state };
  }
}

/**
 * What happens next: the whole policy of a socket connection. Pure and total. An event that means nothing in
 * this situation gives the same state object.
 */
export function transition(
  state: MachineState,
  event: MachineEvent,
  moment: Moment,
  rules: MachineRules,
): Step {
  const { status, run } = state;
  const nothing: Step = { state };
  switch (event.type) {
    case 'connect':
      return connect(state, moment);
    case 'redial':
      return status === 'closed' ? nothing : redial(state, moment);
    case 'close':
      return status === 'closed' ? nothing : { state: { status: 'closed', run: FIRST_RUN } };
    case 'fail':
      return fail(state, event, moment, rules);
    case 'suspect':
      // What had been stable is replaced at once; what had not, after the usual wait.
      return status === 'stable' && rules.retry
        ? replace(state, run, 'late', moment)
        : phaseOf(state)
          ? lose(state, 'late', moment, rules, 'retry')
          : nothing;
    case 'leave':
      return phaseOf(state) ? lose(state, 'chosen', moment, rules, 'retry') : nothing;
    case 'wake':
      return wake(state, event, moment);
    case 'ready-mark':
      return status === 'opened' ? becomeReady(run, rules) : nothing;
    case 'target-found':
      return status === 'resolving'
        ? {
            state: {
              ...state,
              status: 'dialing',
              limitMs: rules.timing.connectMs,
              target: event.target,
            },
          }
        : nothing;
    case 'target-failed':
      return status === 'resolving' || status === 'dialing'
        ? miss(state, 'retry', { kind: 'target', cause: event.cause }, moment, rules)
        : nothing;
    case 'socket-open':
      return status === 'dialing' ? open(state, rules) : nothing;
    case 'socket-frame':
      // It may prove the socket. What the server closes with and credentials are proven by time only: an error is a
      // frame as well.
      return status === 'ready' && rules.timing.stableOnFrame && run.attempt > 1
        ? { state: { ...state, run: { ...run, attempt: 1, failuresBeforeOpen: 0 } } }
        : nothing;
    case 'socket-close':
      return phaseOf(state) ? lose(state, event.close, moment, rules) : nothing;
    case 'due':
      return due(state, moment, rules);
    default:
      return event satisfies never;
  }
}
