import { describe, expect, it } from 'vitest';

import { createBrowserNlx } from './browser-nlx.ts';
import { startNlx } from './start-nlx.ts';
import { KEYS, text } from './test-client.ts';
import { TOPIC_WORDS } from './script/topics.ts';

/** Words after which neither host answers in full, so there is nothing to compare. */
const ENDINGS = new Set(['cut', 'crash', 'goodbye', 'error']);

const WORDS = TOPIC_WORDS.filter((words) => !ENDINGS.has(words));

/** Numbers that repeat, so that both hosts make the same ids. */
function createRandom(): () => number {
  let state = 42;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const frozen = {
  now: () => 1_700_000_000_000,
  setTimeout: (run: () => void, ms: number): unknown => setTimeout(run, ms),
  clearTimeout: (): void => undefined,
};

interface Doors {
  readonly url: string;
  readonly restUrl: string;
  readonly fetch: typeof globalThis.fetch;
}

/** One conversation with every topic, each in JSON and streamed. */
async function transcript({ restUrl, fetch }: Doors): Promise<string> {
  const said: string[] = [];
  for (const words of WORDS) {
    for (const stream of [false, true]) {
      const response = await fetch(`${restUrl}/c/deploy/channel-en-US`, {
        method: 'POST',
        headers: { 'nlx-api-key': KEYS.apiKey, 'content-type': 'application/json' },
        body: JSON.stringify(text(words, { conversationId: `about ${words}`, stream })),
      });
      said.push(
        `${response.status} ${response.headers.get('content-type')} ${await response.text()}`,
      );
    }
  }
  return said.join('\n').replaceAll(restUrl, 'https://host');
}

describe('createBrowserNlx', () => {
  const options = { latencyMs: 0, clock: frozen };

  it('says over HTTP exactly what the Node server says', async () => {
    const node = await startNlx({ ...options, random: createRandom() });
    const page = createBrowserNlx({ ...options, random: createRandom() });
    try {
      expect(await transcript(page)).toBe(await transcript({ ...node, fetch: globalThis.fetch }));
    } finally {
      await node.close();
      await page.close();
    }
  });

  it('acknowledges, answers and hands out its own addresses over its socket', async () => {
    const page = createBrowserNlx(options);
    const socket = new page.WebSocket(`${page.url}?${new URLSearchParams(KEYS).toString()}`);
    const frames: string[] = [];
    const heard = new Promise<void>((resolve) => {
      socket.addEventListener('message', (event) => {
        frames.push(String(event.data));
        if (frames.length === 1) socket.send(JSON.stringify(text('upload')));
        else resolve();
      });
    });
    await heard;
    expect(Object.keys(JSON.parse(frames[0] ?? '') as object)).toEqual(['conversationId']);
    expect(frames[1]).toContain(`${page.restUrl}/uploads/`);
    await page.close();
  });
});
