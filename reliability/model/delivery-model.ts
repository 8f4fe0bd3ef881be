import { strict as assert } from 'node:assert';

import type { ChatWorld, Composed } from './chat-world.ts';
import type { Reach } from './commands.ts';
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
import { lookAt } from './look-at.ts';

/** What a user and a server know of a conversation. */
export interface DeliveryModel extends Reach {
  seen: number;
  /** Messages that the user may send again or take back. */
  stuck: number;
  /** Of the ledger: written on the present socket, and not acknowledged or answered yet. */
  open: string[];
  acknowledged: Set<string>;
  /** Frames of whole answers, to say again. */
  said: string[];
  texts: number;
  /** What a person was told over a socket that lives, as of the last look. */
  toPerson: { readonly socket: number | undefined; readonly ids: readonly string[] };
}

export function startOfDelivery(): DeliveryModel {
  return {
    socket: 'none',
    ghosts: 0,
    waiting: 0,
    seen: 0,
    stuck: 0,
    open: [],
    acknowledged: new Set(),
    said: [],
    texts: 0,
    toPerson: { socket: undefined, ids: [] },
  };
}

const STABLE_MS = 10_000;
/** As long as a paint may take, where there is none. */
export const UNPAINTED_MS = 250;
/** AUI's rule for limits without a figure: up to a minute. */
const ADVICE_MS = 60_000;
/**
 * The machine's and the heartbeat's; the session's four: pump, deadline, age, follow-up; and those of painting,
 * each by a frame and by a timer in case none comes: growth, what waits to be read, and the count of it.
 */
const TIMERS = 2 + 4 + 5;

/** What asks for a connection. `send (healing)` connects, too. */
const OWNER = ['connect', 'arrive', 'redial', 'send (healing)'];

const isResting = (status: string): boolean => ['idle', 'closed', 'failed'].includes(status);

/** NL: what was accepted is there with a word of what became of it, unless its author took it back. */
const losesNothing = ({ composed, deliveryOf }: ChatWorld): void => {
  for (const { id, text, isDiscarded } of composed) {
    assert.equal(deliveryOf(id) === undefined, isDiscarded, `"${text}" is not there any more`);
  }
};

/** Truth: nothing is under way where nothing is connected, and nothing is acknowledged that was never written. */
function tellsTheTruth(world: ChatWorld, model: DeliveryModel, status: string): void {
  for (const { id, text } of world.composed) {
    const delivery = world.deliveryOf(id);
    assert(delivery !== 'sending' || status === 'ready', `"${text}" is sending while ${status}`);
    if (delivery === 'acknowledged') {
      assert(model.acknowledged.has(text), `nobody acknowledged "${text}"`);
    }
    if (delivery === 'unconfirmed' || delivery === 'sent') {
      assert(
        world.ledger.some((one) => one.text === text),
        `"${text}" is ${delivery} and was never written`,
      );
    }
  }
}

/** A person owes nobody an answer: over a socket that lives no message comes to be in doubt. */
function waitsForNoPerson(world: ChatWorld, model: DeliveryModel): void {
  const socket = world.current()?.number;
  const isPerson = world.state().handoff === 'agent' && socket !== undefined;
  if (isPerson && socket === model.toPerson.socket) {
    for (const id of model.toPerson.ids) {
      assert.notEqual(
        world.deliveryOf(id),
        'unconfirmed',
        'a person was given a time to answer in',
      );
    }
  }
  const sent = world.composed.filter(({ id }) => world.deliveryOf(id) === 'sent');
  model.toPerson = { socket: isPerson ? socket : undefined, ids: sent.map(({ id }) => id) };
}

function invariantsOf({ plan }: ChatWorld): readonly Invariant[] {
  return [
    holdsOneSocket,
    holdsTimersFor(({ desk }, status) => (isResting(status) ? 0 : TIMERS + desk.waiting)),
    isNeverStuck,
    // A queue dials again by itself when the server ends an idle connection in good order.
    restsUntilAsked({ closed: OWNER, failed: OWNER }),
    // AUI's session is proven by a frame: nothing else says that there is one.
    countsUp((ready, endedAt) => plan.platform === 'aui' || endedAt - ready.at >= STABLE_MS),
    waitsWithinBounds(() => ADVICE_MS),
    didNothingWrong,
    showsNoSecret,
  ];
}

export async function lookAtDelivery(
  model: DeliveryModel,
  world: ChatWorld,
  name: string,
): Promise<void> {
  if (world.state().connection.status === 'ready' && !world.current()) {
    // What a burst brings waits for a paint, and so does the close that is told after it. No longer.
    await world.clock.advance(UNPAINTED_MS);
  }
  const { now } = lookAt(model, world, invariantsOf(world));
  assert.equal(world.state().connection.status, now.status, `after ${name}`);
  losesNothing(world);
  tellsTheTruth(world, model, now.status);
  waitsForNoPerson(world, model);
  model.stuck = stuckOf(world).length;
  const here = world.current()?.number;
  model.open = world.ledger
    .filter(({ text, socket }) => socket === here && !model.acknowledged.has(text))
    .map(({ text }) => text);
}

/** Messages that their author may send again. */
export function stuckOf(world: ChatWorld): readonly Composed[] {
  return world.composed.filter(({ id }) =>
    ['unconfirmed', 'failed'].includes(world.deliveryOf(id) ?? ''),
  );
}
