import { strict as assert } from 'node:assert';

import type { ChatWorld } from './chat-world.ts';

/** Long enough for any wait, and for the slowest pace that a server may have asked for. */
const ROUNDS = 400;
const ROUND_MS = 2_000;

/**
 * Mends everything around a chat and has its server answer, until nothing waits any more. Then every message
 * has come to an end that is said, in the order in which they were composed.
 */
export async function healAndJudge(world: ChatWorld): Promise<void> {
  world.during = 'send (healing)';
  world.desk.hold(false);
  world.desk.answer();
  world.page.setOnline(true);
  world.page.setHidden(false);
  const answered = new Set<number>();
  for (let round = 0; round < ROUNDS && isOwed(world); round += 1) {
    serve(world, answered, round);
    await world.clock.advance(ROUND_MS);
  }
  const waiting = world.composed.filter(({ id }) =>
    ['queued', 'sending'].includes(world.deliveryOf(id) ?? ''),
  );
  assert.deepEqual(
    waiting.map(({ text }) => text.slice(0, 40)),
    [],
    'left waiting when everything was well again',
  );
  judgeOrder(world);
  assert.deepEqual(world.wrongs, []);
}

function isOwed({ composed, deliveryOf }: ChatWorld): boolean {
  return composed.some(({ id }) => ['queued', 'sending', 'sent'].includes(deliveryOf(id) ?? ''));
}

/** Connects whoever gave up, and answers what was written and not answered. */
function serve(world: ChatWorld, answered: Set<number>, round: number): void {
  const { ledger, script, chat } = world;
  const { status } = world.state().connection;
  if (status === 'closed' || status === 'failed' || status === 'idle') {
    chat.connect();
    return;
  }
  const socket = world.current();
  if (!socket) {
    return;
  }
  socket.bufferedAmount = 0;
  if (socket.readyState === 0) {
    socket.open();
    if (script.ready !== undefined) {
      socket.deliver(script.ready);
    }
    return;
  }
  ledger.forEach(({ text, socket: number }, index) => {
    if (number === socket.number && !answered.has(index)) {
      answered.add(index);
      const acknowledgement = script.acknowledge?.(text, 10_000 + index);
      if (acknowledgement !== undefined) {
        socket.deliver(acknowledgement);
      }
      socket.deliver(script.answer('healed', 100_000 + index + round * 1_000));
    }
  });
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
