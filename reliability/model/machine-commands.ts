import { strict as assert } from 'node:assert';

import fc from 'fast-check';

import {
  type Command,
  commandMaker,
  ghostsOf,
  type Reach,
  surroundingCommands,
  wakeTogether,
} from './commands.ts';
import { type ConnectionWorld, DENIED, READY, VERDICTS } from './connection-world.ts';
import { afterRefusal, lookAtMachine, type MachineModel } from './machine-model.ts';

const make = commandMaker<MachineModel, ConnectionWorld>(lookAtMachine);
const always = (): boolean => true;
const hasSocket = ({ socket }: Reach): boolean => socket !== 'none';
const isOpen = ({ socket }: Reach): boolean => socket === 'open';

/** Keys that were refused for good are not tried again where there may be others. */
function asksAnew({ connection, plan }: ConnectionWorld): boolean {
  const status = connection.status();
  return plan.refreshable && status.status === 'failed' && status.reason.kind === 'auth';
}

const connect = make('connect', always, (world, model) => {
  if (model.wish === 'closed' || model.wish === 'failed') {
    model.refreshed = asksAnew(world);
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
    model.refreshed = asksAnew(world);
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

/** The server takes the key no longer. */
function refuse(world: ConnectionWorld, model: MachineModel): void {
  const { status } = world.connection.status();
  Object.assign(model, afterRefusal(model, world.plan.refreshable, status));
}

/** Frames come whole, in order, and once. */
function frame(text: string): Command<MachineModel, ConnectionWorld> {
  return make(`frame(${text})`, isOpen, (world, model) => {
    const before = world.heard.length;
    world.current()?.deliver(text);
    assert.deepEqual(world.heard.slice(before), [text]);
    if (text === DENIED) {
      refuse(world, model);
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
      refuse(world, model);
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

const ghosts = [
  haunt('open', (world) => ghostsOf(world).at(-1)?.open()),
  haunt('frame', (world) => ghostsOf(world).at(-1)?.deliver(READY)),
  haunt('close', (world) => ghostsOf(world).at(-1)?.end(1008)),
  haunt('error', (world) => ghostsOf(world)[0]?.fail()),
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
