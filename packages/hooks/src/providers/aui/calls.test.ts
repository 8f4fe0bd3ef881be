import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { factsOf } from '../testing/facts.ts';
import { aui } from './aui.ts';

const OPTIONS = { taskId: 'task/1', apiKey: 'k', restUrl: 'https://rest.test/base' };
const REQUEST = { loaded: 0, limit: 50 };
const history = aui(OPTIONS).calls?.history;
const row = (id: string, created_at: string | null, text = `text of ${id}`, type = 'agent') => ({
  id,
  created_at,
  text,
  sender: { id: 's', type },
});
const read = (body: unknown, facts = factsOf()) =>
  history?.read({ status: 200, body }, facts, REQUEST);

describe('asking for the history', () => {
  it('asks for the whole task with the key in a header', () => {
    expect(history?.build({ loaded: 3, limit: 20 }, factsOf(), { apiKey: 'k' })).toEqual({
      method: 'GET',
      url: 'https://rest.test/base/api/v1/external/tasks/task%2F1/messages',
      headers: { 'x-network-api-key': 'k' },
    });
  });

  it('has nothing to ask for before a function has made the task', () => {
    const made = aui({ ...OPTIONS, taskId: () => 'x' }).calls?.history;
    expect(made?.build({ loaded: 0, limit: 5 }, factsOf(), {})).toMatchObject({
      error: { code: 'not-found', message: 'There is no task yet to read the history of.' },
    });
  });
});

describe('reading the history', () => {
  it('gives the oldest first, with roles by sender, and there is never more', () => {
    const body = [
      row('3', '2024-03-02T09:00:03Z', 'three', '3p'),
      row('1', '2024-03-02 09:00:01', 'one', 'user'),
      row('2', '2024-03-02T09:00:02', 'two'),
    ];
    expect(read(body)).toMatchObject({
      hasMore: false,
      messages: [
        { serverId: '1', role: 'user' },
        { serverId: '2', role: 'assistant' },
        { serverId: '3', role: 'agent' },
      ],
    });
  });

  it('keeps the order of the answer when a time is missing', () => {
    const body = [row('b', '2024-03-02T09:00:01Z'), row('a', '2024-03-02T09:00:00Z')];
    expect(read([...body, row('c', null)])).toMatchObject({
      messages: [{ serverId: 'b' }, { serverId: 'a' }, { serverId: 'c' }],
    });
  });

  it('does not show a welcome again that the task was opened with', () => {
    const body = [
      row('w', '2024-03-02T09:00:00Z', 'Welcome!'),
      row('a', '2024-03-02T09:00:01Z', 'Welcome!'),
    ];
    const shown = factsOf({ session: { id: 'task/1', data: { welcomeMessage: 'Welcome!' } } });
    expect(read(body, shown)).toMatchObject({ messages: [{ serverId: 'a' }] });
    expect(read(body)).toMatchObject({ messages: [{ serverId: 'w' }, { serverId: 'a' }] });
  });

  it('keeps what the user said in the words of the welcome', () => {
    const body = [row('a', '2024-03-02T09:00:00Z', 'Welcome!', 'user')];
    const shown = factsOf({ session: { id: 'task/1', data: { welcomeMessage: 'Welcome!' } } });
    expect(read(body, shown)).toMatchObject({ messages: [{ serverId: 'a' }] });
  });

  it('skips what is no message and bounds the rest to the newest thousand', () => {
    expect(read([null, 7, {}, row('a', null, ''), row('b', null)])).toMatchObject({
      messages: [{ serverId: 'b' }],
    });
    const page = read(Array.from({ length: 5000 }, (_, index) => row(`${index}`, null)));
    const messages = page && 'messages' in page ? page.messages : [];
    expect([messages.length, messages.at(-1)?.serverId]).toEqual([1000, '4999']);
  });

  it.each([
    [200, { messages: [] }, 'protocol'],
    [401, { detail: 'Not authenticated' }, 'unauthorized'],
    [404, {}, 'not-found'],
    [422, { detail: [] }, 'rejected'],
    [500, { status_code: 500, message: 'x' }, 'server'],
  ])('%d with %j is %s', (status, body, code) => {
    expect(history?.read({ status, body }, factsOf(), REQUEST)).toMatchObject({ error: { code } });
  });

  it('never throws, whatever the server answers', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.array(fc.jsonValue())),
        fc.integer(),
        (body, status) => {
          for (const outcome of [read(body), history?.read({ status, body }, factsOf(), REQUEST)]) {
            expect(outcome && ('messages' in outcome || 'error' in outcome)).toBe(true);
          }
        },
      ),
    );
  });
});
