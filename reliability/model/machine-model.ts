import { strict as assert } from 'node:assert';

import fc from 'fast-check';

import {
  type Command,
  commandMaker,
  ghostsOf,
  type Reach,
  reachOf,
  surroundingCommands,
  wakeTogether,
} from './commands.ts';
import { type ConnectionWorld, DENIED, READY, STABLE_MS, VERDICTS } from './connection-world.ts';
import {
  countsUp,
  didNothingWrong,
  holdsOneSocket,
  holdsTimersFor,
  type Invariant,
  isNeverStuck,
  restsUntilAsked,
  showsNoSecret,
  waitsWithinBounds,
} from './invariants.ts';
import type { Situation } from './world.ts';

/** What the owner of a connection may expect: three words for six situations. */
export interface MachineModel extends Reach {
  wish: 'idle' | 'up' | 'closed' | 'failed';
  /** Fresh keys were asked for since the last socket that proved good. `unsure` where time was slept through. */
  refreshed: boolean | 'unsure';
  seen: number;
}

export const START: MachineModel = {
  socket: 'none',
  ghosts: 0,
  waiting: 0,
  wish: 'idle',
  refreshed: false,
  seen: 0,
};

const UP = ['connecting', 'ready', 'reconnecting'];

const INITIAL: Situation = {
  status: 'idle',
  attempt: undefined,
  waitMs: undefined,
  at: 0,
  during: 'start',
  text: '',
};

function invariantsOf({ plan, closes }: ConnectionWorld): readonly Invariant[] {
  return [
    holdsOneSocket,
    // The machine's, the heartbeat's, and one for every key that is asked for.
    holdsTimersFor(
      ({ desk }, status) =>
        desk.waiting +
        (UP.includes(status) ? 1 + (plan.heartbeat && status === 'ready' ? 1 : 0) : 0),
    ),
    isNeverStuck,
    restsUntilAsked({
      idle: ['connect', 'redial'],
      failed: ['connect', 'redial'],
      closed: ['connect'],
    }),
    countsUp((ready, endedAt) => plan.stableOnFrame || endedAt - ready.at >= STABLE_MS),
    waitsWithinBounds(() => {
      const verdict = closes.at(-1)?.verdict;
      return typeof verdict === 'object' ? verdict.retryAfterMs : 0;
    }),
    didNothingWrong,
    showsNoSecret,
  ];
}

function look(model: MachineModel, world: ConnectionWorld, name: string): void {
  const last = world.trace[model.seen - 1] ?? INITIAL;
  const news = world.trace.slice(model.seen);
  const now = world.trace.at(-1) ?? INITIAL;
  model.seen = world.trace.length;
  Object.assign(model, reachOf(world));
  for (const holds of invariantsOf(world)) {
    holds(world, news, last, now);
  }
  noteProof(model, news, last, world.clock.elapsedMs());
  const { status } = world.connection.status();
  assert.equal(status, now.status, `what was told last is not so after ${name}`);
  if (model.wish === 'up') {
    assert(UP.includes(status), `${status} after ${name}, where a connection is wanted`);
  } else {
    assert.equal(status, model.wish, `after ${name}`);
  }
}

/** A socket that was ready for long enough clears the record. */
function noteProof(
  model: MachineModel,
  news: readonly Situation[],
  last: Situation,
  nowMs: number,
): void {
  const all = [last, ...news];
  all.forEach((situation, index) => {
    const endedAt = all[index + 1]?.at ?? nowMs;
    if (situation.status === 'ready' && endedAt - situation.at >= STABLE_MS && model.refreshed) {
      model.refreshed = 'unsure';
    }
  });
}

/** What a refusal leads to: fresh keys once, then rest. */
function refuse(model: MachineModel, world: ConnectionWorld): void {
  if (!world.plan.refreshable || model.refreshed === true) {
    model.wish = 'failed';
  } else if (model.refreshed === 'unsure') {
    model.wish = world.connection.status().status === 'failed' ? 'failed' : 'up';
  }
  model.refreshed = model.wish === 'up';
}

const make = commandMaker<MachineModel, ConnectionWorld>(look);
const always = (): boolean => true;
const hasSocket = ({ socket }: Reach): boolean => socket !== 'none';
const isOpen = ({ socket }: Reach): boolean => socket === 'open';

const connect = make('connect', always, (world, model) => {
  if (model.wish === 'closed' || model.wish === 'failed') {
    model.refreshed = false;
  }
  model.wish = 'up';
  world.connect();
});

const close = make('close', always, (world, model) => {
  model.wish = 'closed';
  model.refreshed = false;
  world.close();
});

function redialNow(world: ConnectionWorld, model: MachineModel): void {
  if (model.wish !== 'closed') {
    model.wish = 'up';
    model.refreshed = false;
  }
  world.redial();
}

const redial = make('redial', always, redialNow);

const suspect = make('suspect', hasSocket, (world) => world.connection.suspect());

const open = make(
  'open',
  ({ socket }) => socket === 'connecting',
  (world) => world.current()?.open(),
);

/** Everything that leads to a usable connection, in one go. */
const arrive = make(
  'arrive',
  ({ socket }) => socket === 'connecting',
  (world) => {
    const socket = world.current();
    socket?.open();
    socket?.deliver(READY);
  },
);

/** Frames come whole, in order, and once. */
function frame(text: string): Command<MachineModel, ConnectionWorld> {
  return make(`frame(${text})`, isOpen, (world, model) => {
    const before = world.heard.length;
    world.current()?.deliver(text);
    assert.deepEqual(world.heard.slice(before), [text]);
    if (text === DENIED) {
      refuse(model, world);
    }
  });
}

function end(code: number): Command<MachineModel, ConnectionWorld> {
  return make(`close(${code})`, hasSocket, (world, model) => {
    world.current()?.end(code, 'why');
    const verdict = VERDICTS[code];
    if (code === 1000) {
      model.wish = 'idle';
    } else if (verdict === 'auth') {
      refuse(model, world);
    } else if (verdict === 'stop') {
      model.wish = 'failed';
      model.refreshed = false;
    }
    // I15 and the like: what the server said is told as the server's, with its own code.
    const told = world.closes.at(-1);
    assert.equal(told?.facts.code, code);
    assert.equal(told.facts.origin, 'server');
  });
}

const error = make('error', hasSocket, (world) => world.current()?.fail());

/** I2: a socket that was given up is nothing any more, whatever it says. */
function haunt(what: string, speak: (world: ConnectionWorld) => void) {
  return make(
    `late ${what}`,
    ({ ghosts }) => ghosts > 0,
    async (world) => {
      const before = [world.trace.length, world.heard.length, world.closes.length];
      const { length } = world.network.sockets;
      speak(world);
      await world.settle();
      assert.deepEqual([world.trace.length, world.heard.length, world.closes.length], before, 'I2');
      assert.equal(world.network.sockets.length, length, 'I2: dialed for a ghost');
    },
  );
}

/** A write is taken exactly when the connection is ready, has room and keeps the pace. */
const send = make('write', always, (world) => {
  const { connection, network } = world;
  const before = network.written.length;
  const isFree = connection.waitMs() === 0;
  const isReady = connection.status().status === 'ready';
  const isTaken = connection.write('id', { body: 'hello' });
  assert.equal(isTaken, isFree && isReady);
  assert.equal(network.written.length, before + (isTaken ? 1 : 0));
});

const flood = make('write×30', always, async (world) => {
  for (let count = 0; count < 30; count += 1) {
    world.connection.write('id', { body: 'flood' });
    await world.clock.advance(Math.min(40, world.connection.waitMs()));
  }
});

/** The other side reads slowly, or again. */
function clog(bytes: number) {
  return make(`clog(${bytes})`, isOpen, (world) => {
    const socket = world.current();
    if (socket) {
      socket.bufferedAmount = bytes;
    }
  });
}

const late = (run: (world: ConnectionWorld) => void) => run;
const ghosts = [
  haunt(
    'open',
    late((world) => ghostsOf(world).at(-1)?.open()),
  ),
  haunt(
    'frame',
    late((world) => ghostsOf(world).at(-1)?.deliver(READY)),
  ),
  haunt(
    'close',
    late((world) => ghostsOf(world).at(-1)?.end(1008)),
  ),
  haunt(
    'error',
    late((world) => ghostsOf(world)[0]?.fail()),
  ),
];

/** Every command, the likely ones more often: a story should come as far as a stable connection. */
export const machineCommands: fc.Arbitrary<Command<MachineModel, ConnectionWorld>>[] = [
  fc.constant(connect),
  fc.constant(open),
  fc.constant(arrive),
  fc.constant(arrive),
  fc.constant(frame(READY)),
  fc.constantFrom(frame('hello'), frame(READY), frame(DENIED)),
  fc.constantFrom(connect, redial, close, suspect),
  fc.constantFrom(1000, 1001, 1006, 1008, 1009, 1011, 1012, 1013, 4000, 4900).map(end),
  fc.constantFrom(error, ...ghosts),
  fc.constantFrom(send, send, flood, clog(0), clog(300_000), clog(100_000)),
  wakeTogether(make, redialNow),
  ...surroundingCommands(make),
];
