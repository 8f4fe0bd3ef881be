import { describe, expect, it } from 'vitest';

import { createChatError } from '../chat/chat-error.ts';
import { findSession } from './find-session.ts';

type Given = Parameters<typeof findSession<{ readonly id: string; readonly title: string }>>[1];

const MADE = { id: 'made-1', title: 'A title' };

/** What `open` was given shows as the session's data. */
const findIn =
  (what: 'chat' | 'task') =>
  (given: Given, reason: 'start' | 'renew' = 'start') =>
    findSession(what, given, reason, (found) => ({ session: { id: found.id, data: { found } } }));

const find = findIn('chat');

describe('an id that was given', () => {
  it('is opened at once, with nothing else known', () => {
    expect(find('chat-1')).toEqual({
      session: { id: 'chat-1', data: { found: { id: 'chat-1' } } },
    });
  });

  it('may be missing yet', () => {
    expect(find(undefined)).toEqual({
      session: { id: undefined, data: { found: { id: undefined } } },
    });
  });

  it.each(['chat', 'task'] as const)('of a %s cannot be renewed', async (what) => {
    await expect(findIn(what)('given-1', 'renew')).rejects.toThrow(
      `A given ${what}Id stays: pass a function that makes ${what}s to reset.`,
    );
  });
});

describe('a function', () => {
  it.each<[string, Extract<Given, () => unknown>, unknown]>([
    ['an id', () => 'made-1', { id: 'made-1' }],
    ['an id that takes a while', () => Promise.resolve('made-1'), { id: 'made-1' }],
    ['the conversation itself', () => MADE, MADE],
    ['how making a chat went', () => ({ ok: true, chat: MADE }), MADE],
    ['how making a task went', () => Promise.resolve({ ok: true, task: MADE }), MADE],
  ])('may give back %s', async (_what, ask, found) => {
    expect(await find(ask)).toEqual({ session: { id: 'made-1', data: { found } } });
  });

  it('is asked anew for every session', async () => {
    let asked = 0;
    const ask = (): string => `chat-${(asked += 1)}`;
    expect(await find(ask)).toMatchObject({ session: { id: 'chat-1' } });
    expect(await find(ask, 'renew')).toMatchObject({ session: { id: 'chat-2' } });
  });

  it('whose conversation could not be made rejects with what the platform said', async () => {
    const error = createChatError('unauthorized', 'The API key was not accepted.');
    const said: unknown = await Promise.resolve(find(() => ({ ok: false, error }))).catch(
      (thrown: unknown) => thrown,
    );
    expect(said).toMatchObject({ message: 'The API key was not accepted.', cause: error });
  });

  it.each<[string, () => unknown]>([
    ['nothing', () => undefined],
    ['null', () => null],
    ['a number', () => 7],
    ['a creation without a chat', () => ({ ok: true })],
    ['an empty id', () => ''],
    ['a conversation with an empty id', () => ({ id: '' })],
    ['a conversation without an id', () => ({})],
    ['an id that is no text', () => ({ ok: true, chat: { id: 7 } })],
  ])('that gives back %s is told so', async (_what, ask) => {
    // As untyped code calls it.
    await expect(find(ask as () => string)).rejects.toThrow(
      'The chatId function gave back no chat id.',
    );
  });

  it('that throws rejects', async () => {
    const broken = (): never => {
      throw new Error('no network');
    };
    await expect(find(broken)).rejects.toThrow('no network');
  });
});
