import { strict as assert } from 'node:assert';

import type { ChatWorld, Composed } from './chat-world.ts';

/** Long enough for any wait, and for the slowest pace that a server may have asked for. */
const ROUNDS = 400;
const ROUND_MS = 2_000;
/** Longer than any wait and any deadline: what was said to a person, who need not answer, stays `sent`. */
const QUIET_ROUNDS = 60;

/** A server that works: it accepts, says that it is ready, acknowledges and answers, each message once. */
export interface ScriptedServer {
  /** Accepts the present socket, if it waits for that. */
  accept(): void;
  /** Answers everything that the present socket, or any request, brought. */
  answer(): void;
  /** What came so far was answered by somebody else. */
  skip(): void;
}

export function createScriptedServer(world: ChatWorld): ScriptedServer {
  const answered = new Set<number>();
  let id = 0;

  function reply(text: string, deliver: (frame: string) => void): void {
    const { script } = world;
    id += 1;
    // Other ids than whoever answered before.
    const acknowledgement = script.acknowledge?.(text, 1_000_000 + id);
    if (acknowledgement !== undefined) {
      deliver(acknowledgement);
    }
    deliver(script.answer(`answer to ${text.slice(0, 40)}`, 100_000 + id));
  }

  return {
    accept() {
      const socket = world.current();
      if (socket?.readyState === 0) {
        socket.open();
        if (world.script.ready !== undefined) {
          socket.deliver(world.script.ready);
        }
      }
    },
    skip() {
      world.ledger.forEach((_, index) => answered.add(index));
    },
    answer() {
      for (const request of world.requests.filter(({ isOpen }) => isOpen)) {
        reply(world.script.read(request.body), request.respond);
      }
      const socket = world.current();
      world.ledger.forEach(({ text, socket: number }, index) => {
        if (socket?.readyState === 1 && number === socket.number && !answered.has(index)) {
          answered.add(index);
          reply(text, (frame) => socket.deliver(frame));
        }
      });
    },
  };
}

/**
 * Mends everything around a chat and has its server answer, until nothing waits any more. Then every message
 * has come to an end that is said, in the order in which they were composed.
 */
export async function healAndJudge(
  world: ChatWorld,
  server: ScriptedServer = createScriptedServer(world),
): Promise<void> {
  world.during = 'send (healing)';
  world.desk.hold(false);
  world.desk.answer();
  world.page.setOnline(true);
  world.page.setHidden(false);
  let quiet = 0;
  for (let round = 0; round < ROUNDS && isOwed(world, quiet); round += 1) {
    const before = world.changes();
    serve(world, server);
    await world.settle();
    await world.clock.advance(ROUND_MS);
    quiet = world.changes() === before ? quiet + 1 : 0;
  }
  const waiting = waitingIn(world);
  assert.deepEqual(
    waiting.map(({ text }) => text.slice(0, 40)),
    [],
    'left waiting when everything was well again',
  );
  judgeOrder(world);
  assert.deepEqual(world.wrongs, []);
}

function waitingIn({ composed, deliveryOf }: ChatWorld): readonly Composed[] {
  return composed.filter(({ id }) => ['queued', 'sending'].includes(deliveryOf(id) ?? ''));
}

function isOwed(world: ChatWorld, quietRounds: number): boolean {
  const isSent = world.composed.some(({ id }) => world.deliveryOf(id) === 'sent');
  return waitingIn(world).length > 0 || (isSent && quietRounds < QUIET_ROUNDS);
}

/** Connects whoever gave up, and answers what was written and not answered. */
function serve(world: ChatWorld, server: ScriptedServer): void {
  const { status } = world.state().connection;
  if (status === 'closed' || status === 'failed' || status === 'idle') {
    world.chat.connect();
    return;
  }
  const socket = world.current();
  if (socket) {
    socket.bufferedAmount = 0;
  }
  server.accept();
  server.answer();
}

/** NO: what arrived first came in the order of composing; what was sent again took a new place. */
function judgeOrder({ composed, ledger }: ChatWorld): void {
  const firsts = composed
    .filter(({ retries }) => retries === 0)
    .map(({ text }) => ledger.findIndex((one) => one.text === text))
    .filter((index) => index !== -1);
  assert.deepEqual(
    firsts,
    firsts.toSorted((a, b) => a - b),
    'I9: written in another order than composed',
  );
}
