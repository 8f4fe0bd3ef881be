import type { CloseFacts, CloseVerdict } from './connection.ts';
import { dial, giveUp, isActive, isLive, replace, stay, wait } from './dial-steps.ts';
import type { ActiveState, LiveState } from './dial-steps.ts';
import type { EventOf, MachineEffect, MachineRules, Moment, Step } from './machine-event.ts';
import type { MachineState, Run } from './machine-state.ts';
import { advisedDelayMs, retryDelayMs } from './retry-delay.ts';

/** From this many unstable sockets in a row, ended by the server with 1000, a new dial is held back. */
const HELD_BACK_AFTER = 3;

interface Loss {
  readonly run: Run;
  readonly verdict: CloseVerdict;
  readonly facts: CloseFacts | undefined;
  readonly moment: Moment;
}

/** What a loss adds to the run. Our own closes say nothing about the server's codes. */
export function runAfter(run: Run, facts: CloseFacts): Run {
  const heard = facts.origin === 'server';
  return {
    attempt: run.attempt + 1,
    refreshed: run.refreshed,
    failuresBeforeOpen: facts.failuresBeforeOpen,
    lastCode: heard ? facts.code : run.lastCode,
    repeats: heard ? facts.repeats : run.repeats,
  };
}

function delayFor({ run, verdict, moment }: Loss, rules: MachineRules): number | undefined {
  if (rules.retry === undefined) {
    return undefined;
  }
  const usual = retryDelayMs(run.attempt - 1, moment.random, moment.away, rules.retry);
  return typeof verdict === 'object'
    ? Math.max(usual, advisedDelayMs(verdict.retryAfterMs, moment.random))
    : usual;
}

/** What follows a loss. `before` has given the socket up already. */
function decide(
  state: ActiveState,
  loss: Loss,
  rules: MachineRules,
  before: readonly MachineEffect[],
): Step {
  const { run, verdict, facts, moment } = loss;
  if (verdict === 'stop') {
    return giveUp(state, { kind: 'stop', facts }, before);
  }
  if (verdict === 'auth') {
    return moment.canRefresh && !run.refreshed
      ? dial(state, { ...run, refreshed: true }, moment, { refresh: true, before })
      : giveUp(state, { kind: 'auth', facts }, before);
  }
  const kind = facts?.observed === 'timeout' ? 'timeout' : 'network';
  const delayMs = delayFor(loss, rules);
  return delayMs === undefined
    ? giveUp(state, { kind, facts }, before)
    : wait(state, run, { delayMs, nowMs: moment.nowMs }, { kind, facts }, before);
}

/**
 * The server ended the session in peace: nothing is dialed. The owner may dial again at once, but not a
 * server that does this to every fresh socket.
 */
function rest(
  state: LiveState,
  run: Run,
  facts: CloseFacts,
  moment: Moment,
  rules: MachineRules,
): Pick<Step, 'state'> {
  const held = run.attempt > HELD_BACK_AFTER && rules.retry !== undefined;
  const delayMs = held ? retryDelayMs(run.attempt - 1, moment.random, false, rules.retry) : 0;
  const notBeforeMs = moment.nowMs + delayMs;
  const reason = { kind: 'network', facts } as const;
  return { state: { status: 'idle', generation: state.generation, run, notBeforeMs, reason } };
}

/** The socket closed, was refused, or ran out of time. */
export function lose(
  state: LiveState,
  event: EventOf<'socket-lost' | 'ready-late'>,
  rules: MachineRules,
): Step {
  const { facts, verdict, moment } = event;
  const run = runAfter(state.run, facts);
  const report: MachineEffect = { type: 'report', facts, verdict };
  if (facts.origin === 'local') {
    const before: MachineEffect[] = [{ type: 'drop', suspected: false }, report];
    return decide(state, { run, verdict, facts, moment }, rules, before);
  }
  if (facts.code === 1000) {
    const effects: MachineEffect[] = [report, { type: 'timer-clear' }];
    return { ...rest(state, run, facts, moment, rules), effects };
  }
  return decide(state, { run, verdict, facts, moment }, rules, [report]);
}

/** No target, no socket: asked for again after the usual wait. */
export function missTarget(
  state: MachineState,
  { cause, moment }: EventOf<'target-failed'>,
  rules: MachineRules,
): Step {
  if (state.status !== 'resolving' && state.status !== 'dialing') {
    return stay(state);
  }
  const run = { ...state.run, attempt: state.run.attempt + 1 };
  const reason = { kind: 'target', cause } as const;
  const delayMs = delayFor({ run, verdict: 'retry', facts: undefined, moment }, rules);
  return delayMs === undefined
    ? giveUp(state, reason, [])
    : wait(state, run, { delayMs, nowMs: moment.nowMs }, reason, []);
}

/** The owner read a reason to end the attempt. */
export function fail(state: MachineState, event: EventOf<'fail'>, rules: MachineRules): Step {
  const { moment, verdict, facts } = event;
  if (!isActive(state)) {
    return stay(state);
  }
  if (!isLive(state)) {
    const run = { ...state.run, attempt: state.run.attempt + 1 };
    return decide(state, { run, verdict, facts: undefined, moment }, rules, []);
  }
  const run = runAfter(state.run, facts);
  const before: MachineEffect[] = [
    { type: 'drop', suspected: false },
    { type: 'report', facts, verdict },
  ];
  return decide(state, { run, verdict, facts, moment }, rules, before);
}

/** A dead socket that had been stable is replaced at once; one that had not, after the usual wait. */
export function suspect(state: MachineState, event: EventOf<'suspect'>, rules: MachineRules): Step {
  const { moment, facts } = event;
  if (!isLive(state)) {
    return stay(state);
  }
  const run = runAfter(state.run, facts);
  if (state.status === 'stable' && rules.retry !== undefined) {
    return replace(state, run, facts, moment, true);
  }
  const before: MachineEffect[] = [
    { type: 'drop', suspected: true },
    { type: 'report', facts, verdict: 'retry' },
  ];
  return decide(state, { run, verdict: 'retry', facts, moment }, rules, before);
}
