import type { ServerResponse } from 'node:http';

import { expect, onTestFinished, test } from 'vitest';

import { startHttpServer } from '../connection/testing/http-server.ts';
import { nlx } from '../providers/nlx/nlx.ts';
import type { Provider } from '../providers/provider.ts';
import { type ChatUnderTest, openChat, type OpenedChat, SECRET } from '../testing/open-chat.ts';
import { deliveries, eventually, until } from '../testing/until.ts';

const SPEED = 50;
const ANSWER = { messages: [{ text: 'an answer' }] };
/** The draw that decides between the bounds of a wait: its middle. */
const MIDDLE = { runtime: { random: () => 0.5 } };

interface Asked {
  readonly text: string | undefined;
  readonly isPoll: boolean;
  /** Requests so far, this one included. */
  readonly count: number;
}

function json(response: ServerResponse, value: unknown, status = 200, headers = {}): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(value));
}

/** A chat over HTTP with a server that answers as it is told, and the texts that it got. */
async function open(
  answer: (response: ServerResponse, asked: Asked) => void,
  { apiKey = SECRET, adapt = (provider) => provider, ...options }: Setup = {},
): Promise<OpenedChat & { readonly got: readonly string[] }> {
  const got: string[] = [];
  const server = await startHttpServer((response, { body }, count) => {
    const { unstructured, structured } = JSON.parse(body).request;
    got.push(unstructured?.text ?? 'poll');
    answer(response, { text: unstructured?.text, isPoll: structured?.poll === true, count });
  });
  onTestFinished(() => server.stop());
  const provider = nlx({
    transport: 'http',
    stream: false,
    deploymentKey: 'd',
    channelKey: 'c-en-US',
    url: server.url,
    apiKey,
  });
  return { ...openChat(adapt(provider), { speed: SPEED, ...MIDDLE, ...options }), got };
}

type Setup = ChatUnderTest & {
  readonly apiKey?: string | (() => Promise<string>) | undefined;
  readonly adapt?: ((provider: Provider) => Provider) | undefined;
};

/** A key that comes when told. */
function heldKey() {
  let give = (_key: string): void => {};
  let asked = 0;
  return {
    ask() {
      asked += 1;
      return new Promise<string>((resolve) => (give = resolve));
    },
    give: () => give(SECRET),
    isAsked: () => eventually(() => expect(asked).toBe(1)),
  };
}

const gaps = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((time, index) => time - (times[index] ?? 0));

/** Half of 0.2 to 4 s, then of 1 to 8, 16 and 30 s, less a tick: what a busy machine adds makes none shorter. */
function expectGrowth(times: readonly number[]): void {
  const waits = gaps(times);
  const least = [2_000, 4_400, 8_400, 15_400];
  expect(waits.length, `waits of ${waits.join(', ')} ms`).toBe(least.length);
  least.forEach((ms, index) => expect(waits[index]).toBeGreaterThanOrEqual(ms));
}

test.each([429, 503])(
  'a %s that asks to come back at once is asked ever more rarely, and the row ends with an answer',
  async (status) => {
    const { chat, writes, got } = await open((response, { count }) =>
      count <= 4 || count === 6
        ? json(response, {}, status, { 'retry-after': '0' })
        : json(response, ANSWER),
    );
    chat.sendMessage('one');
    await until(chat, (state) => deliveries(state).join() === 'one: acknowledged');
    expectGrowth(writes);
    chat.sendMessage('two');
    await until(chat, (state) => deliveries(state).at(-1) === 'two: acknowledged');
    expect(got).toEqual(['one', 'one', 'one', 'one', 'one', 'two', 'two']);
    // A first refusal again, not a fifth.
    expect(gaps(writes).at(-1)).toBeLessThan(15_000);
  },
);

test.each([
  [504, 'unconfirmed'],
  [502, 'unconfirmed'],
  [408, 'unconfirmed'],
  [500, 'failed'],
])(
  'a %s that names a time may have been taken: it is sent once, is %s, and the next waits for that time',
  async (status, delivery) => {
    const { chat, writes, got } = await open((response, { count }) =>
      count === 1 ? json(response, {}, status, { 'retry-after': '20' }) : json(response, ANSWER),
    );
    chat.sendMessage('one');
    chat.sendMessage('two');
    await until(chat, (state) => deliveries(state).join() === `one: ${delivery},two: acknowledged`);
    expect(got).toEqual(['one', 'two']);
    expect(gaps(writes)[0]).toBeGreaterThanOrEqual(19_900);
  },
);

test('the time that a poll was told to wait holds back the next message too', async () => {
  const pending = { messages: [], metadata: { hasPendingDataRequest: true } };
  const { chat, writes, got } = await open((response, { text, isPoll }) =>
    isPoll
      ? json(response, {}, 429, { 'retry-after': '60' })
      : json(response, text === 'one' ? pending : ANSWER),
  );
  chat.sendMessage('one');
  await until(chat, ({ error }) => error?.code === 'rate-limited');
  chat.sendMessage('two');
  await until(chat, (state) => deliveries(state).at(-1) === 'two: acknowledged');
  expect(got).toEqual(['one', 'poll', 'two']);
  expect(gaps(writes).at(-1)).toBeGreaterThanOrEqual(59_900);
});

test('a message whose key is still asked for waits, also when the chat is closed meanwhile, and leaves once', async () => {
  const key = heldKey();
  const { chat, dials, got } = await open((response) => json(response, ANSWER), {
    apiKey: key.ask,
  });
  const seen = new Set<string>();
  onTestFinished(
    chat.store.subscribe((state) => deliveries(state).forEach((one) => seen.add(one))),
  );
  chat.sendMessage('one');
  await key.isAsked();
  chat.disconnect();
  await until(chat, ({ connection }) => connection.status === 'closed');
  key.give();
  chat.connect();
  await eventually(() => {
    key.give();
    expect(got).toEqual(['one']);
  });
  await until(chat, (state) => deliveries(state).join() === 'one: acknowledged');
  expect([...seen]).toEqual(['one: queued', 'one: sent', 'one: acknowledged']);
  expect(dials()).toBe(1);
});

test('a message that is taken back while its key is asked for never leaves', async () => {
  const key = heldKey();
  const { chat, got } = await open((response) => json(response, ANSWER), { apiKey: key.ask });
  chat.sendMessage('one');
  await key.isAsked();
  const { messages } = chat.store.getState();
  expect(chat.discard(messages[0]!.id)).toEqual({ ok: true });
  chat.sendMessage('two');
  await eventually(() => {
    key.give();
    expect(got).toEqual(['two']);
  });
  await until(chat, (state) => deliveries(state).join() === 'two: acknowledged');
});

test('a key that is not given is asked for ever more rarely, and the message waits', async () => {
  const asked: number[] = [];
  const opened: OpenedChat = await open((response) => json(response, ANSWER), {
    apiKey() {
      asked.push(opened.clock.now());
      return asked.length > 4 ? Promise.resolve(SECRET) : Promise.reject(new Error('no'));
    },
    autoConnect: false,
  });
  const { chat } = opened;
  chat.sendMessage('one');
  await until(chat, ({ error }) => error?.code === 'unreachable');
  expect(deliveries(chat.store.getState())).toEqual(['one: queued']);
  await until(chat, (state) => deliveries(state).join() === 'one: acknowledged');
  expectGrowth(asked);
});

test('a conversation that is not made is asked for ever more rarely', async () => {
  const asked: number[] = [];
  const opened: OpenedChat = await open((response) => json(response, ANSWER), {
    autoConnect: false,
    adapt: (provider) => ({
      ...provider,
      async prepare() {
        asked.push(opened.clock.now());
        if (asked.length <= 4) {
          throw new Error('no');
        }
        return { session: { id: 'made' } };
      },
    }),
  });
  const { chat } = opened;
  chat.sendMessage('one');
  await until(chat, (state) => deliveries(state).join() === 'one: acknowledged');
  expectGrowth(asked);
});

test('waits are those of the reconnect option, and begin anew with a chat that is opened anew', async () => {
  const asked: number[] = [];
  const opened: OpenedChat = await open((response) => json(response, ANSWER), {
    apiKey() {
      asked.push(opened.clock.now());
      return asked.length > 4 ? Promise.resolve(SECRET) : Promise.reject(new Error('no'));
    },
    autoConnect: false,
    reconnect: { firstMinMs: 6_000, minMs: 30_000, baseMs: 6_000, capMs: 30_000 },
  });
  const { chat } = opened;
  chat.sendMessage('one');
  await eventually(() => expect(asked).toHaveLength(3));
  await until(chat, ({ error }) => error?.code === 'unreachable');
  chat.disconnect();
  chat.connect();
  await until(chat, (state) => deliveries(state).join() === 'one: acknowledged');
  const [first = 0, second = 0, , again = 0] = gaps(asked);
  expect(first).toBeGreaterThanOrEqual(5_900);
  expect(first).toBeLessThan(29_000);
  expect(second).toBeGreaterThanOrEqual(29_900);
  expect(again).toBeGreaterThanOrEqual(5_900);
  expect(again).toBeLessThan(29_000);
});
