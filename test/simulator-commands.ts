import { fileURLToPath } from 'node:url';

import { runnerImport } from 'vite';
import type { BrowserCommand } from 'vitest/node';

/** A platform that has a simulator. */
export type SimulatedPlatform = 'aui' | 'lexicon' | 'nlx';

/** Options of `startLexicon`, `startNlx` and `startAui` that survive the trip as JSON. */
export type SimulatorOptions = Readonly<Record<string, unknown>>;

/** Where a started simulator listens, and the `id` the other commands know it by. */
export interface StartedSimulator {
  readonly id: string;
  readonly url: string;
  readonly restUrl: string;
}

/** One frame or HTTP request the simulator got from the client. */
export interface SimulatorReceived {
  readonly at: number;
  readonly connection: number;
  readonly frame: unknown;
}

/** How `simulatorDrop` ends the sockets: without a close frame, or with this close. */
export type SimulatorDrop = 'terminate' | { readonly code: number; readonly reason: string };

interface Simulator {
  readonly url: string;
  readonly restUrl: string;
  readonly received: readonly SimulatorReceived[];
  readonly connections: number;
  push(frame: object | string): void;
  drop(how?: SimulatorDrop): void;
  setFaults(faults: object): void;
  close(): Promise<void>;
}

type Start = (options?: object) => Promise<Simulator>;

interface SimulatorsEntry {
  readonly startAui: Start;
  readonly startLexicon: Start;
  readonly startNlx: Start;
}

const ENTRY = fileURLToPath(new URL('../packages/simulators/src/index.ts', import.meta.url));
const STARTER = { aui: 'startAui', lexicon: 'startLexicon', nlx: 'startNlx' } as const;

const running = new Map<string, Simulator>();
let entry: Promise<SimulatorsEntry> | undefined;
let lastId = 0;

/** The simulators are TypeScript sources, and this file runs in Node: Vite's runner loads them, once. */
function loadSimulators(): Promise<SimulatorsEntry> {
  entry ??= runnerImport<SimulatorsEntry>(ENTRY, { configFile: false, logLevel: 'error' }).then(
    ({ module }) => module,
  );
  return entry;
}

function find(id: string): Simulator {
  const simulator = running.get(id);
  if (!simulator) {
    throw new Error(`No simulator runs as ${id}: it was never started, or it was stopped.`);
  }
  return simulator;
}

const startSimulator: BrowserCommand<
  [platform: SimulatedPlatform, options?: SimulatorOptions]
> = async (_context, platform, options = {}): Promise<StartedSimulator> => {
  const simulators = await loadSimulators();
  const simulator = await simulators[STARTER[platform]](options);
  lastId += 1;
  const id = `${platform}-${lastId}`;
  running.set(id, simulator);
  return { id, url: simulator.url, restUrl: simulator.restUrl };
};

const stopSimulator: BrowserCommand<[id: string]> = async (_context, id) => {
  const simulator = find(id);
  running.delete(id);
  await simulator.close();
};

const simulatorReceived: BrowserCommand<[id: string]> = (_context, id) => [...find(id).received];

const simulatorConnections: BrowserCommand<[id: string]> = (_context, id) => find(id).connections;

const simulatorPush: BrowserCommand<[id: string, frame: object | string]> = (
  _context,
  id,
  frame,
) => {
  find(id).push(frame);
};

const simulatorDrop: BrowserCommand<[id: string, how?: SimulatorDrop]> = (_context, id, how) => {
  find(id).drop(how);
};

const simulatorFaults: BrowserCommand<[id: string, faults: object]> = (_context, id, faults) => {
  find(id).setFaults(faults);
};

/** What a test in the browser can ask of a real simulator in Node, through `commands` of `vitest/browser`. */
export const simulatorCommands = {
  startSimulator,
  stopSimulator,
  simulatorReceived,
  simulatorConnections,
  simulatorPush,
  simulatorDrop,
  simulatorFaults,
};

declare module 'vitest/browser' {
  interface BrowserCommands {
    /** Starts a real simulator on a free port. Stop it in `afterEach`. */
    startSimulator(
      platform: SimulatedPlatform,
      options?: SimulatorOptions,
    ): Promise<StartedSimulator>;
    /** Closes the simulator and every socket it holds. */
    stopSimulator(id: string): Promise<void>;
    /** Every frame and HTTP request it got so far, oldest first. */
    simulatorReceived(id: string): Promise<SimulatorReceived[]>;
    /** How many sockets are open on it now. */
    simulatorConnections(id: string): Promise<number>;
    /** Sends a frame to every open socket; an object goes as JSON. */
    simulatorPush(id: string, frame: object | string): Promise<void>;
    /** Ends every open socket: without a close frame (the default), or with a close code. */
    simulatorDrop(id: string, how?: SimulatorDrop): Promise<void>;
    /** Merges these faults into the simulator's own. */
    simulatorFaults(id: string, faults: object): Promise<void>;
  }
}
