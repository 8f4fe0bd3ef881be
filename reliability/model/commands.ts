import { strict as assert } from 'node:assert';

import fc from 'fast-check';

import type { ScriptedSocket } from './scripted-socket.ts';
import type { World } from './world.ts';

/** A model that knows what may be done to the world now. */
export interface Reach {
  /** The client's socket, as far as its other side knows. */
  socket: 'none' | 'connecting' | 'open';
  /** Sockets that are over and could still be heard of. */
  ghosts: number;
  /** Keys that are waited for. */
  waiting: number;
}

export type Command<M extends Reach, W extends World> = fc.AsyncCommand<M, W>;

/** Makes the commands of one suite: each is performed, time stands still until all is said, then `after` looks. */
export function commandMaker<M extends Reach, W extends World>(
  after: (model: M, world: W, name: string) => void | Promise<void>,
) {
  return (
    name: string,
    isPossible: (model: Readonly<M>) => boolean,
    run: (world: W, model: M) => void | Promise<void>,
  ): Command<M, W> => ({
    check: (model) => isPossible(model),
    async run(model, world) {
      world.during = name;
      await run(world, model);
      await world.settle();
      await after(model, world, name);
    },
    toString: () => name,
  });
}

type Make<M extends Reach, W extends World> = ReturnType<typeof commandMaker<M, W>>;

const always = (): boolean => true;

/** Sockets that the client is done with, latest last. */
export function ghostsOf({ network }: World): readonly ScriptedSocket[] {
  return network.sockets.filter((one) => one.isGivenUp || one.readyState === 3);
}

/** Time, page and keys: what happens to every client. */
export function surroundingCommands<M extends Reach, W extends World>(
  make: Make<M, W>,
): fc.Arbitrary<Command<M, W>>[] {
  const tick = (ms: number) => make(`tick(${ms})`, always, ({ clock }) => clock.advance(ms));
  const page = (name: string, run: (world: W) => void) => make(name, always, run);
  return [
    fc.integer({ min: 0, max: 400 }).map(tick),
    fc.integer({ min: 400, max: 6_000 }).map(tick),
    fc.integer({ min: 6_000, max: 70_000 }).map(tick),
    fc.constantFrom(
      page('online', (world) => {
        world.page.setOnline(true);
        world.page.fire('online');
      }),
      page('offline', (world) => {
        world.page.setOnline(false);
        world.page.fire('offline');
      }),
      page('show', (world) => {
        world.page.setHidden(false);
        world.page.fire('visibilitychange');
      }),
      page('hide', (world) => {
        world.page.setHidden(true);
        world.page.fire('visibilitychange');
      }),
    ),
    fc.constantFrom(
      ...['freeze', 'resume', 'pagehide', 'pageshow'].map((type) =>
        page(type, (world) => world.page.fire(type)),
      ),
    ),
    fc
      .constantFrom(-3_600_000, -2_000, 2_000, 3_600_000)
      .map((byMs) => make(`setDate(${byMs})`, always, ({ clock }) => clock.setDate(byMs))),
    fc
      .integer({ min: 1_000, max: 3_600_000 })
      .map((ms) => make(`sleep(${ms})`, always, ({ clock }) => clock.sleep(ms))),
    fc.constantFrom(
      make('tokenHold', always, ({ desk }) => desk.hold(true)),
      make('tokenFree', always, ({ desk }) => desk.hold(false)),
      make('tokenExpire', always, ({ clock }) => clock.advance(60_000)),
    ),
    fc.constantFrom(
      make(
        'tokenAnswer',
        ({ waiting }) => waiting > 0,
        ({ desk }) => desk.answer(),
      ),
      make(
        'tokenRefuse',
        ({ waiting }) => waiting > 0,
        ({ desk }) => desk.refuse(),
      ),
    ),
  ];
}

/** Online, visible and a button in one breath: one dial at most. `redial` does what the model has to know. */
export function wakeTogether<M extends Reach, W extends World>(
  make: Make<M, W>,
  redial: (world: W, model: M) => void,
): fc.Arbitrary<Command<M, W>> {
  return fc.constant(
    make('redial and wake', always, async (world, model) => {
      const before = world.network.sockets.length;
      world.page.setOnline(true);
      world.page.setHidden(false);
      world.page.fire('online');
      redial(world, model);
      world.page.fire('visibilitychange');
      world.page.fire('online');
      await world.settle();
      const dials = world.network.sockets.length - before;
      assert(dials <= 1, `${dials} dials in one breath`);
    }),
  );
}

export function reachOf(world: World): Reach {
  const socket = world.current();
  return {
    socket: socket === undefined ? 'none' : socket.readyState === 1 ? 'open' : 'connecting',
    ghosts: ghostsOf(world).length,
    waiting: world.desk.waiting,
  };
}
