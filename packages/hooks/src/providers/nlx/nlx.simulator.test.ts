/** The provider against a server that was written from the same notes by somebody else. No session between. */
import { type NlxSimulator, startNlx } from '@parley/simulators';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import type { CallRequest, SessionFacts, UserAct } from '../provider.ts';
import { nlx } from './nlx.ts';
import type { NlxOptions } from './nlx-options.ts';
import { happened, type Reading, readFrames } from './testing/read-frames.ts';

const KEYS = { deploymentKey: 'dep', channelKey: 'chan-en-US', apiKey: 'key' };

let simulator: NlxSimulator;
beforeEach(async () => {
  simulator = await startNlx({ port: 0, latencyMs: 0, streamAs: 'ndjson' });
});
afterEach(() => simulator.close());

function bodyOf(options: NlxOptions, act: UserAct, facts: SessionFacts) {
  const outgoing = nlx(options).encode(act, facts);
  if ('error' in outgoing) {
    throw new Error(outgoing.error.message);
  }
  return outgoing;
}

/** One exchange, its body read line by line. */
async function exchange(options: NlxOptions, act: UserAct, before?: Reading): Promise<Reading> {
  const facts = before?.facts ?? readFrames([]).facts;
  const target = nlx(options).connect(facts, { apiKey: KEYS.apiKey, url: simulator.restUrl });
  const { body, path = '', headers } = bodyOf(options, act, facts);
  const response = await fetch(`${target.url}${path}`, {
    method: 'POST',
    headers: { ...target.headers, ...headers },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  const text = await response.text();
  return readFrames(text.trim().split('\n'), 'http', facts);
}

const http = (stream: boolean): NlxOptions => ({ ...KEYS, transport: 'http', stream });
const say = (text: string): UserAct => ({ type: 'text', text });
const partsOf = (reading: Reading) =>
  reading.messages.flatMap(({ parts }) => parts.map(({ type }) => type));

describe.each([
  ['as one answer', false],
  ['as a stream', true],
])('over HTTP, %s', (_how, stream) => {
  test.each<[string, readonly string[]]>([
    ['echo hello', ['text']],
    ['choices', ['text', 'choices']],
    ['card', ['text', 'cards']],
    ['carousel', ['text', 'cards', 'choices']],
    ['date', ['text', 'custom']],
    ['sources message', ['text', 'sources']],
    ['sources metadata', ['text', 'sources']],
    ['sources payload', ['text', 'sources']],
    ['sources', ['text', 'sources']],
    ['modalities list', ['text', 'custom']],
    ['modalities', ['text', 'custom']],
    ['payload text', ['text']],
    ['upload strings', ['text']],
    ['feedback plain', ['text']],
    ['disable input', ['text', 'choices']],
    ['pending', ['text']],
    ['expire', ['text']],
    ['expire ms', ['text']],
  ])('"%s" is understood as %j', async (words, parts) => {
    const reading = await exchange(http(stream), say(words));
    expect(reading.events.filter(({ type }) => type === 'unknown' || type === 'error')).toEqual([]);
    // A streamed message is said again with what the end of its stream adds.
    const last = reading.messages.at(-1)?.parts.map(({ type }) => type);
    expect(last).toEqual(parts);
    expect(reading.facts.session.id).toEqual(expect.any(String));
    expect(reading.facts.session.expiresAt).toBeGreaterThan(reading.facts.now);
  });

  test('the bare and the empty answer are answers', async () => {
    expect(partsOf(await exchange(http(stream), say('bare')))).toContain('text');
    expect(partsOf(await exchange(http(stream), say('empty')))).toEqual(['cards']);
    expect((await exchange(http(stream), say('nothing'))).events).toContainEqual({
      type: 'turn-end',
    });
  });

  test('polls find what was on its way', async () => {
    let reading = await exchange(http(stream), say('pending'));
    let polls = 0;
    while (reading.then) {
      polls += 1;
      reading = await exchange(http(stream), reading.then.act, reading);
    }
    expect(polls).toBe(3);
    expect(happened(reading).map(({ type }) => type)).toContain('turn-end');
  });

  test('every kind of request is accepted', async () => {
    const options = http(stream);
    let reading = await exchange(options, { type: 'welcome' });
    const acts: readonly UserAct[] = [
      { type: 'structured', data: { intentId: 'BookFlight' } },
      { type: 'structured', data: { slots: { destination: 'Oslo' } } },
      {
        type: 'structured',
        data: { $saveAs: { type: 'slot', id: 'travelDate' }, value: '2099-12-24' },
      },
      { type: 'poll' },
      { type: 'agent' },
    ];
    for (const act of acts) {
      reading = await exchange(options, act, reading);
    }
    expect(reading.messages.at(-1)).toMatchObject({ role: 'system' });
    expect(reading.facts.handoff).toBe('bot');
  });

  test('a choice is taken, and a card’s context goes beside the turns', async () => {
    const options = http(stream);
    const offered = await exchange(options, say('choices'));
    const choice = offered.messages
      .flatMap(({ parts }) => parts)
      .flatMap((part) => (part.type === 'choices' ? part.choices : []))[0]!;
    const taken = await exchange(options, { type: 'choice', choice, message: undefined }, offered);
    expect(partsOf(taken)).toContain('text');
    const seats = await exchange(options, say('seat context'), taken);
    const seat = seats.messages
      .flatMap(({ parts }) => parts)
      .flatMap((part) => (part.type === 'cards' ? part.cards : []))[0]?.choices?.[0];
    const saved = await exchange(
      options,
      { type: 'choice', choice: seat!, message: undefined },
      seats,
    );
    expect(saved.messages).toEqual([]);
    const known = await exchange(options, say('context'), seats);
    expect(JSON.stringify(known.messages)).toContain('14A');
  });
});

async function perform(request: CallRequest | { readonly error: unknown }) {
  if ('error' in request) {
    throw new Error('The call could not be built.');
  }
  const { url, method, headers, body } = request;
  const response = await fetch(url, { method, ...(headers && { headers }), ...(body && { body }) });
  return { status: response.status, body: await response.text() };
}

describe('beside the conversation', () => {
  const options = http(false);
  const calls = nlx(options).calls!;

  test('files go up, and a turn tells of them', async () => {
    const reading = await exchange(options, say('upload'));
    const file = new Blob(['%PDF'], { type: 'application/pdf' });
    const uploadIds: string[] = [];
    for (const index of [0, 1]) {
      const request = calls.upload!.build({ file, index }, reading.facts, {});
      const result = calls.upload!.read(await perform(request), reading.facts, { file, index });
      uploadIds.push('uploadId' in result ? result.uploadId : '');
    }
    const act: UserAct = { type: 'upload', uploadIds, text: 'My papers' };
    expect(partsOf(await exchange(options, act, reading))).toContain('text');
    expect(JSON.stringify(simulator.uploads)).toContain('application/pdf');
  });

  test('NLX defect 13: a refused upload is a failure', async () => {
    const { facts } = await exchange(options, say('upload refused'));
    const request = { file: new Blob(['x'], { type: 'image/png' }), index: 0 };
    const response = await perform(calls.upload!.build(request, facts, {}));
    expect(calls.upload!.read(response, facts, request)).toMatchObject({
      error: { code: 'upload-failed' },
    });
  });

  test('feedback arrives at its address', async () => {
    const { facts, messages } = await exchange(options, say('feedback plain'));
    const message = { ...messages.at(-1)!, id: 'm', createdAt: 0 };
    for (const said of [{ rating: 1 }, { rating: 0 }, { comment: 'Fine' }]) {
      const response = await perform(calls.feedback!.build({ message, ...said }, facts, {}));
      expect(calls.feedback!.read(response, facts, { message, ...said })).toEqual({ ok: true });
    }
  });

  test('a context arrives by itself', async () => {
    const reading = await exchange(options, say('echo hi'));
    const credentials = { apiKey: KEYS.apiKey, url: simulator.restUrl };
    const context = { plan: 'gold' };
    const response = await perform(calls.context!.build({ context }, reading.facts, credentials));
    expect(response.status).toBe(200);
    const known = await exchange(options, say('context'), reading);
    expect(JSON.stringify(known.messages)).toContain('gold');
  });
});

describe('over a socket', () => {
  const options: NlxOptions = { ...KEYS, transport: 'websocket' };

  /** A socket whose frames are read as they come. */
  function dial(before?: Reading) {
    const start = before?.facts ?? readFrames([]).facts;
    const target = nlx(options).connect(start, { apiKey: KEYS.apiKey, url: simulator.url });
    const socket = new WebSocket(target.url);
    const frames: string[] = [];
    const read = () => readFrames(frames, 'websocket', start);
    let wake = () => {};
    socket.addEventListener('message', ({ data }) => {
      frames.push(typeof data === 'string' ? data : '');
      wake();
    });
    return {
      socket,
      send: (act: UserAct) => socket.send(JSON.stringify(bodyOf(options, act, read().facts).body)),
      async until(isThere: (reading: Reading) => boolean): Promise<Reading> {
        while (!isThere(read())) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        return read();
      },
    };
  }

  test('a person comes after the escalation, and leaves again', async () => {
    const { socket, send, until } = dial();
    await until(({ facts }) => facts.session.id !== undefined);
    send({ type: 'agent' });
    await until(({ facts }) => facts.handoff === 'agent');
    send(say('bye'));
    const reading = await until(({ facts }) => facts.handoff === 'ended');
    socket.close();
    const roles = new Set(reading.messages.map(({ role }) => role));
    expect([...roles]).toEqual(['assistant', 'agent']);
    expect(reading.messages.at(-1)?.role).toBe('assistant');
    expect(reading.events.filter(({ type }) => type === 'unknown')).toEqual([]);
  });

  test.each([
    ['keeps', { onSocketClose: 'keep' }, true],
    ['ends', { onSocketClose: 'end', unknownConversation: 'renew' }, false],
  ] as const)(
    'a server that %s a conversation says so on the next socket',
    async (_what, change, resumed) => {
      await simulator.close();
      simulator = await startNlx({ port: 0, latencyMs: 0, ...change });
      const first = dial();
      await first.until(({ facts }) => facts.session.id !== undefined);
      first.send(say('echo hi'));
      const before = await first.until(({ messages }) => messages.length > 0);
      await new Promise((resolve) => {
        first.socket.on('close', resolve);
        first.socket.close();
      });
      const second = dial(before);
      const after = await second.until(({ facts }) => facts.session.resumed !== undefined);
      second.socket.close();
      expect(after.facts.session.resumed).toBe(resumed);
      expect(after.facts.session.id === before.facts.session.id).toBe(resumed);
    },
  );

  test('a context and a poll are frames like any other', async () => {
    const { socket, send, until } = dial();
    await until(({ facts }) => facts.session.id !== undefined);
    send({ type: 'poll' });
    await until(({ events }) => events.some(({ type }) => type === 'turn-end'));
    send(say('carousel'));
    const reading = await until(({ messages }) => messages.length > 0);
    socket.close();
    expect(partsOf(reading)).toEqual(['text', 'cards', 'choices']);
  });
});
