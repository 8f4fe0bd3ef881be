import { strict as assert } from 'node:assert';

import fc from 'fast-check';

import { messageText } from '../../packages/hooks/src/chat/chat-message.ts';
import type { ChatWorld, Composed } from './chat-world.ts';
import {
  type Command,
  commandMaker,
  ghostsOf,
  type Reach,
  surroundingCommands,
  wakeTogether,
} from './commands.ts';
import { type DeliveryModel, lookAtDelivery, stuckOf, UNPAINTED_MS } from './delivery-model.ts';

const make = commandMaker<DeliveryModel, ChatWorld>(lookAtDelivery);
const always = (): boolean => true;
const isOpen = ({ socket }: Reach): boolean => socket === 'open';
const hasSocket = ({ socket }: Reach): boolean => socket !== 'none';

const connect = make('connect', always, (world) => world.connect());
const disconnect = make('disconnect', always, (world) => world.close());
const reconnect = make('redial', always, (world) => world.redial());
const open = make(
  'open',
  ({ socket }) => socket === 'connecting',
  (world) => world.current()?.open(),
);
const ready = make('ready', isOpen, ({ script, current }) => {
  if (script.ready !== undefined) {
    current()?.deliver(script.ready);
  }
});

/** Everything that leads to a conversation, in one go. */
const arrive = make('arrive', always, async (world) => {
  world.desk.hold(false);
  world.desk.answer();
  world.connect();
  await world.settle();
  const socket = world.current();
  if (socket?.readyState === 0) {
    socket.open();
  }
  if (socket && world.script.ready !== undefined) {
    socket.deliver(world.script.ready);
  }
});

function send(count: number): Command<DeliveryModel, ChatWorld> {
  return make(`send×${count}`, always, (world, model) => {
    for (let each = 0; each < count; each += 1) {
      model.texts += 1;
      world.send(`message ${model.texts}`);
    }
  });
}

/** Large enough that two of them are more than may wait. */
const sendLarge = make('send large', always, (world, model) => {
  model.texts += 1;
  world.send(`message ${model.texts} ${'x'.repeat(600_000)}`);
});

const retry = make(
  'send again',
  ({ stuck }) => stuck > 0,
  (world) => {
    const [message] = stuckOf(world);
    if (message) {
      // It may leave within the call.
      message.retries += 1;
      message.retries -= world.chat.retry(message.id).ok ? 0 : 1;
    }
  },
);

/** The first message that its author may take back. */
function revocable({ composed, deliveryOf }: ChatWorld): Composed | undefined {
  return composed.find(({ id, isDiscarded }) => {
    const delivery = deliveryOf(id) ?? '';
    return !isDiscarded && ['queued', 'unconfirmed', 'failed'].includes(delivery);
  });
}

const discard = make('discard', always, (world) => {
  const message = revocable(world);
  if (message && world.chat.discard(message.id).ok) {
    message.isDiscarded = true;
  }
});

/** What it was comes back to be changed; what becomes of it is another message. */
const edit = make('edit', always, (world, model) => {
  const message = revocable(world);
  const result = message && world.chat.edit(message.id);
  if (message && result?.ok) {
    assert.equal(result.text, message.text, 'another text came back to be changed');
    message.isDiscarded = true;
    model.texts += 1;
    world.send(`message ${model.texts}, changed`);
  }
});

const acknowledge = make(
  'ack',
  ({ socket, open: some }) => socket === 'open' && some.length > 0,
  (world, model) => {
    const [text = ''] = model.open;
    const frame = world.script.acknowledge?.(text, model.texts);
    if (frame !== undefined) {
      model.acknowledged.add(text);
      world.current()?.deliver(frame);
    }
  },
);

/** The server does its work: says what it has, and answers. */
const serve = make('serve', isOpen, (world, model) => {
  for (const text of model.open) {
    noteAnswered(world, model);
    const frame = world.script.acknowledge?.(text, model.texts);
    model.acknowledged.add(text);
    if (frame !== undefined) {
      world.current()?.deliver(frame);
    }
    model.said.push(world.script.answer('an answer', model.said.length));
    world.current()?.deliver(model.said.at(-1));
  }
});

/** R16: the same acknowledgement again, or one of something that nobody here wrote. */
const acknowledgeAgain = make('dupAck', isOpen, async (world, model) => {
  const text = [...model.acknowledged].at(-1);
  const frame = text === undefined ? undefined : world.script.acknowledge?.(text, model.texts);
  if (text === undefined || frame === undefined) {
    return;
  }
  const before = world.composed.map(({ id }) => world.deliveryOf(id) === 'acknowledged');
  world.current()?.deliver(frame);
  await world.settle();
  const after = world.composed.map(({ id }) => world.deliveryOf(id) === 'acknowledged');
  before.forEach((was, index) => assert(!was || after[index], 'I7: no longer acknowledged'));
});

/** Where nothing else acknowledges, an answer does; no frame says which turn: it may be any that is open. */
function noteAnswered(world: ChatWorld, model: DeliveryModel): void {
  if (!world.script.acknowledge) {
    world.ledger.forEach(({ text }) => model.acknowledged.add(text));
  }
}

const draft = make('draft', isOpen, (world, model) => {
  noteAnswered(world, model);
  world.current()?.deliver(world.script.draft('so far', model.said.length));
});

const answer = make('answer', isOpen, (world, model) => {
  noteAnswered(world, model);
  const frame = world.script.answer('an answer', model.said.length);
  model.said.push(frame);
  world.current()?.deliver(frame);
});

/** A person has the conversation: nobody owes an answer, and turns flow freely. */
const takeOver = make('take over', isOpen, (world, model) => {
  noteAnswered(world, model);
  model.texts += 1;
  world.script.takeOver?.(model.texts).forEach((frame) => world.current()?.deliver(frame));
});

const giveBack = make('give back', isOpen, (world, model) => {
  const frame = world.script.giveBack?.((model.texts += 1));
  if (frame !== undefined) {
    noteAnswered(world, model);
    world.current()?.deliver(frame);
  }
});

/** I14: a whole answer that is said again is no other answer. */
const answerAgain = make(
  'dup answer',
  ({ socket, said }) => socket === 'open' && said.length > 0,
  async (world, model) => {
    const texts = (): readonly string[] =>
      world
        .state()
        .messages.filter(({ role }) => role !== 'user')
        .map(messageText);
    // What came before is shown by then.
    await world.clock.advance(UNPAINTED_MS);
    const before = texts();
    world.current()?.deliver(model.said.at(-1));
    await world.clock.advance(UNPAINTED_MS);
    assert.deepEqual(texts(), before, 'I14: an answer that was said twice is shown otherwise');
  },
);

const deny = make('denied', isOpen, ({ script, current }) => {
  if (script.denied !== undefined) {
    current()?.deliver(script.denied);
  }
});

const garbage = make('garbage', isOpen, async (world) => {
  for (const data of ['{', 'null', '[]', '{"event_type":7}', new ArrayBuffer(3)]) {
    world.current()?.deliver(data);
  }
  await world.settle();
});

const end = (code: number) =>
  make(`close(${code})`, hasSocket, (world) => world.current()?.end(code, 'why'));
const error = make('error', hasSocket, (world) => world.current()?.fail());

/** I2: what a socket says that was given up changes nothing at all. */
const ghost = make(
  'late words',
  ({ ghosts }) => ghosts > 0,
  async (world, model) => {
    const before = world.state();
    for (const socket of ghostsOf(world).slice(-2)) {
      socket.open();
      socket.deliver(world.script.answer('from the past', 1_000 + model.said.length));
      socket.fail();
    }
    await world.settle();
    assert.equal(world.state(), before, 'I2: a ghost was heard');
  },
);

const clog = (bytes: number) =>
  make(`clog(${bytes})`, isOpen, (world) => {
    const socket = world.current();
    if (socket) {
      socket.bufferedAmount = bytes;
    }
  });

/** Every command, the likely ones more often: most of a story should be a conversation. */
export const deliveryCommands: fc.Arbitrary<Command<DeliveryModel, ChatWorld>>[] = [
  fc.constant(arrive),
  fc.constant(arrive),
  fc.constantFrom(1, 1, 2, 5).map(send),
  fc.constantFrom(arrive, serve),
  fc.constantFrom(serve, serve, send(12)),
  fc.constantFrom(acknowledge, acknowledge, answer, draft),
  fc.constantFrom(acknowledge, answer, acknowledgeAgain, answerAgain),
  fc.constantFrom(connect, disconnect, reconnect, open, ready),
  fc.constantFrom(1000, 1001, 1006, 1008, 1009, 1011, 1012, 1013, 4003, 4900).map(end),
  fc.constantFrom(error, ghost, garbage, deny),
  fc.constantFrom(retry, discard, edit, sendLarge, clog(300_000), clog(0)),
  fc.constantFrom(takeOver, takeOver, giveBack),
  wakeTogether(make, (world) => world.redial()),
  ...surroundingCommands(make),
];
