import { startNlx, type NlxSimulator, type StartNlxOptions } from '@parley/simulators';
import { describe, expect, onTestFinished, test } from 'vitest';

import { nlx } from '../providers/nlx/nlx.ts';
import type { NlxOptions } from '../providers/nlx/nlx-options.ts';
import { type ChatUnderTest, openChat, SECRET } from '../testing/open-chat.ts';
import { createTrackedClock } from '../testing/tracked-clock.ts';
import { deliveries, eventually, isCalm, isReady, textsOf, until } from '../testing/until.ts';

const KEYS = { deploymentKey: 'dep', channelKey: 'chan-en-US', apiKey: SECRET };
const TRANSPORTS = ['websocket', 'http'] as const;

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

const bodies = ({ received }: NlxSimulator) =>
  received.map(({ frame }) => frame as Readonly<Record<string, unknown>>);

const requests = (simulator: NlxSimulator): readonly unknown[] =>
  bodies(simulator).flatMap(({ request }) => (request === undefined ? [] : [request]));

/** How long after an answer that promises more the client asks for it. */
const POLL_MS = 1500;

const WELCOME = { structured: { intentId: 'NLX.Welcome' } };

describe.each(TRANSPORTS)('over %s', (transport) => {
  test('polls as long as data is on its way, as activity and not as messages', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, transport, { speed: 20 });
    chat.sendMessage('pending quiet');
    await until(chat, ({ activity }) => activity?.kind === 'polling');
    const state = await until(chat, (now) => textsOf(now, 'assistant').length === 2);
    expect(textsOf(state, 'assistant')[1]).toContain('refund');
    expect(textsOf(state, 'user')).toEqual(['pending quiet']);
    await until(chat, (now) => isCalm(now) && now.activity === null);
    expect(requests(simulator).slice(1)).toEqual(Array(3).fill({ structured: { poll: true } }));
  });

  test('a new conversation begins with the welcome, before anything the user says', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, transport, { nlx: { welcome: true } });
    chat.sendMessage('echo one');
    const state = await until(
      chat,
      (now) => isCalm(now) && textsOf(now, 'assistant').includes('one'),
    );
    expect(requests(simulator)).toEqual([WELCOME, { unstructured: { text: 'echo one' } }]);
    expect(textsOf(state, 'assistant')[0]).toContain('Hello');
  });

  test('the welcome needs no message of the user’s, and a reset brings another', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, transport, { nlx: { welcome: true } });
    chat.connect();
    await until(chat, (now) => textsOf(now, 'assistant').length === 1 && now.status === 'ready');
    chat.reset();
    await until(chat, (now) => textsOf(now, 'assistant').length === 1 && now.status === 'ready');
    expect(requests(simulator)).toEqual([WELCOME, WELCOME]);
  });

  test('a given conversation is resumed, without a welcome', async () => {
    const simulator = await serve();
    const conversationId = '94712479-acea-4c42-b375-e3757056b44b';
    const { chat } = open(simulator, transport, { nlx: { welcome: true, conversationId } });
    chat.sendMessage('whoami');
    const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    expect(textsOf(state, 'assistant')[0]).toContain(conversationId);
    expect(state.session.id).toBe(conversationId);
    expect(requests(simulator)).not.toContainEqual(WELCOME);
  });

  test('a reconnect brings no welcome', async () => {
    const simulator = await serve({ onSocketClose: 'keep' });
    const { chat } = open(simulator, transport, { speed: 20, nlx: { welcome: true } });
    chat.connect();
    await until(chat, (now) => textsOf(now, 'assistant').length === 1 && now.status === 'ready');
    chat.reconnect();
    chat.sendMessage('echo on');
    await until(chat, (now) => isReady(now) && textsOf(now, 'assistant').includes('on'));
    expect(
      requests(simulator).filter((request) => JSON.stringify(request) === JSON.stringify(WELCOME)),
    ).toHaveLength(1);
  });

  test('an expired conversation keeps its transcript, and the next message begins another', async () => {
    const clock = createTrackedClock(20);
    const simulator = await serve({ clock, sessionMs: 5000 });
    const { chat } = open(simulator, transport, { clock });
    chat.sendMessage('whoami');
    const before = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    await eventually(() =>
      expect(clock.now()).toBeGreaterThan(before.session.expiresAt ?? Infinity),
    );
    chat.sendMessage('whoami');
    const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 1);
    expect(deliveries(state)).toEqual(['whoami: acknowledged', 'whoami: acknowledged']);
    expect(
      state.messages.filter(({ role }) => role === 'system').map(({ metadata }) => metadata),
    ).toEqual([{ notice: 'session-expired' }]);
    expect(state.session.id).not.toBe(before.session.id);
    expect(textsOf(state, 'assistant')[0]).not.toBe(textsOf(state, 'assistant')[1]);
  });

  test('a poll that comes due after the end of its conversation begins no other', async () => {
    const clock = createTrackedClock();
    const simulator = await serve({ clock, sessionMs: 1200 });
    const { chat, dials, writes } = open(simulator, transport, { clock });
    chat.sendMessage('pending');
    const { session } = await until(chat, ({ activity }) => activity?.kind === 'polling');
    const plannedAt = clock.now();
    expect(session.expiresAt).toBeLessThan(plannedAt + POLL_MS);
    await eventually(() => expect(clock.now()).toBeGreaterThan(plannedAt + POLL_MS));
    expect(writes).toHaveLength(1);
    expect(requests(simulator)).toHaveLength(1);
    expect(textsOf(chat.store.getState(), 'system')).toEqual([]);
    expect(dials()).toBe(1);
  });

  test('files go up under their own type with their progress, then a turn tells of them', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, transport);
    chat.sendMessage('upload');
    await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    const files = [
      new File(['%PDF-1.7'], 'bill.pdf', { type: 'application/pdf' }),
      new File(['hello'], 'note.txt', { type: 'text/plain' }),
    ];
    const upload = chat.upload(files, { text: 'My papers' });
    const seen: string[] = [];
    upload.subscribe(({ status, loaded }) => seen.push(`${status} ${loaded}`));
    expect(await upload.finished).toMatchObject({ ok: true });
    expect(seen).toEqual(['uploading 8', 'uploading 13', 'done 13']);
    expect(simulator.uploads.map(({ contentType }) => contentType)).toEqual([
      'application/pdf',
      'text/plain',
    ]);
    const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 1);
    expect(textsOf(state, 'assistant')[1]).toContain('2 file(s)');
    const sent = state.messages.findLast(({ role }) => role === 'user');
    expect(sent?.parts.map(({ type }) => type)).toEqual(['text', 'attachment', 'attachment']);
  });

  test('a rating is shown, sent, and taken back with 0', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, transport);
    chat.sendMessage('feedback plain');
    const { messages } = await until(
      chat,
      (now) => isCalm(now) && textsOf(now, 'assistant').length > 0,
    );
    const { id } = messages.at(-1)!;
    for (const said of [{ rating: 1 }, { rating: 0 }, { comment: 'Fine' }]) {
      expect(await chat.sendFeedback(id, said)).toEqual({ ok: true });
    }
    expect(simulator.feedback).toMatchObject([{ rating: 1 }, { rating: 0 }, { comment: 'Fine' }]);
    expect(chat.store.getState().messages.at(-1)?.feedback).toEqual({ rating: 0, comment: 'Fine' });
    expect(await chat.sendFeedback(id, { rating: 7 })).toMatchObject({ ok: false });
    expect(chat.store.getState().messages.at(-1)?.feedback).toEqual({ rating: 0, comment: 'Fine' });
    expect(await chat.sendFeedback('nobody', { rating: 1 })).toMatchObject({ ok: false });
  });

  test('a context goes with the conversation', async () => {
    const simulator = await serve();
    const restUrl = simulator.restUrl;
    const { chat } = open(simulator, transport, { nlx: { restUrl } });
    chat.sendMessage('echo one');
    await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    expect(await chat.setContext({ plan: 'gold' })).toEqual({ ok: true });
    chat.sendMessage('context');
    const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 1);
    expect(textsOf(state, 'assistant')[1]).toContain('gold');
  });

  test('a choice is taken, and marked where it was offered', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, transport);
    chat.sendMessage('choices');
    await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    chat.choose({ id: 'seat:aisle', text: 'Aisle' });
    const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 1);
    expect(requests(simulator)[1]).toEqual({ structured: { choiceId: 'seat:aisle' } });
    expect(deliveries(state)).toEqual(['choices: acknowledged', 'Aisle: acknowledged']);
    expect(state.messages[1]?.parts).toContainEqual(
      expect.objectContaining({ type: 'choices', chosenId: 'seat:aisle' }),
    );
  });

  test('an answer that failed on the server is an error with a retry, never a message of the bot', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, transport, { speed: 20 });
    chat.sendMessage('error');
    const state = await until(chat, ({ messages }) => messages[0]?.delivery === 'failed');
    expect(state.error).toMatchObject({ code: 'server', retryable: true });
    expect(textsOf(state, 'assistant')).toEqual([]);
    expect(chat.retry(state.messages[0]!.id)).toMatchObject({ ok: true });
    await eventually(() => expect(requests(simulator)).toHaveLength(2));
  });
});

describe('over a socket', () => {
  test('a person comes and goes, and owes no answer in time', async () => {
    const simulator = await serve({ onSocketClose: 'keep' });
    const { chat, errors } = open(simulator, 'websocket', { deadlines: { answerMs: 1000 } });
    expect(chat.requestAgent()).toMatchObject({ ok: true });
    expect(chat.store.getState().handoff).toBe('requested');
    await until(chat, (now) => now.handoff === 'agent' && textsOf(now, 'agent').length === 2);
    chat.sendMessage('echo to a person');
    expect(chat.store.getState().status).toBe('ready');
    await until(chat, (now) => textsOf(now, 'agent').length === 4);
    chat.sendMessage('bye');
    const state = await until(chat, ({ handoff }) => handoff === 'ended');
    expect(textsOf(state, 'agent')).toHaveLength(5);
    expect(errors).toEqual([]);
  });

  test('another conversation after a reconnect is a visible notice, and the new id wins', async () => {
    const simulator = await serve({ unknownConversation: 'renew' });
    const { chat } = open(simulator, 'websocket', { speed: 20 });
    chat.sendMessage('echo one');
    const before = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    simulator.drop();
    const state = await until(chat, ({ messages }) => messages.at(-1)?.role === 'system');
    expect(state.messages.at(-1)?.metadata).toEqual({ notice: 'session-changed' });
    expect(state.session).toMatchObject({ resumed: false });
    expect(state.session.id).not.toBe(before.session.id);
  });

  test('silence after open is taken for ready, and said so', async () => {
    const simulator = await serve({ acknowledge: false });
    const { chat, oddities } = open(simulator, 'websocket', { speed: 20 });
    chat.sendMessage('echo one');
    await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    expect(oddities).toEqual([expect.stringContaining('taken for ready')]);
  });

  test('a poll that was planned goes on in the resumed conversation', async () => {
    const simulator = await serve({ onSocketClose: 'keep' });
    const { chat } = open(simulator, 'websocket', { speed: 20 });
    chat.sendMessage('pending quiet');
    await until(chat, ({ activity }) => activity?.kind === 'polling');
    simulator.drop();
    const state = await until(chat, (now) => textsOf(now, 'assistant').length === 2);
    expect(textsOf(state, 'assistant')[1]).toContain('refund');
  });

  test('a stalled answer ends, and the chat goes on', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, 'websocket', { speed: 20, deadlines: { answerMs: 6000 } });
    chat.connect();
    await until(chat, isReady);
    chat.sendMessage('pending');
    await until(chat, ({ activity }) => activity?.kind === 'polling');
    // From here on every poll is lost: the turn that has begun never ends.
    simulator.setFaults({ swallow: 1000 });
    await until(chat, ({ connection }) => connection.status === 'reconnecting');
    simulator.setFaults({ swallow: 0 });
    await until(chat, (now) => isReady(now) && now.status === 'ready');
    chat.sendMessage('echo on');
    const state = await until(chat, (now) => textsOf(now, 'assistant').includes('on'));
    expect(deliveries(state)).toEqual(['pending: acknowledged', 'echo on: acknowledged']);
  });
});

describe('over HTTP', () => {
  test('an escalation says that a person cannot be shown here, and waits for nobody', async () => {
    const simulator = await serve();
    const { chat } = open(simulator, 'http');
    chat.requestAgent();
    const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'system').length > 0);
    expect(state.messages.at(-1)?.metadata).toEqual({ notice: 'agent-elsewhere' });
    expect(state.handoff).toBe('bot');
  });

  test('progress is shown as activity, not as an answer', async () => {
    const simulator = await serve({ latencyMs: 10 });
    const { chat } = open(simulator, 'http');
    chat.sendMessage('slow');
    const { activity } = await until(chat, (now) => now.activity?.kind === 'interim');
    expect(activity?.text).toBe('Looking for flights…');
    const state = await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > 0);
    expect(textsOf(state, 'assistant')).toEqual(['That took a while.']);
    expect(state.activity).toBeNull();
  });

  test.each(['sse', 'ndjson', 'concatenated'] as const)(
    'a stream (%s) cut after a message keeps the message and reports the cut',
    async (streamAs) => {
      const simulator = await serve({ streamAs });
      const { chat } = open(simulator, 'http');
      chat.sendMessage('cut');
      const state = await until(chat, ({ error }) => error !== null);
      expect(state.error).toMatchObject({ code: 'unreachable' });
      expect(deliveries(state)).toEqual(['cut: acknowledged']);
      expect(textsOf(state, 'assistant')).toHaveLength(1);
      chat.sendMessage('echo on');
      await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').includes('on'));
    },
  );

  test('stop ends the request', async () => {
    const simulator = await serve({ latencyMs: 60 });
    const { chat, clock } = open(simulator, 'http');
    chat.sendMessage('slow');
    await until(chat, ({ activity }) => activity !== null);
    chat.stop();
    const state = await until(chat, ({ status }) => status === 'ready');
    expect(state.error).toBeNull();
    expect(deliveries(state)).toEqual(['slow: acknowledged']);
    expect(textsOf(state, 'assistant')).toEqual([]);
    expect(clock.pending()).toBe(0);
  });
});
