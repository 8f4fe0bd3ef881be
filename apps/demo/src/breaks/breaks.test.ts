import { createChat, lexicon, type Chat } from '@parley/hooks/vanilla';
import { createBrowserLexicon } from '@parley/simulators/browser';
import { afterEach, describe, expect, it } from 'vitest';

import { createNetwork } from '../network/network.ts';
import type { SimulatorLink } from '../places/simulator-link.ts';
import { BREAKS, breaksFor } from './breaks.ts';
import type { Damage, Tools } from './break.ts';
import { mend } from './mend.ts';

const opened: Chat[] = [];

afterEach(() => {
  for (const chat of opened.splice(0)) {
    chat.disconnect();
  }
});

function open() {
  const simulator = createBrowserLexicon();
  const network = createNetwork({
    isOnline: () => true,
    isVisible: () => true,
    subscribe: () => () => undefined,
  });
  const link: SimulatorLink = {
    where: 'page',
    url: simulator.url,
    restUrl: simulator.restUrl,
    doors: simulator,
    faults: () => Promise.resolve(simulator.faults),
    setFaults(change) {
      simulator.setFaults(change);
      return Promise.resolve(simulator.faults);
    },
    drop: () => Promise.resolve(simulator.connections),
  };
  const chat = createChat({
    provider: lexicon({
      userId: 'user123',
      chatId: 'chat-uuid',
      apiKey: 'your-api-key',
      url: simulator.url,
    }),
    runtime: simulator,
  });
  opened.push(chat);
  const tools: Tools = { chat, network, link };
  const damage = (): Damage => ({ isOffline: network.isOffline(), faults: simulator.faults });
  return { simulator, tools, damage };
}

const lasting = BREAKS.flatMap((item) => (item.kind === 'lasting' ? [item] : []));
const once = BREAKS.flatMap((item) => (item.kind === 'once' ? [item] : []));

describe.each(lasting)('$id', (item) => {
  it('is on after it was switched on, off after it was switched off, and says both', async () => {
    const { tools, damage } = open();
    expect(item.isOn(damage())).toBe(false);
    const broken = await item.set(tools, true);
    expect(item.isOn(damage())).toBe(true);
    const mended = await item.set(tools, false);
    expect(item.isOn(damage())).toBe(false);
    expect(mended).not.toBe(broken);
  });

  it('is put right by mending everything', async () => {
    const { tools, damage } = open();
    await item.set(tools, true);
    await mend(tools);
    expect(item.isOn(damage())).toBe(false);
  });
});

describe.each(once)('$id', (item) => {
  it('says what has happened, and its button says the first word of its name', async () => {
    const { tools } = open();
    expect(await item.run(tools)).toMatch(/\.$/);
    expect(item.label.startsWith(item.verb)).toBe(true);
  });
});

describe('mend', () => {
  it('leaves no fault', async () => {
    const { tools, simulator } = open();
    const healthy = simulator.faults;
    for (const item of BREAKS) {
      await (item.kind === 'lasting' ? item.set(tools, true) : item.run(tools));
    }
    expect(simulator.faults).not.toEqual(healthy);
    await mend(tools);
    expect(simulator.faults).toEqual(healthy);
  });
});

describe('breaksFor', () => {
  const ids = (chat: Parameters<typeof breaksFor>[0]) => breaksFor(chat).map(({ id }) => id);

  it('offers a socket its own breaks', () => {
    const offered = ids({ transport: 'socket', acknowledges: false });
    expect(offered).toContain('drop');
    expect(offered).not.toContain('cut-answers');
    expect(offered).not.toContain('lose-acknowledgement');
  });

  it('offers HTTP what an exchange can suffer', () => {
    const offered = ids({ transport: 'http', acknowledges: false });
    expect(offered).toContain('cut-answers');
    expect(offered).not.toContain('drop');
  });

  it('loses receipts where there are any', () => {
    expect(ids({ transport: 'socket', acknowledges: true })).toContain('lose-acknowledgement');
  });
});
