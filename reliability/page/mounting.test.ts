import { type Simulator, startAui } from '@parley/simulators';
import { expect } from 'vitest';

import { startFaultProxy } from '../proxy/start-fault-proxy.ts';
import { IDENTITY, phrase, PROVIDERS, startPlatform, wordsOf } from '../platforms.ts';
import { SPEED } from '../settings.ts';
import { ledgerOf } from './driver/platforms.ts';
import { fileBrowser, pageFault } from './driver/page-fault.ts';

const browser = fileBrowser();

const ROUTES = 50;
const TOO_EARLY = /closed before the connection is established/iu;

pageFault(browser, {
  id: 'R36',
  title:
    'mounted twice, suspended, and moved to another route fifty times, a chat has one TCP connection',
  providers: PROVIDERS,
  tab: 'playwright',
  async play({ show, say, answered, ready, strike, tab, proxy, provider, note }) {
    const connections = provider === 'nlx-http' ? 0 : 1;
    // StrictMode mounts everything twice in both runs; nothing else happens in the control run.
    await show({ shape: 'plain' });
    await strike(async () => {
      await show({ shape: 'suspending' });
      for (let route = 1; route <= ROUTES; route += 1) {
        await show({ shape: 'suspending', route });
      }
    });
    await ready();
    expect(proxy.accepted).toBe(connections);
    expect((await tab.report()).sockets.made).toBe(connections);
    await say('one');
    await answered('one');
    await strike(async () => {
      for (let route = 1; route <= ROUTES; route += 1) await show({ route });
      await ready();
      expect((await tab.report()).sockets).toEqual({
        made: connections,
        open: connections,
        connecting: 0,
      });
      expect(tab.console.filter(({ text }) => TOO_EARLY.test(text))).toEqual([]);
      note(`${2 * ROUTES} routes: ${connections} socket`);
    });
  },
});

pageFault(browser, {
  id: 'R37',
  title:
    'an address that changes while messages wait takes all of them to the new one, once and in order',
  providers: PROVIDERS,
  tab: 'playwright',
  // Over HTTP they wait behind a request that nobody answers.
  options: (provider, isStruck) =>
    isStruck && provider === 'nlx-http'
      ? { common: { deadlines: { answerMs: 3000 * SPEED } } }
      : {},
  async play({ show, say, says, answered, strike, proxy, provider, simulator, onEnd, ...rest }) {
    const second = await startFaultProxy({ target: simulator.url });
    onEnd(() => second.close());
    const url = second.url(provider === 'nlx-http' ? simulator.restUrl : simulator.url);
    await show();
    await say('one');
    await answered('one');
    await strike(async () => {
      if (provider === 'nlx-http') {
        proxy.holeDown();
      } else {
        await proxy.refuse();
        proxy.reset();
        await rest.until('it waits', ({ connection }) => connection === 'reconnecting');
      }
    });
    await say('two');
    await say('three');
    await strike(async () => {
      await says('two', provider === 'nlx-http' ? 'sent' : 'queued');
      await says('three', 'queued');
      await show({ options: { url } });
    });
    await say('four');
    await answered('four');
    await strike(async () => {
      await says('two', provider === 'nlx-http' ? 'unconfirmed' : 'acknowledged');
      await says('three', 'acknowledged');
      expect(rest.ledger()).toEqual(['one', 'two', 'three', 'four']);
    });
  },
});

pageFault(browser, {
  id: 'R37',
  title:
    'messages that wait for one conversation never reach another one, and stay queued in their own',
  providers: PROVIDERS,
  tab: 'playwright',
  async play({ show, say, answered, ready, strike, proxy, provider, onEnd, until, tab, ...rest }) {
    const others = await OTHERS[provider]();
    onEnd(() => others.close());
    const url = provider === 'nlx-http' ? others.restUrl : others.url;
    // Over HTTP what waits does so behind a request that nobody answers.
    const underWay = provider === 'nlx-http' ? ['under way'] : [];
    await show();
    await ready();
    await strike(async () => {
      if (provider === 'nlx-http') {
        proxy.holeDown();
      } else {
        await proxy.refuse();
        proxy.reset();
        await until('it waits', ({ connection }) => connection === 'reconnecting');
      }
      await tab.call(() => globalThis.rig.keep());
      for (const words of underWay) {
        await say(words);
        await rest.says(words, 'sent');
      }
      await say('for the first alone');
      await say('and this');
      await show({ options: { url, ...OTHER[provider] } });
      await until('it is the other one', ({ messages }) => messages.length === 0);
      await tab.call((text) => {
        globalThis.rig.chat().sendMessage(text);
      }, phrase('for the other'));
      await until('the other one answers', ({ messages }) =>
        messages.some(({ role }) => role === 'assistant'),
      );
      expect(ledgerOf(others)).toEqual(['for the other']);
      await rest.heal();
      await show();
      // Another user may have been here: what waited is not sent when the first returns, nor shown to whoever looks.
      const { messages } = await ready();
      expect(messages).toEqual([]);
    });
    await say('two');
    const { kept } = await answered('two');
    await strike(() => {
      expect(ledgerOf(others)).toEqual(['for the other']);
      // A page asks whether it may ask, first: that is what nobody answered.
      expect(rest.ledger()).toEqual(['two']);
      expect(kept.map(({ text, delivery }) => `${wordsOf(text)}: ${delivery}`)).toEqual([
        ...underWay.map((words) => `${words}: unconfirmed`),
        'for the first alone: queued',
        'and this: queued',
      ]);
      rest.note('what waited is never sent: whoever keeps the chat that was left reads "queued"');
    });
  },
});

/** Another conversation of the same application. */
const OTHER = {
  'nlx-socket': { conversationId: 'conversation-2' },
  'nlx-http': { conversationId: 'conversation-2' },
  lexicon: { userId: 'somebody-else', chatId: 'uuid' },
  aui: { taskId: 'another-task' },
} as const;

const OTHERS: Readonly<Record<keyof typeof OTHER, () => Promise<Simulator>>> = {
  'nlx-socket': () => startPlatform('nlx-socket'),
  'nlx-http': () => startPlatform('nlx-http'),
  lexicon: () => startPlatform('lexicon'),
  aui: () => startAui({ tokenDelayMs: 0, keys: [IDENTITY.apiKey], taskIds: [OTHER.aui.taskId] }),
};
