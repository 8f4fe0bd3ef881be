import { startAui, startLexicon, startNlx } from '@parley/simulators';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';

import { aui } from '../providers/aui/aui.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { nlx } from '../providers/nlx/nlx.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { deliveries, eventually, isCalm, isReady, textsOf, until } from '../testing/until.ts';

const TASK = '68e78d0dc5a4b19a030d03d6';
const LEXICON = { userId: 'user123', chatId: 'chat-uuid', apiKey: SECRET };

/** A server that says nothing of its own accord; `onText` is what it does with what it gets. */
async function startSocket(
  onText: (text: string, socket: { send(data: string): void; close(code: number): void }) => void,
): Promise<string> {
  const server = new WebSocketServer({ port: 0 });
  onTestFinished(() => {
    server.clients.forEach((client) => client.terminate());
    server.close();
  });
  server.on('connection', (socket) =>
    socket.on('message', (data) => onText(JSON.parse((data as Buffer).toString()).text, socket)),
  );
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  return `ws://localhost:${typeof address === 'object' ? address?.port : ''}`;
}

const answer = (text: string): string =>
  JSON.stringify({
    id: `m-${text}`,
    text,
    sender: { type: 'agent' },
    created_at: '2026-01-01 10:00',
  });

describe('a message that makes the server fail', () => {
  test('is in doubt once, fails when it is sent again, and the rest goes on', async () => {
    const got: string[] = [];
    const url = await startSocket((text, socket) => {
      got.push(text);
      if (text === 'poison') {
        socket.close(1011);
      } else {
        socket.send(answer(`re: ${text}`));
      }
    });
    const { chat } = openChat(aui({ taskId: TASK, apiKey: SECRET, url }), { speed: 20 });
    chat.sendMessage('poison');
    chat.sendMessage('one');
    const doubted = await until(
      chat,
      (state) => deliveries(state).join() === 'poison: unconfirmed,one: acknowledged',
    );
    chat.retry(doubted.messages[0]!.id);
    chat.sendMessage('two');
    const state = await until(
      chat,
      (now) => deliveries(now).join() === 'poison: failed,one: acknowledged,two: acknowledged',
    );
    expect(state.messages[0]?.error).toMatchObject({ code: 'rejected', providerCode: '1011' });
    expect(got).toEqual(['poison', 'one', 'poison', 'two']);
  });
});

describe('a message to a person', () => {
  test('is in doubt when its socket dies over it', async () => {
    const url = await startSocket((text, socket) => {
      if (text === 'person') {
        socket.send(
          JSON.stringify({ id: 'p1', text: 'Hi, I am Ann', sender: { type: '3p', id: 'ann' } }),
        );
      } else {
        (socket as unknown as { terminate(): void }).terminate();
      }
    });
    const { chat } = openChat(aui({ taskId: TASK, apiKey: SECRET, url }), { speed: 20 });
    chat.sendMessage('person');
    await until(chat, ({ handoff }) => handoff === 'agent');
    chat.sendMessage('are you there');
    const state = await until(chat, (now) =>
      deliveries(now).includes('are you there: unconfirmed'),
    );
    expect(state.messages.at(-1)?.error?.code).toBe('unreachable');
  });

  test('fails, or is in doubt, with its request', async () => {
    const simulator = await startNlx({ port: 0, latencyMs: 0 });
    onTestFinished(() => simulator.close());
    let fault: 'none' | 'refused' | 'dead' = 'none';
    const provider = nlx({
      transport: 'http',
      deploymentKey: 'dep',
      channelKey: 'chan-en-US',
      apiKey: SECRET,
      url: simulator.restUrl,
    });
    const { chat } = openChat(provider, {
      runtime: {
        fetch: async (input, init) => {
          if (fault === 'dead') {
            throw new TypeError('fetch failed');
          }
          return fault === 'refused'
            ? new Response('{"message":"no"}', { status: 500 })
            : fetch(input, init);
        },
      },
    });
    chat.requestAgent();
    await until(chat, (state) => isCalm(state) && textsOf(state, 'system').length > 0);
    fault = 'refused';
    chat.sendMessage('one');
    await until(chat, (state) => deliveries(state).includes('one: failed'));
    fault = 'dead';
    chat.sendMessage('two');
    await until(chat, (state) => deliveries(state).includes('two: unconfirmed'));
    fault = 'none';
    chat.sendMessage('three');
    const state = await until(chat, (now) => deliveries(now).includes('three: acknowledged'));
    expect(deliveries(state)).toEqual(['one: failed', 'two: unconfirmed', 'three: acknowledged']);
  });
});

describe('what waits', () => {
  test('fails when it has waited too long, and the rest goes out', async () => {
    const simulator = await startLexicon({
      port: 0,
      tokenDelayMs: 0,
      keys: { [SECRET]: 'tenant' },
    });
    onTestFinished(() => simulator.close());
    let key: (value: string) => void = () => undefined;
    const provider = lexicon({
      ...LEXICON,
      url: simulator.url,
      apiKey: () => new Promise<string>((resolve) => (key = resolve)),
    });
    const { chat, clock } = openChat(provider, { outbox: { ageMs: 5_000 } });
    chat.sendMessage('echo old');
    expect(clock.pending()).toBeGreaterThan(0);
    clock.advanceToNext();
    const state = await until(chat, (now) => deliveries(now).includes('echo old: failed'));
    expect(state.messages[0]?.error).toMatchObject({ code: 'expired', retryable: true });
    chat.sendMessage('echo new');
    key(SECRET);
    await until(chat, (now) => deliveries(now).includes('echo new: acknowledged'));
    const texts = simulator.received.map(({ frame }) => (frame as { content?: string }).content);
    expect(texts).toEqual(['echo new']);
  });

  test('gives way to newer messages where the options say so', () => {
    const { chat } = openChat(lexicon({ ...LEXICON, url: 'ws://localhost:1' }), {
      enabled: false,
      outbox: { messages: 2, whenFull: 'drop-oldest' },
    });
    ['a', 'b', 'c'].forEach((text) => expect(chat.sendMessage(text).ok).toBe(true));
    const { messages } = chat.store.getState();
    expect(deliveries(chat.store.getState())).toEqual(['a: failed', 'b: queued', 'c: queued']);
    expect(messages[0]?.error?.code).toBe('queue-full');
  });

  test('is counted in the bytes of what is written', () => {
    const { chat } = openChat(lexicon({ ...LEXICON, url: 'ws://localhost:1' }), {
      enabled: false,
      outbox: { bytes: 12 },
    });
    expect(chat.sendMessage('ééé').ok).toBe(true);
    expect(chat.sendMessage({ text: 'é', metadata: { a: 1 } })).toMatchObject({
      ok: false,
      error: { code: 'queue-full' },
    });
    expect(chat.sendMessage('éé').ok).toBe(true);
    expect(chat.sendMessage('éé')).toMatchObject({ ok: false, error: { code: 'queue-full' } });
  });
});

describe('a flood of frames', () => {
  test('changes the store a few times only, and loses nothing of it', async () => {
    const url = await startSocket((text, socket) => {
      for (let item = 0; item < 800; item += 1) {
        socket.send(answer(`${item}`));
      }
      socket.send(answer(`re: ${text}`));
    });
    const provider = aui({ taskId: TASK, apiKey: SECRET, url });
    const { chat } = openChat(provider);
    let changes = 0;
    chat.store.subscribe(() => (changes += 1));
    chat.sendMessage('go');
    const state = await until(chat, (now) => textsOf(now, 'assistant').at(-1) === 're: go');
    expect(textsOf(state, 'assistant').slice(0, -1)).toEqual(
      Array.from({ length: 800 }, (_, item) => `${item}`),
    );
    expect(changes).toBeLessThan(200);
  });

  test('is read to its end before the loss of its connection is told', async () => {
    const url = await startSocket((_text, socket) => {
      for (let item = 0; item < 300; item += 1) {
        socket.send(answer(`${item}`));
      }
      socket.close(1011);
    });
    const { chat, connections } = openChat(aui({ taskId: TASK, apiKey: SECRET, url }));
    chat.sendMessage('go');
    await eventually(() => expect(connections).toContain('reconnecting'));
    const state = chat.store.getState();
    expect(textsOf(state, 'assistant')).toHaveLength(300);
    expect(deliveries(state)).toEqual(['go: acknowledged']);
    expect(connections.slice(0, 3)).toEqual(['connecting', 'ready', 'reconnecting']);
  });
});

describe('a key that a server repeats', () => {
  test('shows up nowhere', async () => {
    const url = await startSocket((_text, socket) => {
      socket.send(JSON.stringify({ event: SECRET, data: {} }));
      socket.send(
        JSON.stringify({ status_code: 400, description: SECRET, message: `No ${SECRET}` }),
      );
    });
    const { chat, errors, oddities } = openChat(aui({ taskId: TASK, apiKey: SECRET, url }));
    chat.sendMessage('hi');
    await until(chat, ({ error }) => error !== null);
    expect(errors[0]?.message).toBe('No •••');
    expect(oddities).toEqual(['event •••']);
  });
});

describe('a frame of another task', () => {
  test('is reported and not shown', async () => {
    const simulator = await startAui({ port: 0, tokenDelayMs: 0, keys: [SECRET] });
    onTestFinished(() => simulator.close());
    const provider = aui({ taskId: TASK, apiKey: SECRET, url: simulator.url });
    const { chat, oddities } = openChat(provider);
    chat.connect();
    await until(chat, isReady);
    simulator.push({ task_id: 'other', id: 'x', text: 'not yours', sender: { type: 'agent' } });
    simulator.push({ task_id: TASK, id: 'y', text: 'yours', sender: { type: 'agent' } });
    await until(chat, (state) => textsOf(state, 'assistant').length > 0);
    expect(textsOf(chat.store.getState(), 'assistant')).toEqual(['yours']);
    await eventually(() => expect(oddities).toEqual(['a frame of another task']));
  });
});
