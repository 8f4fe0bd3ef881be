import type { Connection, ConnectionStatus } from './connection.ts';
import { beatOn, type Heartbeat } from './heartbeat.ts';
import type { MachineEvent, MachineRules, Moment, Step } from './machine-event.ts';
import {
  INITIAL_STATE,
  isActive,
  type MachineState,
  phaseOf,
  type StateOf,
} from './machine-state.ts';
import { createNotifier } from './notifier.ts';
import { projectStatus } from './project-status.ts';
import type { EnvironmentEvent } from './runtime.ts';
import { openSlot, type SocketSlot } from './socket-slot.ts';
import { transition } from './transition.ts';
import type { TransportOptions } from './transport.ts';

/** A timer that is this much late in a page that is seen was slept through, or the clock was set. */
const OVERSLEPT_MS = 30_000;

/** An error this long after a heartbeat, in milliseconds, may be its answer. */
const COMPLAINT_MS = 5_000;

/** The rules as the options are whenever one is looked at. */
function rulesOf(options: TransportOptions): MachineRules {
  return {
    get timing() {
      return options.timing;
    },
    get retry() {
      const { reconnect } = options;
      return reconnect === true ? {} : reconnect || undefined;
    },
    classify(facts) {
      try {
        return options.classify(facts);
      } catch {
        // A classifier that throws has no opinion.
        return 'retry';
      }
    },
  };
}

/**
 * A connection over one WebSocket. `transition` decides; this gives its states what they need. Guarantees: at
 * most one socket and one timer of the machine; `status()` is up to date as soon as a call returns; handlers
 * run in order, one at a time, never inside a call to the connection, and never for a socket that was given
 * up; a handler that throws is logged and the others go on. The loss of any socket but by `close` and
 * `dispose` is told through `onClose`, by `redial` and `suspect` too. `write` also refuses while `waitMs` is
 * not 0.
 */
export function createSocketConnection(options: TransportOptions): Connection {
  const { runtime, handlers } = options;
  const { clock, environment, logger } = runtime;
  const rules = rulesOf(options);
  const notifier = createNotifier(logger);
  let state = INITIAL_STATE;
  let status: ConnectionStatus = { status: 'idle' };
  let isDisposed = false;
  let slot: SocketSlot | undefined;
  let heardAtMs = 0;
  /** By the owner: what it says has a deadline, a heartbeat has none. */
  let wroteAtMs = 0;
  let seenAtMs = 0;
  let timer: unknown;
  let heartbeat: Heartbeat | undefined;
  let isHushed = false;
  let leaveEnvironment: (() => void) | undefined;

  function moment(): Moment {
    return {
      nowMs: clock.now(),
      random: runtime.random(),
      away: !environment.isVisible() || !environment.isOnline(),
      canRefresh: options.refreshable(),
      ...slot?.counts,
    };
  }

  function dispatch(event: MachineEvent): void {
    const before = state;
    const step = transition(before, event, moment(), rules);
    if (step.state !== before && !isDisposed) {
      state = step.state;
      take(step, before);
    }
  }

  /** For what nobody called: the handlers run before the task ends. */
  function arrive(event: MachineEvent): void {
    dispatch(event);
    notifier.flush();
  }

  function take({ state: after, report, assumed }: Step, before: MachineState): void {
    if (slot && !phaseOf(after)) {
      slot.drop(report?.facts.observed === 'timeout');
      slot = undefined;
    }
    if (report) {
      notifier.post(() => handlers.onClose(report.facts, report.verdict));
    }
    if (assumed) {
      notifier.post(handlers.onReadyAssumed);
    }
    const shown = projectStatus(after, status);
    if (shown !== status) {
      status = shown;
      notifier.post(() => handlers.onStatus(shown));
    }
    // A dial that replaces a dial is another stay in the same situation; nothing else is.
    if (after.status !== before.status || after.status === 'resolving') {
      logger('debug', 'connection-state', { from: before.status, to: after.status });
      // Last: a socket that cannot be made is another event.
      enter(after);
    }
  }

  /** Starts what the situation needs, and ends what only the last one needed. */
  function enter(now: MachineState): void {
    clock.clearTimeout(timer);
    timer = now.limitMs === undefined ? undefined : arm(now.limitMs);
    if (phaseOf(now) === 'ready') {
      heartbeat ??=
        slot && !isHushed ? beatOn(slot, options, () => arrive({ type: 'suspect' })) : undefined;
    } else {
      heartbeat?.stop();
      heartbeat = undefined;
    }
    if (isActive(now)) {
      leaveEnvironment ??= environment.subscribe(onEnvironment);
    } else {
      leaveEnvironment?.();
      leaveEnvironment = undefined;
    }
    if (now.status === 'resolving') {
      void resolve(now);
    } else if (now.status === 'dialing') {
      open(now);
    }
  }

  function arm(limitMs: number): unknown {
    const dueMs = clock.now() + limitMs;
    const armed = clock.setTimeout(() => {
      // The timers of a hidden page are late by design, and come when it is seen again.
      const lateMs = clock.now() - Math.max(dueMs, seenAtMs);
      if (environment.isVisible() && lateMs > OVERSLEPT_MS) {
        onEnvironment('online');
      }
      if (timer === armed) {
        arrive({ type: 'due' });
      }
      // Nothing is due while it is stable: the timer only notices a sleep.
      timer = timer === armed ? arm(limitMs) : timer;
    }, limitMs);
    return armed;
  }

  async function resolve(attempt: StateOf<'resolving'>): Promise<void> {
    // A tick, so that a dial which is replaced in the same breath asks nobody for anything.
    await Promise.resolve();
    if (state !== attempt) {
      return;
    }
    let event: MachineEvent;
    try {
      const target = await options.target({ refresh: attempt.refresh });
      event = { type: 'target-found', target };
    } catch (cause) {
      event = { type: 'target-failed', cause };
    }
    if (state === attempt) {
      arrive(event);
    }
  }

  function open({ target }: StateOf<'dialing'>): void {
    hear();
    try {
      slot = openSlot(options, target, {
        onOpen: () => arrive({ type: 'socket-open' }),
        onFrame(frame) {
          hear();
          const from = slot;
          // Of a socket that is given up meanwhile nothing is told any more.
          notifier.post(() => slot === from && handlers.onFrame(frame));
          notifier.flush();
          // After the owner has read it: a frame that made it give up proves nothing.
          if (options.timing.stableOnFrame) {
            dispatch({ type: 'socket-frame' });
          }
        },
        onPong: hear,
        onClose: (close) => arrive({ type: 'socket-close', close }),
      });
    } catch (cause) {
      arrive({ type: 'target-failed', cause });
    }
  }

  function hear(): void {
    heardAtMs = clock.now();
    heartbeat?.heard();
  }

  function onEnvironment(event: EnvironmentEvent): void {
    if (event === 'leaving') {
      arrive({ type: 'leave' });
    } else if (event !== 'offline' && event !== 'hidden') {
      // A page from the back/forward cache has lost its socket, whatever its readyState says.
      const isRestored = event === 'restored';
      // Of a clock that was set back nobody knows how long the silence was.
      let silentMs = isRestored ? Infinity : Math.abs(clock.now() - heardAtMs);
      if (event === 'visible') {
        seenAtMs = clock.now();
        // Only looked at again, it may be in the middle of a turn, and that has a deadline of its own.
        silentMs = Math.min(silentMs, Math.abs(seenAtMs - wroteAtMs));
      }
      const mayRedial = isRestored || (options.mayRedialOnWake?.() ?? true);
      arrive({ type: 'wake', silentMs, mayRedial });
    }
  }

  /** The socket, while it may be written to. */
  function usable(): SocketSlot | undefined {
    return phaseOf(state) === 'ready' ? slot : undefined;
  }

  /** A call that is one event. */
  const on = (type: 'connect' | 'redial' | 'close' | 'ready-mark' | 'suspect') => (): void =>
    dispatch({ type });

  return {
    status: () => status,
    connect: on('connect'),
    redial: on('redial'),
    close: on('close'),
    dispose() {
      dispatch({ type: 'close' });
      isDisposed = true;
      notifier.stop();
    },
    markReady: on('ready-mark'),
    fail: (verdict, cause) => dispatch({ type: 'fail', verdict, cause }),
    hush() {
      const sinceMs = clock.now() - (heartbeat?.beatAtMs() ?? -Infinity);
      if (sinceMs > COMPLAINT_MS) {
        return false;
      }
      heartbeat?.stop();
      isHushed = true;
      return true;
    },
    suspect: on('suspect'),
    waitMs: () => usable()?.waitMs() ?? 0,
    write(_id, message) {
      const socket = usable();
      if (socket === undefined || socket.waitMs() > 0) {
        return false;
      }
      const sent = socket.send(message.body);
      if (sent) {
        wroteAtMs = clock.now();
      } else {
        // Closing, without a close event yet: that can take a minute when the other side is gone.
        dispatch({ type: 'suspect' });
      }
      return sent;
    },
    abort() {
      // What was written to a socket cannot be taken back.
    },
  };
}
