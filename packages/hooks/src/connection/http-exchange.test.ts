import { expect, it, vi } from 'vitest';

import type { CloseVerdict } from './connection.ts';
import { createRuntime } from './default-runtime.ts';
import { createHttpConnection, type HttpConnectionOptions } from './http-connection.ts';
import { recordHandlers } from './testing/record-handlers.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const NOBODY = 'http://nobody.test';
const target = { kind: 'http', url: NOBODY, headers: {} } as const;
const lines = { headers: { 'content-type': 'application/x-ndjson' } };

type Fetch = typeof globalThis.fetch;

/** A connection on a `fetch` of the owner's: one that may do what a platform's never does. */
function link(fetch: Fetch, changes: Partial<HttpConnectionOptions> = {}) {
  const record = recordHandlers();
  const log: unknown[] = [];
  const connection = createHttpConnection({
    target: () => target,
    classify: (): CloseVerdict => 'retry',
    runtime: createRuntime({
      fetch,
      clock: createVirtualClock(),
      logger: (...line) => log.push(line),
    }),
    handlers: record.handlers,
    refreshable: () => true,
    ...changes,
  });
  const write = async (id: string): Promise<unknown> => {
    const count = record.outcomes().length;
    connection.write(id, { body: '{}' });
    await record.until(() => record.outcomes().length > count);
    return record.outcomes()[count]?.outcome;
  };
  return { connection, record, log, write };
}

/** Answers given one after another, by hand. */
function byHand() {
  const answers: ((response: Response) => void)[] = [];
  const fetch = vi.fn<Fetch>(() => new Promise((resolve) => answers.push(resolve)));
  return { answers, fetch };
}

const answering =
  (...responses: (() => Response)[]): Fetch =>
  () => {
    const next = responses.shift();
    return next ? Promise.resolve(next()) : Promise.reject(new Error('unreachable'));
  };

it('is idle until it is asked to connect, and then says so once, and to the log', async () => {
  const { connection, record, log } = link(vi.fn<Fetch>());
  expect(connection.status()).toEqual({ status: 'idle' });
  expect(connection.waitMs()).toBe(0);
  connection.connect();
  connection.connect();
  await record.until(() => record.statuses().length > 0);
  expect(record.statuses()).toEqual(['ready']);
  expect(log).toEqual([['debug', 'connection-state', { from: 'idle', to: 'ready' }]]);
});

it('stays closed once it is disposed, and logs nothing any more', () => {
  const { connection, log } = link(vi.fn<Fetch>());
  connection.dispose();
  connection.connect();
  connection.redial();
  expect(connection.status()).toEqual({ status: 'closed' });
  expect(log).toEqual([]);
});

it('fails for what its owner read, and what runs is aborted first', async () => {
  const { fetch } = byHand();
  const { connection, record } = link(fetch);
  connection.connect();
  connection.write('1', { body: '{}' });
  connection.fail('stop');
  expect(connection.status()).toEqual({ status: 'failed', reason: { kind: 'stop' } });
  await record.until(() => record.statuses().at(-1) === 'failed');
  expect(record.calls.slice(-2)).toMatchObject([
    { on: 'write-end', id: '1', outcome: { status: 'aborted' } },
    { on: 'status' },
  ]);
  connection.redial();
  expect(connection.status()).toEqual({ status: 'ready' });
});

it('does not fail once it is closed', () => {
  const { connection } = link(vi.fn<Fetch>());
  connection.connect();
  connection.close();
  connection.fail('stop');
  expect(connection.status()).toEqual({ status: 'closed' });
});

it('fails for a refusal that the classifier calls the end', async () => {
  const refuse = answering(() => new Response('', { status: 403 }));
  const { connection, write } = link(refuse, { classify: () => 'stop' });
  connection.connect();
  expect(await write('1')).toMatchObject({
    status: 'refused',
    verdict: 'stop',
    facts: { origin: 'server', observed: 'ready', written: 1, http: { status: 403 } },
  });
  expect(connection.status()).toMatchObject({ status: 'failed', reason: { kind: 'stop' } });
});

it('takes a classifier that throws for one without opinion', async () => {
  const fetch = vi.fn<Fetch>(answering(() => new Response('', { status: 500 })));
  const { connection, write } = link(fetch, {
    classify() {
      throw new Error('broken');
    },
  });
  connection.connect();
  expect(await write('1')).toMatchObject({ status: 'refused', verdict: 'retry' });
  // Only a refused key is worth asking for a fresh one.
  expect(fetch).toHaveBeenCalledTimes(1);
});

it('counts requests without a response in a row', async () => {
  const { connection, write } = link(
    answering(
      () => {
        throw new Error('first');
      },
      () => new Response(null, { status: 204 }),
    ),
  );
  connection.connect();
  expect(await write('1')).toEqual({
    status: 'unknown',
    facts: {
      code: 0,
      reason: '',
      origin: 'local',
      observed: 'before-open',
      failuresBeforeOpen: 1,
      written: 1,
      received: 0,
      repeats: 0,
    },
  });
  expect(await write('2')).toEqual({ status: 'answered' });
  expect(await write('3')).toMatchObject({ status: 'unknown', facts: { failuresBeforeOpen: 1 } });
});

it('says how much came of an answer that was cut', async () => {
  const { connection, write } = link(answering(() => new Response('{"a":1}\n{"b', lines)));
  connection.connect();
  expect(await write('1')).toMatchObject({
    status: 'cut',
    facts: { origin: 'local', observed: 'ready', written: 1, received: 2 },
  });
});

it('sends nothing to where only a socket could go', async () => {
  const fetch = vi.fn<Fetch>();
  const { connection, write } = link(fetch, {
    target: () => ({ kind: 'socket', url: 'wss://a.test' }),
  });
  connection.connect();
  expect(await write('1')).toMatchObject({
    status: 'refused',
    facts: { written: 0 },
    cause: { message: 'An HTTP connection was given a socket target.' },
  });
  expect(fetch).not.toHaveBeenCalled();
});

it('sends nothing that was aborted while its target was asked for', async () => {
  const { fetch } = byHand();
  let answer = (_target: typeof target): void => {};
  const { connection, record } = link(fetch, {
    target: () => new Promise((resolve) => (answer = resolve)),
  });
  connection.connect();
  connection.write('1', { body: '{}' });
  connection.abort('1');
  answer(target);
  await record.until(() => record.outcomes().length === 1);
  await new Promise(setImmediate);
  expect(fetch).not.toHaveBeenCalled();
});

it('is asked at the moment it would leave, once, and kept when nobody wants it any more', async () => {
  const fetch = vi.fn<Fetch>(
    answering(
      () => new Response(null, { status: 401 }),
      () => new Response('{}', lines),
    ),
  );
  const { connection, record } = link(fetch);
  const leaves: string[] = [];
  const leave = (id: string, isWanted: boolean) => (): boolean => {
    leaves.push(`${id} after ${fetch.mock.calls.length}`);
    return isWanted;
  };
  connection.connect();
  connection.write('1', { body: '{}' }, leave('1', false));
  expect(leaves).toEqual([]);
  await record.until(() => record.outcomes().length === 1);
  expect(record.outcomes()[0]?.outcome).toEqual({ status: 'aborted' });
  connection.write('2', { body: '{}' }, leave('2', true));
  await record.until(() => record.outcomes().length === 2);
  expect(record.outcomes()[1]?.outcome).toEqual({ status: 'answered' });
  expect(leaves).toEqual(['1 after 0', '2 after 0']);
});

it('knows that what has not left was not written when it is suspected', async () => {
  const { fetch } = byHand();
  const { connection, record } = link(fetch, { target: () => new Promise(() => {}) });
  connection.connect();
  connection.write('1', { body: '{}' });
  connection.suspect();
  await record.until(() => record.outcomes().length === 1);
  expect(record.outcomes()[0]?.outcome).toEqual({ status: 'aborted' });
});

it('aborts what nobody knows without a word', async () => {
  const { connection, record } = link(vi.fn<Fetch>());
  connection.connect();
  connection.abort('nobody');
  await record.until(() => record.statuses().length > 0);
  expect(record.outcomes()).toEqual([]);
});

it('hears nothing of an exchange that was aborted, though its fetch goes on', async () => {
  const { answers, fetch } = byHand();
  const { connection, record } = link(fetch);
  connection.connect();
  connection.write('1', { body: '{}' });
  await new Promise(setImmediate);
  connection.abort('1');
  answers[0]!(new Response('{"a":1}\n', lines));
  await new Promise(setImmediate);
  expect(record.calls.map(({ on }) => on)).toEqual(['status', 'write-end']);
  expect(record.outcomes()[0]?.outcome).toEqual({ status: 'aborted' });
});

it('repeats a request for its key, also after a refusal without a body', async () => {
  const { connection, write } = link(
    answering(
      () => new Response(null, { status: 401 }),
      () => new Response('{}', lines),
    ),
  );
  connection.connect();
  expect(await write('1')).toEqual({ status: 'answered' });
});
