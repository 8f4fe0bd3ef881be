import { closeFacts } from './close-facts.ts';
import type { CloseFacts, CloseVerdict, ConnectionFailure } from './connection.ts';
import type { EventOf, MachineRules, Moment, SocketClose, Step } from './machine-event.ts';
import { FIRST_RUN, isActive, type MachineState, phaseOf, type Run } from './machine-state.ts';
import { advisedDelayMs, retryDelayMs } from './retry-delay.ts';

/** From this many unstable sockets in a row, ended by the server with 1000, a new dial is held back. */
const HELD_BACK_AFTER = 3;

/** Asking for a target may take this long: beyond the time a credential function has of its own. */
export const TARGET_MS = 30_000;

/** So many refused handshakes in a row may be about the credentials: a browser is not told why. */
const REFUSALS = 3;

/** Begins another attempt by asking where to go; with fresh credentials where the last were, or may be, `refused`. */
export function dial(run: Run, { nowMs, away, canRefresh }: Moment, refused = false): MachineState {
  const isGuess = canRefresh && run.refreshed === 'no' && run.failuresBeforeOpen >= REFUSALS;
  const refresh = refused || isGuess;
  return {
    status: 'resolving',
    limitMs: TARGET_MS,
    run: refresh ? { ...run, refreshed: refused ? 'refused' : 'guess' } : run,
    refresh,
    sinceMs: nowMs,
    away,
  };
}

/** Dials in `limitMs`. */
export function wait(
  run: Run,
  reason: ConnectionFailure,
  { nowMs }: Moment,
  limitMs: number,
  isAdvised = false,
): MachineState {
  return { status: 'waiting', limitMs, run, reason, retryAtMs: nowMs + limitMs, isAdvised };
}

/** What a loss adds to the run. Our own closes say nothing about the server's codes. */
function runAfter(run: Run, { origin, code, repeats, failuresBeforeOpen }: CloseFacts): Run {
  return {
    ...run,
    attempt: run.attempt + 1,
    failuresBeforeOpen,
    ...(origin === 'server' && { lastCode: code, repeats }),
  };
}

/** What follows an attempt that came to nothing; `run` counts it already. */
function decide(
  run: Run,
  verdict: CloseVerdict,
  reason: ConnectionFailure,
  moment: Moment,
  { retry }: MachineRules,
): MachineState {
  if (verdict === 'auth' && moment.canRefresh && run.refreshed !== 'refused') {
    return dial(run, moment, true);
  }
  if (verdict === 'auth' || verdict === 'stop') {
    return { status: 'failed', run: FIRST_RUN, reason: { ...reason, kind: verdict } };
  }
  if (retry === undefined) {
    return { status: 'failed', run: FIRST_RUN, reason };
  }
  const { random, away } = moment;
  const askedMs = typeof verdict === 'object' ? verdict.retryAfterMs : 0;
  const isAdvised = askedMs > 0;
  const advisedMs = isAdvised ? advisedDelayMs(askedMs, random) : 0;
  const usualMs = retryDelayMs(run.attempt - 1, random, away, retry);
  return wait(run, reason, moment, Math.max(usualMs, advisedMs), isAdvised);
}

/**
 * The server ended the session in peace: nothing is dialed. The owner may dial again at once, but not a
 * server that does this to every fresh socket.
 */
function rest(run: Run, { nowMs, random }: Moment, { retry }: MachineRules): MachineState {
  const isHeld = run.attempt > HELD_BACK_AFTER && retry !== undefined;
  const notBeforeMs = isHeld ? nowMs + retryDelayMs(run.attempt - 1, random, false, retry) : 0;
  return { status: 'idle', run, notBeforeMs };
}

/** The socket closed, or is given up. Without a verdict the classifier is asked for one. */
export function lose(
  state: MachineState,
  end: SocketClose | 'late' | 'chosen',
  moment: Moment,
  rules: MachineRules,
  given?: CloseVerdict,
  cause?: unknown,
): Step {
  const facts = closeFacts(state, moment, end);
  const verdict = given ?? rules.classify(facts);
  const run = runAfter(state.run, facts);
  const reason = { kind: end === 'late' ? 'timeout' : 'network', facts, cause } as const;
  return {
    state:
      facts.code === 1000 && (verdict === 'retry' || verdict === 'stop')
        ? rest(run, moment, rules)
        : decide(run, verdict, reason, moment, rules),
    report: { facts, verdict },
  };
}

/** Nothing was dialed, or nothing could be: another attempt follows after the usual wait. */
export function miss(
  { run }: MachineState,
  verdict: CloseVerdict,
  reason: ConnectionFailure,
  moment: Moment,
  rules: MachineRules,
): Step {
  return { state: decide({ ...run, attempt: run.attempt + 1 }, verdict, reason, moment, rules) };
}

/** The owner knows a reason to end the attempt. */
export function fail(
  state: MachineState,
  { verdict, cause }: EventOf<'fail'>,
  moment: Moment,
  rules: MachineRules,
): Step {
  const reason = { kind: verdict, cause };
  if (state.status === 'waiting') {
    // The attempt that it speaks of was counted when it was lost.
    return { state: decide(state.run, verdict, reason, moment, rules) };
  }
  return phaseOf(state)
    ? lose(state, 'chosen', moment, rules, verdict, cause)
    : isActive(state)
      ? miss(state, verdict, reason, moment, rules)
      : { state };
}

/** Gives up the present attempt, if there is one, and dials at once. */
export function replace(
  state: MachineState,
  run: Run,
  end: 'late' | 'chosen',
  moment: Moment,
): Step {
  const report = { facts: closeFacts(state, moment, end), verdict: 'retry' } as const;
  return { state: dial(run, moment), report: phaseOf(state) && report };
}
