/**
 * Defects seen in existing clients of NLX, as far as a session can have them; the others stand beside the
 * frames, the addresses, the hooks and the widget.
 */
import { startNlx, type NlxSimulator, type StartNlxOptions } from '@parley/simulators';
import { expect, onTestFinished, test } from 'vitest';

import { nlx } from '../providers/nlx/nlx.ts';
import type { NlxOptions } from '../providers/nlx/nlx-options.ts';
import { type ChatUnderTest, openChat, SECRET } from '../testing/open-chat.ts';
import { deliveries, eventually, isCalm, isReady, textsOf, until } from '../testing/until.ts';

const KEYS = { deploymentKey: 'dep', channelKey: 'chan-en-US', apiKey: SECRET };

async function serve(options: StartNlxOptions = {}): Promise<NlxSimulator> {
  const simulator = await startNlx({ port: 0, latencyMs: 0, ...options });
  onTestFinished(() => simulator.close());
  return simulator;
}

function open(
  simulator: NlxSimulator,
  transport: NlxOptions['transport'],
  options: ChatUnderTest & { readonly nlx?: Partial<NlxOptions> } = {},
) {
  const url = transport === 'http' ? simulator.restUrl : simulator.url;
  return openChat(nlx({ ...KEYS, transport, url, ...options.nlx }), options);
}

const requests = ({ received }: NlxSimulator): readonly string[] =>
  received.map(({ frame }) => JSON.stringify((frame as { request?: unknown }).request));

const polls = (simulator: NlxSimulator): number =>
  requests(simulator).filter((request) => request.includes('"poll":true')).length;

test('NLX defect 1: a chat lives through the acknowledgement and a reply without metadata', async () => {
  const simulator = await serve();
  const { chat, oddities, errors } = open(simulator, 'websocket');
  chat.sendMessage('bare');
  const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
  expect(state.session.id).toEqual(expect.any(String));
  expect([...oddities, ...errors]).toEqual([]);
});

test.each(['websocket', 'http'] as const)(
  'NLX defect 2: an answer without messages over %s is shown by its modality',
  async (transport) => {
    const simulator = await serve();
    const { chat } = open(simulator, transport);
    chat.sendMessage('empty');
    const state = await until(chat, (now) => isCalm(now) && now.messages.length > 1);
    expect(state.messages[1]?.parts.map(({ type }) => type)).toEqual(['cards']);
    expect(state.error).toBeNull();
  },
);

test('NLX defect 3: a later send never overtakes queued ones on the socket', async () => {
  const simulator = await serve();
  const { chat } = open(simulator, 'websocket', { speed: 20 });
  chat.connect();
  await until(chat, isReady);
  simulator.drop();
  await until(chat, ({ connection }) => connection.status === 'reconnecting');
  const texts = Array.from({ length: 8 }, (_, index) => `echo ${index}`);
  texts.slice(0, 4).forEach((text) => chat.sendMessage(text));
  // In the very moment in which the socket is there and the first of the queue goes out.
  const unsubscribe = chat.store.subscribe(({ connection }) => {
    if (connection.status === 'ready') {
      unsubscribe();
      texts.slice(4).forEach((text) => chat.sendMessage(text));
    }
  });
  const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length === 8);
  expect(textsOf(state, 'user')).toEqual(texts);
  expect(textsOf(state, 'assistant')).toEqual(texts.map((text) => text.replace('echo ', '')));
  expect(requests(simulator)).toEqual(
    texts.map((text) => JSON.stringify({ unstructured: { text } })),
  );
});

test('NLX defect 4: a socket dropped in the middle of a turn leaves nobody waiting', async () => {
  const simulator = await serve();
  const { chat } = open(simulator, 'websocket', { speed: 20 });
  chat.sendMessage('cut');
  const state = await until(chat, ({ connection }) => connection.status === 'reconnecting');
  expect(state.status).not.toBe('submitted');
  expect(deliveries(state)).toEqual(['cut: unconfirmed']);
  await until(chat, isReady);
  expect(chat.store.getState().status).toBe('ready');
  chat.sendMessage('echo on');
  await until(chat, (now) => textsOf(now, 'assistant').at(-1) === 'on');
});

test.each(['websocket', 'http'] as const)(
  'NLX defect 5: after a reset no late answer and no poll of the old conversation lands over %s',
  async (transport) => {
    const simulator = await serve({ onSocketClose: 'keep' });
    const { chat } = open(simulator, transport, { speed: 20 });
    chat.sendMessage('pending');
    await until(chat, ({ activity }) => activity?.kind === 'polling');
    simulator.setFaults({ delayMs: 80 });
    // One poll is on its way when the conversation ends, and its answer asks for another.
    await eventually(() => expect(polls(simulator)).toBe(1));
    chat.reset();
    simulator.setFaults({ delayMs: 0 });
    chat.sendMessage('echo new');
    const first = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    expect(textsOf(first, 'assistant')).toEqual(['new']);
    expect(first.activity).toBeNull();
    chat.sendMessage('slow');
    const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 1);
    expect(textsOf(state, 'assistant')).toEqual(['new', 'That took a while.']);
    expect(polls(simulator)).toBe(1);
  },
);

test('NLX defect 5: an upload that ends after a reset says nothing in the new conversation', async () => {
  const simulator = await serve();
  const { chat } = open(simulator, 'http');
  chat.sendMessage('upload');
  await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
  simulator.setFaults({ delayMs: 80 });
  const file = new File(['hello'], 'a.txt', { type: 'text/plain' });
  const { finished } = chat.upload([file]);
  await eventually(() => expect(simulator.uploads).toHaveLength(1));
  chat.reset();
  expect(await finished).toMatchObject({ ok: false, error: { code: 'aborted' } });
  expect(chat.store.getState().messages).toEqual([]);
});

test.each([true, false])(
  'NLX defect 6: HTTP turns are answered in their order (stream: %s)',
  async (stream) => {
    const simulator = await serve({ latencyMs: 10 });
    const { chat } = open(simulator, 'http', { nlx: { stream } });
    const texts = ['slow', 'echo one', 'slow again', 'echo two'];
    texts.forEach((text) => chat.sendMessage(text));
    const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length === 4);
    expect(textsOf(state, 'assistant')).toEqual([
      'That took a while.',
      'one',
      'That took a while.',
      'two',
    ]);
    const ids = simulator.received.map(
      ({ frame }) => (frame as { conversationId?: string }).conversationId,
    );
    expect(new Set(ids.slice(1))).toEqual(new Set([state.session.id]));
  },
);

test('NLX defect 7: a language change over the socket reconnects in the new language', async () => {
  const simulator = await serve({ onSocketClose: 'keep' });
  const { chat, session, dials } = open(simulator, 'websocket', { speed: 20 });
  chat.sendMessage('order');
  await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length === 1);
  const { id } = chat.store.getState().session;
  const { url } = simulator;
  session.update(nlx({ ...KEYS, transport: 'websocket', url, languageCode: 'de-DE' }), {});
  chat.sendMessage('order');
  const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length === 2);
  const [english, german] = textsOf(state, 'assistant');
  expect(english).toContain('Your order');
  expect(german).not.toBe(english);
  expect(german).toContain('Bestellung');
  expect(state.session.id).toBe(id);
  expect(dials()).toBe(2);
});

test.each(['sse', 'ndjson', 'concatenated'] as const)(
  'NLX defect 10: a streamed message (%s) is shown before its stream ends',
  async (streamAs) => {
    const simulator = await serve({ streamAs, latencyMs: 90 });
    const { chat } = open(simulator, 'http');
    chat.sendMessage('echo early');
    const early = await until(chat, (now) => textsOf(now, 'assistant').length > 0);
    expect(early.status).toBe('streaming');
    const state = await until(chat, isCalm);
    expect(textsOf(state, 'assistant')).toEqual(['early']);
  },
);

test.each(['sse', 'ndjson', 'concatenated', 'json'] as const)(
  'NLX defect 10: 200 KB as %s in small pieces take no time to read',
  async (streamAs) => {
    const simulator = await serve({ streamAs });
    simulator.setFaults({ sliceBytes: 512 });
    const { chat } = open(simulator, 'http', { maxLength: 1_000_000 });
    const long = 'word '.repeat(40_000).trim();
    const before = process.cpuUsage();
    chat.sendMessage(`echo ${long}`);
    const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    expect(textsOf(state, 'assistant')).toEqual([long]);
    // A cubic reader needs minutes, of work and not of waiting for a turn on a busy machine.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(4000);
  },
);

test('NLX defect 12: bot text stays text: nothing of it is changed, and nothing is made of it', async () => {
  const simulator = await serve();
  const { chat } = open(simulator, 'websocket');
  const html = '<img src=x onerror=alert(1)><script>alert(2)</script>';
  chat.sendMessage(`echo ${html}`);
  const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
  expect(state.messages[1]?.parts).toEqual([{ type: 'text', text: html }]);
});

test('NLX defect 13: a refused upload is shown as a failure, and no turn is sent', async () => {
  const simulator = await serve();
  const { chat } = open(simulator, 'websocket');
  chat.sendMessage('upload refused');
  await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
  const upload = chat.upload([new File(['x'], 'a.txt', { type: 'text/plain' })]);
  expect(await upload.finished).toMatchObject({ ok: false, error: { code: 'upload-failed' } });
  expect(upload.progress()).toMatchObject({ status: 'failed', error: { code: 'upload-failed' } });
  chat.sendMessage('echo after');
  await until(chat, (now) => textsOf(now, 'assistant').includes('after'));
  const turns = requests(simulator).filter((request) => request !== undefined);
  expect(turns.map((request) => Object.keys(JSON.parse(request) as object)[0])).toEqual([
    'unstructured',
    'unstructured',
  ]);
  expect(textsOf(chat.store.getState(), 'user')).toEqual(['upload refused', 'echo after']);
});

test.each(['disconnect', 'release', 'reset'] as const)(
  'NLX defect 14: no poll goes on after %s',
  async (end) => {
    const simulator = await serve();
    const { chat, clock, session } = open(simulator, 'http', { speed: 20 });
    chat.sendMessage('pending');
    await until(chat, ({ activity }) => activity?.kind === 'polling');
    await eventually(() => expect(clock.pending()).toBe(1));
    const before = polls(simulator);
    ({ ...chat, release: session.release })[end]();
    await eventually(() => expect(clock.pending()).toBe(0));
    expect(polls(simulator)).toBe(before);
  },
);
