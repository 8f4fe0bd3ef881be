import { installPage, type PageStub } from './page-stub.ts';
import {
  createScriptedNetwork,
  type ScriptedNetwork,
  type ScriptedSocket,
  type WrittenFrame,
} from './scripted-socket.ts';
import { createTokenDesk, type TokenDesk } from './token-desk.ts';
import { createWallClock, type WallClock } from './wall-clock.ts';

/** What a client shows of its connection, at a moment. */
export interface Situation {
  readonly status: string;
  readonly attempt: number | undefined;
  /** From the moment it was shown to the next dial, in milliseconds. */
  readonly waitMs: number | undefined;
  /** The server asked for this wait. */
  readonly isAdvised?: boolean | undefined;
  /** By the clock that nobody sets. */
  readonly at: number;
  /** The command under which it came. */
  readonly during: string;
  /** All that is shown, as text: to sweep for keys. */
  readonly text: string;
}

/** What surrounds a client under test: time, page, network, keys. All of it does what it is told. */
export interface Surroundings {
  readonly clock: WallClock;
  readonly page: PageStub;
  readonly network: ScriptedNetwork;
  readonly desk: TokenDesk;
  readonly random: () => number;
  readonly trace: Situation[];
  /** What went wrong at the moment it did: a frame above the mark, a key that was over. */
  readonly wrongs: string[];
  /** The command that is performed. */
  during: string;
  show(
    situation: Pick<Situation, 'status' | 'attempt' | 'waitMs' | 'isAdvised'>,
    all: unknown,
  ): void;
  /** The socket that the client holds, if it holds one. */
  current(): ScriptedSocket | undefined;
  /** Lets promises run; time stands still. */
  settle(): Promise<void>;
}

export interface World extends Surroundings {
  connect(): void;
  close(): void;
  redial(): void;
  dispose(): void;
}

const HIGH_WATER_BYTES = 262_144;
export const FRAMES_PER_SECOND = 10;

/** Small, quick, and the same for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = Math.floor(Math.abs(seed)) % 2_147_483_647 || 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

export function createSurroundings(seed: number): Surroundings {
  const clock = createWallClock();
  const page = installPage(clock);
  const desk = createTokenDesk(clock.now);
  const trace: Situation[] = [];
  const wrongs: string[] = [];

  function watch(frame: WrittenFrame): void {
    const { written, sockets } = network;
    const eleventh = written[written.length - 1 - FRAMES_PER_SECOND];
    if (eleventh && frame.at - eleventh.at <= 1000) {
      wrongs.push(`I10: ${FRAMES_PER_SECOND + 1} frames in ${frame.at - eleventh.at} ms`);
    }
    const waiting = sockets[frame.socket]?.bufferedAmount ?? 0;
    if (waiting > HIGH_WATER_BYTES) {
      wrongs.push(`I10: written above the high mark (${waiting})`);
    }
  }

  const network = createScriptedNetwork(clock.elapsedMs, watch);
  class DatedSocket extends network.WebSocket {
    constructor(url: string) {
      super(url);
      if (desk.expiryOf(url) <= clock.now()) {
        wrongs.push('I15: dialed with a key that is over');
      }
    }
  }

  const surroundings: Surroundings = {
    clock,
    page,
    network: { ...network, WebSocket: DatedSocket },
    desk,
    random: seededRandom(seed),
    trace,
    wrongs,
    during: 'start',
    show(situation, all) {
      const text = JSON.stringify(all);
      trace.push({ ...situation, at: clock.elapsedMs(), during: surroundings.during, text });
    },
    current: () => network.live()[0],
    settle: () => clock.advance(0),
  };
  return surroundings;
}
