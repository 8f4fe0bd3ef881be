import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { createElement, type ReactElement, StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';

import type { Runtime } from '../connection/runtime.ts';
import { createTrackedClock } from '../testing/tracked-clock.ts';
import { useAuiStream } from './use-aui-stream.ts';
import { useLexiconChat } from './use-lexicon-chat.ts';
import { useNlxChat } from './use-nlx-chat.ts';
import { useNlxSocket } from './use-nlx-socket.ts';

/** A world in which any step outside is an error. */
function sealedRuntime() {
  const clock = createTrackedClock();
  let steps = 0;
  const runtime: Partial<Runtime> = {
    clock,
    WebSocket: class {
      constructor() {
        steps += 1;
        throw new Error('A server render dialed.');
      }
    } as never,
    fetch: () => {
      steps += 1;
      return Promise.reject(new Error('A server render dialed.'));
    },
  };
  return { runtime, clock, steps: () => steps };
}

interface Options {
  readonly identity: string;
  readonly greeting: string;
  readonly runtime?: Partial<Runtime> | undefined;
}

const shared = ({ greeting, runtime }: Options) => ({
  url: 'ws://localhost:1',
  apiKey: 'key',
  runtime,
  initialMessages: [
    {
      id: 'greeting',
      role: 'assistant' as const,
      parts: [{ type: 'text' as const, text: greeting }],
      createdAt: 0,
    },
  ],
});

const HOOKS = [
  {
    name: 'useNlxSocket',
    useCase: (options: Options) =>
      useNlxSocket({
        ...shared(options),
        deploymentKey: 'deployment',
        channelKey: 'channel-en-US',
        conversationId: options.identity,
      }),
  },
  {
    name: 'useNlxChat',
    useCase: (options: Options) =>
      useNlxChat({
        ...shared(options),
        url: 'http://localhost:1',
        deploymentKey: 'deployment',
        channelKey: 'channel-en-US',
        conversationId: options.identity,
      }),
  },
  {
    name: 'useLexiconChat',
    useCase: (options: Options) =>
      useLexiconChat({ ...shared(options), userId: options.identity, chatId: 'chat' }),
  },
  {
    name: 'useAuiStream',
    useCase: (options: Options) => useAuiStream({ ...shared(options), taskId: options.identity }),
  },
];

function page(useCase: (options: Options) => ReturnType<typeof useLexiconChat>, options: Options) {
  function Page(): ReactElement {
    const { connection, messages, status } = useCase(options);
    const text = messages.map(({ parts }) => JSON.stringify(parts)).join();
    return createElement('p', null, `${connection.status} ${status} ${text}`);
  }
  return createElement(StrictMode, null, createElement(Page));
}

describe.each(HOOKS)('$name on a server', ({ useCase }) => {
  it('renders its first messages, dials nothing and sets no timer', async () => {
    const { runtime, clock, steps } = sealedRuntime();
    const before = process.getActiveResourcesInfo();
    const html = renderToString(
      page(useCase, { identity: 'one', greeting: 'Welcome, reader.', runtime }),
    );
    await new Promise((resolve) => setTimeout(resolve, 0));

    expect(html).toContain('idle ready');
    expect(html).toContain('Welcome, reader.');
    expect(steps()).toBe(0);
    expect(clock.pending()).toBe(0);
    expect(process.getActiveResourcesInfo()).toEqual(before);
  });

  it('shares nothing with the next request, of the same identity or not', () => {
    const first = renderToString(page(useCase, { identity: 'one', greeting: 'For the first.' }));
    const second = renderToString(page(useCase, { identity: 'one', greeting: 'For the second.' }));
    const other = renderToString(page(useCase, { identity: 'two', greeting: 'For another.' }));

    expect(first).toContain('For the first.');
    expect(second).toContain('For the second.');
    expect(second).not.toContain('first');
    expect(other).toContain('For another.');
  });
});

describe('a process that rendered on a server', () => {
  it('ends by itself', () => {
    const entry = fileURLToPath(new URL('./testing/render-and-end.ts', import.meta.url));
    const run = spawnSync(process.execPath, ['--import', 'tsx', entry], {
      encoding: 'utf8',
      timeout: 10_000,
    });

    expect(run.stderr).toBe('');
    expect(run.stdout).toContain('<p>idle</p>');
    expect(run.status).toBe(0);
  });
});
