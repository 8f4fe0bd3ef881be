import { type Circumstances, createCircumstances } from './circumstances.ts';
import type { ConnectionStatus, HttpTarget, RawFrame, SocketTarget } from './connection.ts';
import { isActive } from './dial-steps.ts';
import { beatOn, type Heartbeat } from './heartbeat.ts';
import type { MachineEffect, MachineEvent, TimerName } from './machine-event.ts';
import { createMachineRunner } from './machine-runner.ts';
import { INITIAL_STATE, type MachineState } from './machine-state.ts';
import { createNotifier } from './notifier.ts';
import { projectStatus } from './project-status.ts';
import { redactUrl } from './redact.ts';
import { DEFAULT_RETRY } from './retry-delay.ts';
import type { EnvironmentEvent } from './runtime.ts';
import type { TransportOptions } from './transport.ts';
import { openSlot, type SocketSlot } from './socket-slot.ts';

/** What performs the machine's effects: it holds the one socket, the one timer and the listeners. */
export interface SocketDriver extends Circumstances {
  dispatch(event: MachineEvent): void;
  status(): ConnectionStatus;
  /** The socket, while it may be written to. */
  usable(): SocketSlot | undefined;
  stop(): void;
}

function isUsable({ status }: MachineState): boolean {
  return status === 'ready' || status === 'stable';
}

export function createSocketDriver(options: TransportOptions): SocketDriver {
  const { runtime, handlers, timing } = options;
  const { clock, environment, logger } = runtime;
  const retry = {
    ...DEFAULT_RETRY,
    ...(typeof options.reconnect === 'object' && options.reconnect),
  };
  const rules = { timing, retry: options.reconnect === false ? undefined : retry };

  let status: ConnectionStatus = projectStatus(INITIAL_STATE, { status: 'idle' });
  let slot: SocketSlot | undefined;
  let heardAtMs = 0;
  let timer: unknown;
  let heartbeat: Heartbeat | undefined;
  let leaveEnvironment: (() => void) | undefined;

  const notifier = createNotifier((error) =>
    logger('error', 'handler-threw', { name: error instanceof Error ? error.name : typeof error }),
  );
  const runner = createMachineRunner({ rules, perform, onChange });
  const { dispatch } = runner;
  const circumstances = createCircumstances({
    ...options,
    state: runner.state,
    slot: () => slot,
  });
  const { moment, local, closed, classify } = circumstances;

  /** For what nobody called: the handlers run before the task ends. */
  function arrive(event: MachineEvent): void {
    dispatch(event);
    notifier.flush();
  }

  function onChange(state: MachineState, before: MachineState): void {
    attend(state);
    if (state.status !== before.status) {
      logger('debug', 'connection-state', { from: before.status, to: state.status });
    }
    const shown = projectStatus(state, status);
    if (shown !== status) {
      status = shown;
      notifier.post(() => handlers.onStatus(shown));
    }
  }

  /** Listens to the page, and keeps the heart beating, only in the states that need it. */
  function attend(state: MachineState): void {
    if (!isUsable(state)) {
      heartbeat?.stop();
      heartbeat = undefined;
    } else if (heartbeat === undefined && slot !== undefined) {
      heartbeat = beatOn(slot, options, suspect);
    }
    if (isActive(state)) {
      leaveEnvironment ??= environment.subscribe(onEnvironment);
    } else {
      leaveEnvironment?.();
      leaveEnvironment = undefined;
    }
  }

  function perform(effect: MachineEffect): void {
    switch (effect.type) {
      case 'resolve':
        void resolve(effect.generation, effect.refresh);
        return;
      case 'open':
        open(effect.generation, effect.target);
        return;
      case 'drop':
        notifier.forget(slot);
        slot?.drop(effect.suspected);
        slot = undefined;
        return;
      case 'timer-set':
        clock.clearTimeout(timer);
        timer = clock.setTimeout(() => onDue(effect.timer, effect.generation), effect.ms);
        return;
      case 'timer-clear':
        clock.clearTimeout(timer);
        return;
      case 'report':
        notifier.post(() => handlers.onClose(effect.facts, effect.verdict));
        return;
      case 'assume-ready':
        notifier.post(() => handlers.onReadyAssumed());
        return;
      default:
        effect satisfies never;
    }
  }

  async function resolve(generation: number, refresh: boolean): Promise<void> {
    // A tick, so that a dial which is replaced in the same breath asks nobody for anything.
    await Promise.resolve();
    if (runner.state().generation !== generation || runner.state().status !== 'resolving') {
      return;
    }
    let target: SocketTarget | HttpTarget;
    try {
      target = await options.target({ refresh });
    } catch (cause) {
      missTarget(generation, cause);
      return;
    }
    if (target.kind === 'socket') {
      arrive({ type: 'target-found', generation, target });
    } else {
      missTarget(generation, new Error('A socket connection was given an HTTP target.'));
    }
  }

  function missTarget(generation: number, cause: unknown): void {
    arrive({ type: 'target-failed', generation, cause, moment: moment() });
  }

  function open(generation: number, target: SocketTarget): void {
    heardAtMs = clock.now();
    const { WebSocket } = runtime;
    if (WebSocket === undefined) {
      missTarget(generation, new Error('There is no WebSocket here: give one in `runtime`.'));
      return;
    }
    try {
      slot = openSlot(WebSocket, target, {
        onOpen: () => arrive({ type: 'socket-open', generation }),
        onFrame: (frame) => onFrame(generation, frame),
        onPong: () => onSign(),
        onClose(close) {
          const facts = closed(close);
          slot = undefined;
          arrive({
            type: 'socket-lost',
            generation,
            facts,
            verdict: classify(facts),
            moment: moment(),
          });
        },
      });
    } catch {
      // Not the constructor's own error: it quotes the address, and the address may hold a key.
      missTarget(generation, new Error(`No socket can be opened to ${redactUrl(target.url)}.`));
    }
  }

  function onSign(): void {
    heardAtMs = clock.now();
    heartbeat?.heard();
  }

  function onFrame(generation: number, frame: RawFrame): void {
    onSign();
    notifier.post(() => handlers.onFrame(frame), slot);
    notifier.flush();
    // After the owner has read it: a frame that made it give up proves nothing.
    dispatch({ type: 'socket-frame', generation });
  }

  function onDue(name: TimerName, generation: number): void {
    const facts = local('late');
    switch (name) {
      case 'target':
        missTarget(generation, new Error('Where to connect was not known in time.'));
        return;
      case 'connect':
        arrive({
          type: 'socket-lost',
          generation,
          facts,
          verdict: classify(facts),
          moment: moment(),
        });
        return;
      case 'ready':
        arrive({
          type: 'ready-late',
          generation,
          facts,
          verdict: classify(facts),
          moment: moment(),
        });
        return;
      case 'stable':
        arrive({ type: 'stable-due', generation });
        return;
      case 'retry':
        arrive({ type: 'retry-due', generation, moment: moment() });
        return;
      default:
        name satisfies never;
    }
  }

  function onEnvironment(event: EnvironmentEvent): void {
    if (event === 'offline' || event === 'hidden') {
      return;
    }
    // A page from the back/forward cache has lost its socket, whatever its readyState says.
    const silentMs = event === 'restored' ? Infinity : clock.now() - heardAtMs;
    const mayRedial = options.mayRedialOnWake?.() ?? true;
    arrive({ type: 'wake', silentMs, mayRedial, moment: moment(), facts: local('late') });
  }

  function suspect(): void {
    arrive({ type: 'suspect', moment: moment(), facts: local('late') });
  }

  return {
    ...circumstances,
    dispatch,
    status: () => status,
    usable: () => (isUsable(runner.state()) ? slot : undefined),
    stop() {
      dispatch({ type: 'close' });
      runner.stop();
      notifier.stop();
    },
  };
}
