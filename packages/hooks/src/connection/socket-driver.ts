import type { ConnectionStatus } from './connection.ts';
import { beatOn, type Heartbeat } from './heartbeat.ts';
import type { MachineEvent, MachineRules, Moment, Step } from './machine-event.ts';
import { createMachineRunner } from './machine-runner.ts';
import {
  INITIAL_STATE,
  isActive,
  type MachineState,
  phaseOf,
  type StateOf,
} from './machine-state.ts';
import { createNotifier } from './notifier.ts';
import { projectStatus } from './project-status.ts';
import { DEFAULT_RETRY } from './retry-delay.ts';
import type { EnvironmentEvent } from './runtime.ts';
import { openSlot, type SocketSlot } from './socket-slot.ts';
import type { TransportOptions } from './transport.ts';

/** A timer that is this much late in a page that is seen was slept through, or the clock was set. */
const OVERSLEPT_MS = 30_000;

/** What gives the machine's states what they need: it holds the one socket, the one timer and the listeners. */
export interface SocketDriver {
  dispatch(event: MachineEvent): void;
  status(): ConnectionStatus;
  /** The socket, while it may be written to. */
  usable(): SocketSlot | undefined;
  stop(): void;
}

function rulesOf({ timing, reconnect, classify }: TransportOptions): MachineRules {
  return {
    timing,
    retry:
      reconnect === false ? undefined : { ...DEFAULT_RETRY, ...(reconnect !== true && reconnect) },
    classify(facts) {
      try {
        return classify(facts);
      } catch {
        // A classifier that throws has no opinion.
        return 'retry';
      }
    },
  };
}

export function createSocketDriver(options: TransportOptions): SocketDriver {
  const { runtime, handlers } = options;
  const { clock, environment, logger } = runtime;
  const rules = rulesOf(options);
  const notifier = createNotifier(logger);
  const { dispatch, state: current, stop } = createMachineRunner({ rules, moment, onStep });
  let status = projectStatus(INITIAL_STATE, { status: 'closed' });
  let slot: SocketSlot | undefined;
  let heardAtMs = 0;
  let timer: unknown;
  let heartbeat: Heartbeat | undefined;
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

  /** For what nobody called: the handlers run before the task ends. */
  function arrive(event: MachineEvent): void {
    dispatch(event);
    notifier.flush();
  }

  function onStep({ state, report, assumed }: Step, before: MachineState): void {
    if (slot && !phaseOf(state)) {
      slot.drop(report?.facts.observed === 'timeout');
      slot = undefined;
    }
    if (report) {
      notifier.post(() => handlers.onClose(report.facts, report.verdict));
    }
    if (assumed) {
      notifier.post(handlers.onReadyAssumed);
    }
    // A dial that replaces a dial is another stay in the same situation; nothing else is.
    if (state.status !== before.status || state.status === 'resolving') {
      logger('debug', 'connection-state', { from: before.status, to: state.status });
      enter(state);
    }
    const shown = projectStatus(state, status);
    if (shown !== status) {
      status = shown;
      notifier.post(() => handlers.onStatus(shown));
    }
  }

  /** Starts what the situation needs, and ends what only the last one needed. */
  function enter(state: MachineState): void {
    clock.clearTimeout(timer);
    timer = undefined;
    if (state.limitMs !== undefined) {
      arm(state.limitMs);
    }
    if (phaseOf(state) === 'ready') {
      heartbeat ??= slot && beatOn(slot, options, suspect);
    } else {
      heartbeat?.stop();
      heartbeat = undefined;
    }
    if (isActive(state)) {
      leaveEnvironment ??= environment.subscribe(onEnvironment);
    } else {
      leaveEnvironment?.();
      leaveEnvironment = undefined;
    }
    if (state.status === 'resolving') {
      void resolve(state);
    } else if (state.status === 'dialing') {
      open(state);
    }
  }

  function arm(limitMs: number): void {
    const dueMs = clock.now() + limitMs;
    const armed = clock.setTimeout(() => {
      // The timers of a hidden page are late by design.
      if (environment.isVisible() && clock.now() - dueMs > OVERSLEPT_MS) {
        onEnvironment('resumed');
      }
      if (timer === armed) {
        arrive({ type: 'due' });
      }
      // Nothing is due while it is stable: the timer only notices a sleep.
      if (timer === armed) {
        arm(limitMs);
      }
    }, limitMs);
    timer = armed;
  }

  async function resolve(attempt: StateOf<'resolving'>): Promise<void> {
    // A tick, so that a dial which is replaced in the same breath asks nobody for anything.
    await Promise.resolve();
    if (current() !== attempt) {
      return;
    }
    let event: MachineEvent;
    try {
      const target = await options.target({ refresh: attempt.refresh });
      event = { type: 'target-found', target };
    } catch (cause) {
      event = { type: 'target-failed', cause };
    }
    if (current() === attempt) {
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
          dispatch({ type: 'socket-frame' });
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
      const silentMs = isRestored ? Infinity : Math.abs(clock.now() - heardAtMs);
      const mayRedial = isRestored || (options.mayRedialOnWake?.() ?? true);
      arrive({ type: 'wake', silentMs, mayRedial });
    }
  }

  function suspect(): void {
    arrive({ type: 'suspect' });
  }

  return {
    dispatch,
    status: () => status,
    usable: () => (phaseOf(current()) === 'ready' ? slot : undefined),
    stop() {
      dispatch({ type: 'close' });
      stop();
      notifier.stop();
    },
  };
}
