import { describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';

import type { StartedSimulator } from '../../../../test/simulator-commands.ts';
import type { ChatView } from '../chat.ts';
import { textsOf, until } from '../testing/until.ts';
import { renderCase, say, startBench, withHook } from './testing/hook-bench.ts';
import { type CaseOptions, HOOK_CASES, type HookCase, KEY, TASKS } from './testing/hook-cases.ts';
import { useAuiStream } from './use-aui-stream.ts';
import { useLexiconChat } from './use-lexicon-chat.ts';
import { useNlxChat } from './use-nlx-chat.ts';
import { useNlxSocket } from './use-nlx-socket.ts';

const [NLX_SOCKET, NLX_HTTP, LEXICON, AUI] = HOOK_CASES as readonly [
  HookCase,
  HookCase,
  HookCase,
  HookCase,
];

/** A field of a hook that never dials anew, and what two of its values are on the wire. */
interface LiveField {
  readonly hookCase: HookCase;
  readonly field: string;
  readonly values: readonly [unknown, unknown];
  readonly use: (simulator: StartedSimulator, options: object) => ChatView;
}

const NLX_FIELDS = [
  { field: 'context', values: [{ page: 'one' }, { page: 'two' }] },
  { field: 'environment', values: ['production', 'development'] },
  { field: 'channelType', values: ['API', 'Alexa'] },
] as const;
const NLX_IDENTITY = {
  apiKey: KEY,
  deploymentKey: 'deployment',
  channelKey: 'channel-en-US',
  conversationId: 'conversation',
};

const LIVE_FIELDS: readonly LiveField[] = [
  ...NLX_FIELDS.flatMap(({ field, values }): LiveField[] => [
    {
      hookCase: NLX_SOCKET,
      field,
      values,
      use: ({ url }, options) => useNlxSocket({ url, ...NLX_IDENTITY, ...options }),
    },
    {
      hookCase: NLX_HTTP,
      field,
      values,
      use: ({ restUrl }, options) => useNlxChat({ url: restUrl, ...NLX_IDENTITY, ...options }),
    },
  ]),
  {
    hookCase: LEXICON,
    field: 'metadata',
    values: [{ page: 'one' }, { page: 'two' }],
    use: ({ url }, options) =>
      useLexiconChat({ url, apiKey: KEY, userId: 'user-one', chatId: 'chat-one', ...options }),
  },
  {
    hookCase: AUI,
    field: 'context',
    values: [{ url: 'https://shop.test/one' }, { url: 'https://shop.test/two' }],
    use: ({ url }, options) => useAuiStream({ url, apiKey: KEY, taskId: TASKS.one, ...options }),
  },
];

// A client's frame is what the simulator took for one: an object.
const fieldOf = (frame: unknown, field: string): unknown =>
  (frame as Readonly<Record<string, unknown>> | null)?.[field];

describe.each(LIVE_FIELDS)('$field of $hookCase.name', ({ hookCase, field, values, use }) => {
  it('is the new one in the next message, on the same connection and in the same transcript', async () => {
    const bench = await startBench(hookCase);
    let [value] = values;
    const page = renderCase(
      withHook(hookCase, (simulator, { runtime }: CaseOptions = {}) =>
        use(simulator, { runtime, [field]: value }),
      ),
      bench,
    );
    await say(page, 'echo one');
    const before = page.state().messages;
    const { store } = page.view();

    [, value] = values;
    page.rerender({});
    await say(page, 'echo two');

    const received = await commands.simulatorReceived(bench.simulator.id);
    expect(received.map(({ frame }) => fieldOf(frame, field))).toEqual(values);
    expect(page.view().store).toBe(store);
    expect(page.state().messages.slice(0, 2)).toEqual(before);
    // Each turn over HTTP is a request of its own, and there is no other.
    expect(bench.network.dials()).toBe(hookCase.isSocket ? 1 : 2);
    expect(await bench.senders()).toEqual([hookCase.isSocket ? 1 : 0]);
  });
});

describe('textMode of useAuiStream', () => {
  it('reads the next answer, on the same connection and in the same transcript', async () => {
    const bench = await startBench(AUI);
    let textMode: 'cumulative' | 'delta' = 'cumulative';
    const page = renderCase(
      withHook(AUI, ({ url }, { runtime }: CaseOptions = {}) =>
        useAuiStream({ url, apiKey: KEY, taskId: TASKS.one, textMode, runtime }),
      ),
      bench,
    );
    const hear = async (...pieces: readonly string[]): Promise<void> => {
      for (const text of pieces) {
        await commands.simulatorPush(bench.simulator.id, {
          event: 'thread-message-text-content-updated',
          data: { text },
        });
      }
    };
    const isLast = (text: string) => () => textsOf(page.state(), 'assistant').at(-1) === text;
    await say(page, 'echo one');
    const before = page.state().messages;

    await hear('So far', 'So far, so good');
    await until(page.view(), isLast('So far, so good'));
    textMode = 'delta';
    page.rerender({});
    await hear(', and on');
    await until(page.view(), isLast('So far, so good, and on'));

    expect(page.state().messages.slice(0, 2)).toEqual(before);
    expect(bench.network.dials()).toBe(1);
    expect(await bench.connections()).toBe(1);
  });
});
