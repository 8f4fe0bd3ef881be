import { afterEach, describe, expect, it } from 'vitest';

import { CLOUD_LIMITS } from './options.ts';
import { startNlx, type NlxSimulator, type StartNlxOptions } from './start-nlx.ts';
import { dial, structured, text, turn } from './test-client.ts';

const running: NlxSimulator[] = [];

async function start(options: StartNlxOptions = {}): Promise<NlxSimulator> {
  const simulator = await startNlx({ latencyMs: 0, ...options });
  running.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

describe('the WebSocket', () => {
  it('acknowledges first, with nothing but the conversation', async () => {
    const socket = await dial(await start());
    const first = await socket.next();
    expect(Object.keys(first)).toEqual(['conversationId']);
    expect(first.conversationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('acknowledges the conversation it is asked to resume', async () => {
    const socket = await dial(await start(), { conversationId: 'mine' });
    expect(await socket.next()).toEqual({ conversationId: 'mine' });
  });

  it('names another conversation where unknown ones are replaced', async () => {
    const socket = await dial(await start({ unknownConversation: 'renew' }), {
      conversationId: 'mine',
    });
    expect((await socket.next()).conversationId).not.toBe('mine');
  });

  it('leaves the acknowledgement out on demand, by setting and by fault', async () => {
    for (const options of [{ acknowledge: false }, { faults: { loseAcknowledgements: 1 } }]) {
      const socket = await dial(await start(options));
      socket.send(text('order'));
      expect((await socket.next()).messages).toHaveLength(1);
    }
  });

  it('answers the documented example with the documented answer', async () => {
    const socket = await dial(await start());
    const { conversationId } = await socket.next();
    socket.send(text('Book a flight to London', { userId: '0da722ad' }));
    expect(await socket.next()).toMatchObject({
      messages: [{ text: 'I can help with that. What date are you flying?', type: 'text' }],
      conversationId,
    });
  });

  it('answers turns in the order they came', async () => {
    const socket = await dial(await start());
    await socket.next();
    const words = ['one', 'two', 'three', 'four'];
    for (const word of words) socket.send(text(`echo ${word}`));
    const said: (string | undefined)[] = [];
    for (const _word of words) said.push((await socket.next()).messages?.[0]?.text);
    expect(said).toEqual(words);
  });

  it('answers in the language of the channel key, or of languageCode where the key has none', async () => {
    const simulator = await start();
    const hear = async (query: Record<string, string>): Promise<string | undefined> => {
      const socket = await dial(simulator, query);
      await socket.next();
      socket.send(text('order'));
      return (await socket.next()).messages?.[0]?.text;
    };
    expect(await hear({ channelKey: 'c-es-MX' })).toContain('Tu pedido');
    expect(await hear({ channelKey: 'c', languageCode: 'de-DE' })).toContain('Ihre Bestellung');
    expect(await hear({ channelKey: 'c-es-MX', languageCode: 'de-DE' })).toContain('Tu pedido');
  });

  it('keeps the conversation while another socket is in it, and ends it with the last', async () => {
    const simulator = await start();
    const whoami = async (): Promise<string | undefined> =>
      (await turn(simulator, text('whoami', { conversationId: 'mine' }))).messages?.[0]?.text;
    const first = await dial(simulator, { conversationId: 'mine' });
    const second = await dial(simulator, { conversationId: 'mine' });
    expect(await whoami()).toContain('turn 1');
    await first.close();
    expect(await whoami()).toContain('turn 2');
    await second.close();
    await expect.poll(() => simulator.connections).toBe(0);
    expect(await whoami()).toContain('turn 1');
  });

  it('keeps the conversation of a closed socket on demand', async () => {
    const simulator = await start({ onSocketClose: 'keep' });
    const socket = await dial(simulator, { conversationId: 'mine' });
    await socket.next();
    socket.send(text('agent'));
    for (let frame = 0; frame < 3; frame += 1) await socket.next();
    await socket.close();
    const again = await dial(simulator, { conversationId: 'mine' });
    await again.next();
    again.send(text('still there?'));
    expect((await again.next()).messages?.[0]?.text).toContain('still there?');
  });

  it('says several things, corrects itself, and speaks unasked', async () => {
    const simulator = await start();
    const socket = await dial(simulator);
    await socket.next();
    socket.send(text('several'));
    const parts = [await socket.next(), await socket.next(), await socket.next()];
    expect(parts.map((part) => part.messages?.[0]?.text)).toEqual([
      'Part 1 of 3.',
      'Part 2 of 3.',
      'Part 3 of 3.',
    ]);
    socket.send(text('repeated'));
    const wrong = await socket.next();
    const right = await socket.next();
    expect(right.messages?.[0]?.messageId).toBe(wrong.messages?.[0]?.messageId);
    simulator.push({ messages: [{ text: 'from nowhere' }] });
    expect(await socket.next()).toEqual({ messages: [{ text: 'from nowhere' }] });
  });
});

describe('a hand-off', () => {
  it('brings a person who speaks over the socket only, and who leaves again', async () => {
    const simulator = await start();
    const socket = await dial(simulator, { conversationId: 'mine' });
    await socket.next();
    socket.send(structured({ intentId: 'NLX.Escalation' }));
    const coming = await socket.next();
    expect(coming.metadata).toMatchObject({ intentId: 'NLX.Escalation', escalation: true });
    expect((await socket.next()).messages?.[0]?.text).toContain('Maya');
    await socket.next();

    const rest = await turn(simulator, text('my bag', { conversationId: 'mine' }));
    expect(rest.messages).toEqual([]);
    expect((await socket.next()).messages?.[0]?.text).toContain('“my bag”');
    await socket.next();

    socket.send(text('bye'));
    expect((await socket.next()).messages?.[0]?.text).toContain('Glad to help');
    expect((await socket.next()).metadata).toMatchObject({ escalation: false });
    socket.send(text('order'));
    expect((await socket.next()).messages?.[0]?.text).toContain('#5544');
  });
});

describe('a refusal on the socket', () => {
  it.each([
    ['no key', { apiKey: '' }],
    ['a wrong key', { apiKey: 'wrong' }],
    ['a wrong deployment', { deploymentKey: 'wrong' }],
  ])('closes with 1008 before the acknowledgement: %s', async (_name, query) => {
    const credentials = [{ deploymentKey: 'deploy', channelKey: 'channel', apiKey: 'key' }];
    const socket = await dial(await start({ credentials }), query);
    expect(await socket.closed).toEqual({ code: 1008, reason: 'Unauthorized' });
    expect(socket.frames).toEqual([]);
  });

  it('treats every key as wrong on demand', async () => {
    const socket = await dial(await start({ faults: { authError: true } }));
    expect((await socket.closed).code).toBe(1008);
  });

  it.each([
    ['no deployment', { deploymentKey: '' }],
    ['no channel', { channelKey: '' }],
    ['no language', { channelKey: 'channel' }],
  ])('refuses the handshake: %s', async (_name, query) => {
    await expect(dial(await start(), query)).rejects.toThrow('400');
  });

  it.each([
    ['text that is not JSON', 'hello', /not JSON/],
    ['JSON that is no object', '[]', /JSON object/],
    ['a body without a request', {}, /request is missing/],
    ['blank text', text(' '), /filled string/],
    ['a binary frame', new Uint8Array([1, 2]), /binary/],
    ['the word "error"', text('error'), /Internal server error/],
  ])('answers %s with the gateway’s error frame and stays open', async (_name, frame, message) => {
    const socket = await dial(await start());
    await socket.next();
    socket.send(frame);
    expect(await socket.next()).toEqual({
      message: expect.stringMatching(message) as string,
      connectionId: expect.any(String) as string,
      requestId: expect.any(String) as string,
    });
    socket.send(text('echo still here'));
    expect((await socket.next()).messages?.[0]?.text).toBe('still here');
  });

  it.each([
    ['crash', 1011],
    ['goodbye', 1000],
    ['cut', 1006],
  ])('ends with "%s" as %i', async (words, code) => {
    const socket = await dial(await start());
    socket.send(text(words));
    expect((await socket.closed).code).toBe(code);
  });

  it('limits the rate on demand', async () => {
    const rateLimit = { perSecond: 1, closeCode: 1008 };
    const socket = await dial(await start({ faults: { rateLimit } }));
    await socket.next();
    socket.send(text('order'));
    socket.send(text('order'));
    await socket.next();
    expect(await socket.next()).toMatchObject({ message: 'Too Many Requests' });
    expect((await socket.closed).code).toBe(1008);
  });

  it('refuses a frame over the limit of the gateway', async () => {
    const socket = await dial(await start({ limits: CLOUD_LIMITS }));
    await socket.next();
    socket.send(text(`echo ${'x'.repeat(32 * 1024)}`));
    expect((await socket.closed).code).toBe(1009);
  });
});
