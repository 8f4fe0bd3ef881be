import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { listen } from '../testing/listen.ts';
import type { Seen } from '../testing/live-page.tsx';
import {
  arrives,
  box,
  look,
  openPage,
  press,
  shows,
  SOON,
  TEXT,
  type,
} from '../testing/live-page.tsx';
import type { LivePlatform } from '../testing/live-server.ts';
import { AUI, KEY, LEXICON, LIVE_PLATFORMS, NLX_HTTP, NLX_SOCKET } from '../testing/live-server.ts';

// What can be wrong with what a chat is given, and for each: the error's code, the words on the screen, and that
// what was typed is still there and arrives in the end. Real servers, and the browser's own network.

const SOCKETS = LIVE_PLATFORMS.filter(({ isSocket }) => isSocket);

describe.each(LIVE_PLATFORMS)('missing credentials on $name', ({ start, provider }) => {
  it('is no error: the chat is idle and says what waits, which goes out once they are there', async () => {
    const server = await start();
    const page = openPage(provider({}));
    await type(page);
    await shows(page, {
      connection: 'idle',
      code: undefined,
      words: ['Waiting to be sent'],
      typed: `${TEXT}: queued`,
    });
    expect([await server.connections(), await server.told(TEXT)]).toEqual([0, 0]);
    page.give(provider({ address: server, apiKey: KEY }));
    await arrives(page, server);
  });
});

describe.each<[LivePlatform, Pick<Seen, 'words' | 'typed'>]>([
  [
    LEXICON,
    {
      words: [
        'You are not signed in to this chat.',
        // The server's own words.
        "Invalid API key. Use the API key of your tenant; the simulator takes 'your-api-key' and 'your-key'.",
        'Waiting to be sent',
      ],
      typed: `${TEXT}: queued`,
    },
  ],
  [
    NLX_SOCKET,
    {
      words: [
        'You are not signed in to this chat.',
        'NLX did not accept the API key. Check the API key, and that it belongs to this deployment and channel.',
        'Waiting to be sent',
      ],
      typed: `${TEXT}: queued`,
    },
  ],
  [
    NLX_HTTP,
    {
      words: [
        'You are not signed in to this chat.',
        'NLX did not accept the API key. Check the API key, and that it belongs to this deployment and channel.',
        // The reason is above.
        'Not sent',
      ],
      typed: `${TEXT}: failed`,
    },
  ],
  [
    AUI,
    {
      words: [
        'You are not signed in to this chat.',
        'Invalid API key. Check the network API key and that it belongs to this region.',
        'Waiting to be sent',
      ],
      typed: `${TEXT}: queued`,
    },
  ],
])('wrong credentials on $name', ({ start, provider, isSocket }, seen) => {
  it('are unauthorized, and what was typed goes out with the right ones', async () => {
    const server = await start();
    let apiKey = 'wrong-key';
    const page = openPage(provider({ address: server, apiKey: () => apiKey }));
    await type(page);
    await shows(page, { connection: 'failed', code: 'unauthorized', ...seen });
    apiKey = KEY;
    const toldBefore = await server.told(TEXT);
    await press(page, 'Try again');
    if (!isSocket) {
      await press(page, 'Send again');
    }
    await arrives(page, server, TEXT, toldBefore + 1);
  });
});

describe('a chat that does not exist', () => {
  it('is not-found on Lexicon: what was typed waits, and arrives by itself once the chat exists', async () => {
    const server = await LEXICON.start({ chatIds: [] });
    const page = openPage(LEXICON.provider({ address: server, apiKey: KEY }));
    await type(page);
    await shows(page, {
      connection: 'failed',
      code: 'not-found',
      words: [
        'This chat is not available.',
        // The server's own words.
        "Chat with chat_id 'chat-one' not found or does not belong to your tenant. Make the chat with POST /api/v1/chats/ before you connect.",
        'Waiting to be sent',
      ],
      typed: `${TEXT}: queued`,
    });
    await server.stop();
    await server.startAgain({ chatIds: ['chat-one'] });
    page.view().connect();
    await arrives(page, server);
  });

  it('is not-found on AUI, which says so to the message: it is kept, and arrives when it is sent again', async () => {
    const server = await AUI.start({ taskIds: [] });
    const page = openPage(AUI.provider({ address: server, apiKey: KEY }));
    await type(page);
    const why =
      'There is no such task. Check the task id, and that the task belongs to the same key.';
    await shows(page, {
      connection: 'failed',
      code: 'not-found',
      words: ['This chat is not available.', why, 'Not sent'],
      typed: `${TEXT}: failed`,
    });
    await server.stop();
    await server.startAgain({ taskIds: undefined });
    await press(page, 'Try again');
    await press(page, 'Send again');
    await arrives(page, server);
  });

  it('is said aloud once on NLX over HTTP, though a message failed for it', async () => {
    const server = await NLX_HTTP.start();
    const elsewhere = { ...server, restUrl: `${server.restUrl}/nowhere/at-all` };
    const page = openPage(NLX_HTTP.provider({ address: elsewhere, apiKey: KEY }));
    const heard = listen();
    await type(page);
    const told = () => heard.filter((words) => words.includes('NLX has no application'));
    await waitFor(() => expect(told().join()).toMatch(/^This chat is not available/), SOON);
    expect(told()).toHaveLength(1);
    expect(heard).toContain('Not sent');
  });

  it('is not-found on NLX over HTTP where no application is at the address: the message is kept, and arrives at the right one', async () => {
    const server = await NLX_HTTP.start();
    const elsewhere = { ...server, restUrl: `${server.restUrl}/nowhere/at-all` };
    const page = openPage(NLX_HTTP.provider({ address: elsewhere, apiKey: KEY }));
    await type(page);
    const why =
      'NLX has no application at this address. Check the deployment key, the channel key and the language.';
    await shows(page, {
      connection: 'failed',
      code: 'not-found',
      words: ['This chat is not available.', why, 'Not sent'],
      typed: `${TEXT}: failed`,
    });
    page.give(NLX_HTTP.provider({ address: server, apiKey: KEY }));
    await press(page, 'Send again');
    await arrives(page, server, TEXT, 2);
  });
});

// A browser is not told whether a handshake was refused, and by whom, or whether nobody is there.
describe.each<[LivePlatform, string]>([
  [
    LEXICON,
    'Check that the chat exists, that it belongs to this key, and that the API key is right.',
  ],
  [
    NLX_SOCKET,
    'Check the API key, the host and the channel: a browser is not told which of them is wrong.',
  ],
  [
    AUI,
    'Check the network API key and that it belongs to this region. Check the task id, and that the task belongs to the same key.',
  ],
])('a socket of $name that does not open', ({ start, provider }, advice) => {
  const stuck: Seen = {
    connection: 'reconnecting',
    code: 'unreachable',
    words: ['No connection.', advice, 'Waiting to be sent'],
    typed: `${TEXT}: queued`,
  };

  it('is unreachable where each handshake is refused: it says what to check, and what was typed goes out once one is taken', async () => {
    const server = await start();
    await server.setFaults({ refuse: true });
    const page = openPage(provider({ address: server, apiKey: KEY }));
    await type(page);
    await shows(page, stuck);
    await server.setFaults({ refuse: false });
    await press(page, 'Try now');
    await arrives(page, server);
  });

  it('is unreachable where nobody listens at the address, and what was typed goes out once somebody does', async () => {
    const server = await start();
    await server.stop();
    const page = openPage(provider({ address: server, apiKey: KEY }));
    await type(page);
    await shows(page, stuck);
    await server.startAgain();
    await press(page, 'Try now');
    await arrives(page, server);
  });
});

describe('a server that is down, of NLX over HTTP', () => {
  it('is server where it says so itself: the message was not sent, and is sent again when asked to', async () => {
    const server = await NLX_HTTP.start();
    await server.setFaults({ refuse: true });
    const page = openPage(NLX_HTTP.provider({ address: server, apiKey: KEY }));
    await type(page);
    await shows(page, {
      connection: 'ready',
      code: 'server',
      words: ['Not sent. NLX failed to answer.'],
      typed: `${TEXT}: failed`,
    });
    await server.setFaults({ refuse: false });
    await press(page, 'Send again');
    await arrives(page, server, TEXT, 2);
  });

  it('is unreachable where nobody listens: the message may have arrived, and is sent again when asked to', async () => {
    const server = await NLX_HTTP.start();
    await server.stop();
    const page = openPage(NLX_HTTP.provider({ address: server, apiKey: KEY }));
    await type(page);
    await shows(page, {
      connection: 'ready',
      code: 'unreachable',
      words: ['May not have arrived. The server cannot be reached.'],
      typed: `${TEXT}: unconfirmed`,
    });
    await server.startAgain();
    await press(page, 'Send again');
    await arrives(page, server);
  });
});

describe.each(SOCKETS)('a frame that is not JSON on $name', ({ start, provider }) => {
  it('is no error on a socket: it is reported as a protocol event, nothing is said, and the conversation goes on', async () => {
    const server = await start();
    const page = openPage(provider({ address: server, apiKey: KEY }));
    await waitFor(() => expect(look(page).connection).toBe('ready'), SOON);
    await page.user.type(box(), TEXT);
    await server.push('<html>502 Bad Gateway</html>');
    await waitFor(() => expect(page.reported).toEqual(['a frame that is not JSON']), SOON);
    await shows(page, { connection: 'ready', code: undefined, words: [], typed: TEXT });
    expect(document.body.textContent).not.toContain('Gateway');
    await page.user.type(box(), '{Enter}');
    await arrives(page, server);
  });
});

describe('a frame that is not JSON, of NLX over HTTP', () => {
  it('is unreachable where it was the whole answer: the message may have arrived, and is sent again when asked to', async () => {
    const server = await NLX_HTTP.start({ streamAs: 'json' });
    await server.setFaults({ garbleNext: 1 });
    const page = openPage(NLX_HTTP.provider({ address: server, apiKey: KEY }));
    await type(page);
    await shows(page, {
      connection: 'ready',
      code: 'unreachable',
      words: ['May not have arrived. The answer broke off.'],
      typed: `${TEXT}: unconfirmed`,
    });
    await press(page, 'Send again');
    await arrives(page, server, TEXT, 2);
  });

  it('is protocol where it was the only event of a stream: the message may have arrived, and is sent again when asked to', async () => {
    const server = await NLX_HTTP.start();
    await server.setFaults({ garbleNext: 1 });
    const page = openPage(NLX_HTTP.provider({ address: server, apiKey: KEY }));
    await type(page);
    await shows(page, {
      connection: 'ready',
      code: 'protocol',
      words: [
        'May not have arrived. The server answered something that is no answer. Check the address.',
      ],
      typed: `${TEXT}: unconfirmed`,
    });
    await press(page, 'Send again');
    await arrives(page, server, TEXT, 2);
  });
});

describe.each(LIVE_PLATFORMS)('a message without words on $name', ({ start, provider }) => {
  it('is invalid-message to a program; nothing is said to the person, whose box keeps it, and nothing is sent', async () => {
    const server = await start();
    const page = openPage(provider({ address: server, apiKey: KEY }));
    await waitFor(() => expect(look(page).connection).toBe('ready'), SOON);
    await page.user.type(box(), '   {Enter}');
    expect(look(page)).toEqual({ connection: 'ready', code: undefined, words: [], typed: '   ' });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send message' }).disabled).toBe(
      true,
    );
    expect(page.view().sendMessage('   ')).toMatchObject({
      ok: false,
      error: { code: 'invalid-message' },
    });
    await type(page);
    await arrives(page, server, `   ${TEXT}`);
  });
});

describe.each(LIVE_PLATFORMS)('an oversized message on $name', ({ start, provider }) => {
  it('is too-large: the box keeps it and says by how much, and it goes out once it is shorter', async () => {
    const server = await start();
    const page = openPage(provider({ address: server, apiKey: KEY }));
    const long = `${TEXT} ${'a'.repeat(10_000 - TEXT.length)}`;
    await page.user.click(box());
    await page.user.paste(long);
    await page.user.keyboard('{Enter}');
    expect(look(page)).toMatchObject({
      code: undefined,
      words: [
        'This message is too long: 10001 of at most 10000 characters. Shorten it, or send it in parts.',
        '1 too many',
      ],
      typed: long,
    });
    expect(page.view().sendMessage(long)).toMatchObject({
      ok: false,
      error: { code: 'too-large' },
    });
    await page.user.keyboard('{Backspace}{Enter}');
    await arrives(page, server, long.slice(0, -1));
  });
});

describe('a message that only the server finds too long', () => {
  it('is too-large on NLX over WebSocket: it was not sent, and comes back into the box to be shortened', async () => {
    const server = await NLX_SOCKET.start({ limits: { maxFrameBytes: 2000 } });
    const page = openPage(NLX_SOCKET.provider({ address: server, apiKey: KEY }));
    const long = 'a'.repeat(3000);
    await page.user.click(box());
    await page.user.paste(long);
    await page.user.keyboard('{Enter}');
    await shows(page, {
      connection: 'ready',
      code: 'too-large',
      words: ['Not sent. This is more than NLX takes at once. Shorten the message or the context.'],
      typed: `${long}: failed`,
    });
    await press(page, 'Edit');
    expect(box().value).toBe(long);
    await page.user.clear(box());
    await type(page);
    await arrives(page, server);
  });
});
