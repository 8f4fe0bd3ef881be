import { cleanup, renderHook } from '@testing-library/react';
import { StrictMode } from 'react';
import { onTestFinished } from 'vitest';
import { commands } from 'vitest/browser';

import type { StartedSimulator } from '../../../../../test/simulator-commands.ts';
import type { ChatState } from '../../chat/chat-state.ts';
import type { ChatView } from '../../chat.ts';
import { createTrackedClock, type TrackedClock } from '../../testing/tracked-clock.ts';
import { isCalm, textsOf, until } from '../../testing/until.ts';
import { type CaseOptions, type HookCase, SIMULATORS } from './hook-cases.ts';
import { type NetworkWatch, watchNetwork } from './watch-network.ts';

/** A real server for one test, and what the page does to it. */
export interface HookBench {
  readonly simulator: StartedSimulator;
  readonly network: NetworkWatch;
  readonly clock: TrackedClock;
  /** Has the chat use the watched network and the tracked clock: give it to every hook under test. */
  readonly runtime: NonNullable<CaseOptions['runtime']>;
  /** The texts that have arrived at the server, in order. */
  arrived(): Promise<readonly unknown[]>;
  /** The numbers of the sockets that sent something: 1 is the first that the server took. */
  senders(): Promise<readonly number[]>;
  /** Sockets that the server holds open. */
  connections(): Promise<number>;
}

type Case = Pick<HookCase, 'platform' | 'textOf'>;

/** Starts a simulator; when the test ends, everything is unmounted first and the server stopped then. */
export async function startBench({ platform, textOf }: Case, slowly = false): Promise<HookBench> {
  const simulator = await commands.startSimulator(platform, SIMULATORS[platform](slowly));
  onTestFinished(async () => {
    cleanup();
    await commands.stopSimulator(simulator.id);
  });
  const network = watchNetwork();
  const clock = createTrackedClock();
  return {
    simulator,
    network,
    clock,
    runtime: { ...network.runtime, clock },
    async arrived() {
      const received = await commands.simulatorReceived(simulator.id);
      return received.map(({ frame }) => textOf(frame)).filter((text) => text !== undefined);
    },
    async senders() {
      const received = await commands.simulatorReceived(simulator.id);
      return [...new Set(received.map(({ connection }) => connection))];
    },
    connections: () => commands.simulatorConnections(simulator.id),
  };
}

/** A hook in a page of its own. */
export interface RenderedCase {
  readonly view: () => ChatView;
  readonly state: () => ChatState;
  /** Renders again with these options instead. */
  readonly rerender: (options: CaseOptions) => void;
  readonly unmount: () => void;
}

/** Renders a case's hook under StrictMode. */
export function renderCase(
  hookCase: HookCase,
  { simulator, runtime }: HookBench,
  options: CaseOptions = {},
): RenderedCase {
  const { result, rerender, unmount } = renderHook(
    (latest: CaseOptions) => hookCase.useCase(simulator, { runtime, ...latest }),
    { initialProps: options, wrapper: StrictMode },
  );
  return {
    view: () => result.current,
    state: () => result.current.store.getState(),
    rerender,
    unmount,
  };
}

/** Asks and waits for the whole answer. */
export async function say({ view }: Pick<RenderedCase, 'view'>, text: string): Promise<void> {
  const answers = textsOf(view().store.getState(), 'assistant').length;
  view().sendMessage(text);
  await until(view(), (state) => isCalm(state) && textsOf(state, 'assistant').length > answers);
}

/** The same case with options of its platform that the others do not have. */
export function withHook(hookCase: HookCase, useCase: HookCase['useCase']): HookCase {
  return { ...hookCase, useCase };
}
