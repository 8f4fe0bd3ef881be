import { afterEach, describe, expect, it } from 'vitest';

import type { ChatState } from '../chat/chat-state.ts';
import { startHttpServer } from '../connection/testing/http-server.ts';
import { startSocketServer } from '../connection/testing/socket-server.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { nlx } from '../providers/nlx/nlx.ts';
import type { Provider } from '../providers/provider.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { eventually, isReady, until } from '../testing/until.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((stop) => stop()));
});

/** A room that welcomes, and closes when it is told to. */
async function serveSocket(): Promise<{ readonly provider: Provider; readonly heard: string[] }> {
  const heard: string[] = [];
  const server = await startSocketServer({
    onSocket(socket) {
      socket.send(JSON.stringify({ event_type: 'connection_established', chat_id: 'chat' }));
      socket.on('message', (data: Buffer) => {
        const text = data.toString();
        heard.push(text);
        if (text.includes('close')) {
          socket.close(4321, 'as told');
        }
      });
    },
  });
  cleanups.push(server.stop);
  const provider = lexicon({ userId: 'u', chatId: 'chat', url: server.url, apiKey: SECRET });
  return { provider, heard };
}

async function serveHttp(): Promise<{ readonly provider: Provider; readonly heard: string[] }> {
  const heard: string[] = [];
  const server = await startHttpServer((response, request) => {
    heard.push(request.body);
    response.writeHead(500).end();
  });
  cleanups.push(server.stop);
  const provider = nlx({
    transport: 'http',
    url: server.url,
    deploymentKey: 'd',
    channelKey: 'c-en-US',
    apiKey: SECRET,
  });
  return { provider: { ...provider, opening: undefined }, heard };
}

function boom(): never {
  throw new Error('a bug');
}

const deliveries = ({ messages }: ChatState): readonly unknown[] =>
  messages.map(({ delivery }) => delivery);

describe('a provider of one’s own', () => {
  it.each([
    ['throws', boom],
    ['gives what is no JSON', () => ({ body: { big: 1n } })],
  ])('whose encode %s fails that message, and the rest goes on', async (_what, wrong) => {
    const { provider, heard } = await serveSocket();
    const { chat } = openChat({
      ...provider,
      encode: (act, facts) =>
        act.type === 'text' && act.text === 'bad' ? wrong() : provider.encode(act, facts),
    });
    chat.connect();
    await until(chat, isReady);
    expect(chat.sendMessage('bad')).toMatchObject({ ok: true });
    chat.sendMessage('good');
    const { messages } = await until(chat, (now) => deliveries(now).includes('sending'));
    expect(messages).toMatchObject([
      { delivery: 'failed', error: { code: 'protocol' } },
      { delivery: 'sending' },
    ]);
    await eventually(() => expect(heard).toHaveLength(1));
  });

  it('whose describe and classify throw dials again after a close', async () => {
    const { provider } = await serveSocket();
    const { chat, connections } = openChat(
      { ...provider, describe: boom, classify: boom },
      { speed: 20 },
    );
    chat.connect();
    await until(chat, isReady);
    chat.sendMessage('close');
    await eventually(() => expect(connections.filter((each) => each === 'ready')).toHaveLength(2));
    expect(deliveries(chat.store.getState())).toEqual(['unconfirmed']);
  });

  it('whose describe throws at a refused request fails that message, and the rest goes on', async () => {
    const { provider, heard } = await serveHttp();
    const { chat } = openChat({ ...provider, describe: boom });
    chat.connect();
    chat.sendMessage('hello');
    await until(chat, (now) => deliveries(now).includes('failed'));
    expect(heard).toHaveLength(1);
    chat.sendMessage('again');
    await eventually(() => expect(heard).toHaveLength(2));
  });

  it.each([
    ['socket', serveSocket],
    ['request', serveHttp],
  ])('whose connect throws is asked again: %s', async (_kind, serve) => {
    const { provider, heard } = await serve();
    let left = 2;
    const { chat } = openChat(
      {
        ...provider,
        connect: (facts, credentials) =>
          left-- > 0 ? boom() : provider.connect(facts, credentials),
      },
      { speed: 50 },
    );
    chat.connect();
    chat.sendMessage('hello');
    await eventually(() => expect(heard).toHaveLength(1));
    expect(left).toBe(-1);
  });
});

it('a logger that throws is ignored', async () => {
  const { provider, heard } = await serveSocket();
  const lines: string[] = [];
  const { chat, connections } = openChat(provider, {
    speed: 20,
    runtime: {
      logger(_level, event) {
        lines.push(event);
        boom();
      },
    },
  });
  chat.connect();
  chat.sendMessage('close');
  await eventually(() => expect(connections.filter((each) => each === 'ready')).toHaveLength(2));
  expect(lines).toContain('connection-close');
  expect(heard).toHaveLength(1);
});
