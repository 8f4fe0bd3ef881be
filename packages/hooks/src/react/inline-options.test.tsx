import { describe, expect, it } from 'vitest';

import { aui } from '../providers/aui/aui.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { isReady, until } from '../testing/until.ts';
import { renderCase, say, startBench, withHook } from './testing/hook-bench.ts';
import { HOOK_CASES, KEY, TASKS } from './testing/hook-cases.ts';
import { useChat } from './use-chat.ts';
import { useLexiconChat } from './use-lexicon-chat.ts';

const [, , lexiconCase, auiCase] = HOOK_CASES;

describe('an inline function that makes the chat', () => {
  it('is asked once, however often it is another function', async () => {
    const bench = await startBench(lexiconCase!);
    let made = 0;
    const page = renderCase(
      withHook(lexiconCase!, ({ url }, options) =>
        useLexiconChat({
          url,
          apiKey: KEY,
          userId: 'user123',
          chatId: () => {
            made += 1;
            return 'chat-one';
          },
          runtime: options?.runtime,
        }),
      ),
      bench,
    );
    await until(page.view(), isReady);
    page.rerender({});
    page.rerender({});
    await say(page, 'echo one');

    expect(made).toBe(1);
    expect(bench.network.dials()).toBe(1);
    expect(page.view().reset()).toEqual({ ok: true });
    await expect.poll(() => made).toBe(2);
  });
});

describe.each([
  {
    name: 'lexicon',
    hookCase: lexiconCase!,
    provider: (url: string) =>
      lexicon({ url, apiKey: KEY, userId: 'user123', chatId: 'chat-one', metadata: {} }),
  },
  {
    name: 'aui',
    hookCase: auiCase!,
    provider: (url: string) => aui({ url, apiKey: KEY, taskId: TASKS.one, context: {} }),
  },
])('an inline provider={$name({…})}', ({ hookCase, provider }) => {
  it('is the same conversation at every render', async () => {
    const bench = await startBench(hookCase);
    const page = renderCase(
      withHook(hookCase, ({ url }, options) =>
        useChat({ provider: provider(url), runtime: options?.runtime }),
      ),
      bench,
    );
    await until(page.view(), isReady);
    const { store } = page.view();
    page.rerender({});
    page.rerender({});
    await say(page, 'echo one');

    expect(page.view().store).toBe(store);
    expect(bench.network.dials()).toBe(1);
  });
});
