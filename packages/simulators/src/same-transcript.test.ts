import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { createBrowserAui } from './aui/browser-aui.ts';
import { startAui } from './aui/start-aui.ts';
import { systemClock } from './core/clock.ts';
import type { Clock, Simulator } from './core/platform.ts';
import { createSeededRandom } from './core/seeded-random.ts';
import { openClient } from './core/test-client.ts';
import { createBrowserLexicon } from './lexicon/browser-lexicon.ts';
import { startLexicon } from './lexicon/start-lexicon.ts';

type SocketClass = new (url: string) => globalThis.WebSocket;

/** `ws` sockets have the members of the browser's that the test client uses. */
const NodeSocket = WebSocket as unknown as SocketClass;

/** Real timers, and a time that stands still, so that stamps are equal. */
const clock: Clock = { ...systemClock, now: () => 1_768_000_000_000 };

const settings = (): { clock: Clock; random: () => number; tokenDelayMs: number } => ({
  clock,
  random: createSeededRandom(7),
  tokenDelayMs: 0,
});

const mediaBase = 'https://media.example/';

interface Dialogue {
  readonly query: string;
  readonly frames: readonly (string | Uint8Array<ArrayBuffer>)[];
  /** What the server closes with in the end. */
  readonly code: number;
}

async function hold(
  simulator: Simulator,
  Socket: SocketClass,
  { query, frames }: Dialogue,
): Promise<readonly unknown[]> {
  const client = openClient(Socket, simulator.url + query);
  await client.opened;
  for (const frame of frames) client.socket.send(frame);
  const { code, reason } = await client.closed;
  await simulator.close();
  return [...client.texts, { code, reason }];
}

const LEXICON_QUERY = '?api_key=your-key&user_id=new-user&chat_id=uuid';
const lexicon = (...texts: string[]): string[] =>
  texts.map((content) => JSON.stringify({ content }));

const LEXICON: Record<string, Dialogue> = {
  answers: {
    query: LEXICON_QUERY,
    frames: lexicon('hello', 'table', 'repeat', 'image', 'bye'),
    code: 1000,
  },
  oddities: {
    query: LEXICON_QUERY,
    frames: lexicon('strange', 'orphan', 'restart', 'other tab', 'bye'),
    code: 1000,
  },
  'bad frames': {
    query: LEXICON_QUERY,
    frames: ['x', '[]', '{}', '{"content":" "}', new Uint8Array([1])],
    code: 1003,
  },
  'a bad key': { query: '?api_key=wrong', frames: [], code: 1008 },
};

const TASK = '68e78d0dc5a4b19a030d03d6';
const aui = (...texts: string[]): string[] =>
  texts.map((text) => JSON.stringify({ task_id: TASK, text }));
const AUI_QUERY = '?network_api_key=your-api-key';

const AUI: Record<string, Dialogue> = {
  answers: {
    query: AUI_QUERY,
    frames: aui('microwave', 'cards channel', 'hi camel delta wrapped', 'bye'),
    code: 1000,
  },
  oddities: {
    query: AUI_QUERY,
    frames: aui('strange', 'repeat', 'revise', 'empty', 'agent', 'bot', 'crash'),
    code: 1011,
  },
  'a bad frame': { query: AUI_QUERY, frames: ['{"text":1}'], code: 1008 },
  'a bad key': { query: '', frames: [], code: 1008 },
};

describe('the two hosts', () => {
  it.each(Object.entries(LEXICON))('say the same over Lexicon: %s', async (_name, dialogue) => {
    const page = createBrowserLexicon({ ...settings(), mediaBase });
    const inPage = await hold(page, page.WebSocket, dialogue);
    const inNode = await hold(
      await startLexicon({ ...settings(), mediaBase }),
      NodeSocket,
      dialogue,
    );
    expect(inNode).toEqual(inPage);
    expect(inNode.at(-1)).toMatchObject({ code: dialogue.code });
    expect(inNode.length).toBeGreaterThan(1);
  });

  it.each(Object.entries(AUI))('say the same over AUI: %s', async (_name, dialogue) => {
    const page = createBrowserAui(settings());
    const inPage = await hold(page, page.WebSocket, dialogue);
    const inNode = await hold(await startAui(settings()), NodeSocket, dialogue);
    expect(inNode).toEqual(inPage);
    expect(inNode.at(-1)).toMatchObject({ code: dialogue.code });
    expect(inNode.length).toBeGreaterThan(1);
  });
});
