import { type Simulator, startLexicon } from '@parley/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { factsOf } from '../testing/facts.ts';
import { talk } from '../testing/talk.ts';
import { createLexiconChat, deleteLexiconChat, listLexiconChats } from './create-lexicon-chat.ts';
import { lexicon } from './lexicon.ts';

const KEY = 'your-api-key';
const HELLO = { type: 'text', text: 'Hello', metadata: { from: 'a test' } } as const;

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startLexicon({ speed: 50 });
});
afterAll(() => simulator.close());

describe('lexicon against a server', () => {
  it.each(['query', 'headers'] as const)('holds a turn with %s authentication', async (auth) => {
    const access = { restUrl: simulator.restUrl, apiKey: KEY };
    const made = await createLexiconChat({ ...access, userId: 'user-1' });
    const provider = lexicon({ userId: 'user-1', chatId: () => made, auth, ...access });
    const events = await talk(
      WebSocket,
      provider,
      KEY,
      simulator.url,
      HELLO,
      (event) => event.type === 'turn-end',
    );
    const types = new Set(events.map((event) => event.type));
    expect([...types].filter((type) => type !== 'unknown')).toEqual([
      'session-update',
      'session-ready',
      'message-acknowledge',
      'answer-start',
      'answer-delta',
      'answer-end',
      'turn-end',
    ]);
    expect(simulator.received.at(-1)?.frame).toEqual({
      content: 'Hello',
      metadata: { from: 'a test' },
    });
    const listed = await listLexiconChats({ ...access, userId: 'user-1' });
    const id = made.ok ? made.chat.id : '';
    expect(listed.ok && listed.chats.some((chat) => chat.id === id)).toBe(true);

    const history = provider.calls?.history;
    const facts = factsOf({ session: { id } });
    const page = { loaded: 0, limit: 50 };
    const request = history?.build(page, facts, { apiKey: KEY });
    const response = await fetch(request && 'url' in request ? request.url : '', {
      headers: request && 'url' in request ? { ...request.headers } : {},
    });
    const body: unknown = await response.json();
    const answer = history?.read({ status: response.status, body }, facts, page);
    const end = events.find((event) => event.type === 'answer-end');
    const said = answer && 'messages' in answer ? answer.messages : [];
    expect(said.map((message) => message.role)).toEqual(['user', 'assistant']);
    expect(said.at(-1)?.serverId).toBe(end?.message.serverId);
    expect(said.at(-1)?.parts).toEqual(end?.message.parts);
  });

  it.each([
    ['bad key', 'nobody', 'uuid', 'unauthorized'],
    ['chat that does not exist', KEY, 'nowhere', 'not-found'],
  ])('is told of a %s', async (_name, apiKey, chatId, code) => {
    const provider = lexicon({ userId: 'user-1', chatId, apiKey });
    const events = await talk(WebSocket, provider, apiKey, simulator.url, HELLO, () => false);
    expect(events).toMatchObject([{ type: 'error', fatal: 'auth', error: { code } }]);
  });

  it('is told that a chat to delete does not exist', async () => {
    const result = await deleteLexiconChat({
      restUrl: simulator.restUrl,
      apiKey: KEY,
      chatId: 'nowhere',
    });
    expect(result).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});
