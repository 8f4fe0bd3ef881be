import { afterEach, describe, expect, it } from 'vitest';

import type { StartNlxOptions } from './start-nlx.ts';
import { startNlx, type NlxSimulator } from './start-nlx.ts';
import { post, structured, text, turn } from './test-client.ts';

const running: NlxSimulator[] = [];

async function start(options: StartNlxOptions = {}): Promise<NlxSimulator> {
  const simulator = await startNlx({ latencyMs: 0, ...options });
  running.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

describe('a turn over REST', () => {
  it('answers the documented example with the documented answer', async () => {
    const simulator = await start();
    const response = await post(
      simulator,
      text('Check my order status', {
        userId: '800f8dd7-4970-4d7e-aef4-4998e9843b0c',
        conversationId: '9e8ad2b0-8cee-470c-89cf-93b8efde9ef0',
      }),
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toMatchObject({
      messages: [{ text: 'Your order #5544 is out for delivery.', type: 'text' }],
      conversationId: '9e8ad2b0-8cee-470c-89cf-93b8efde9ef0',
      metadata: { intentId: 'OrderCheck', isGenerative: true },
    });
  });

  it('makes both ids when the client brings none, and keeps them', async () => {
    const simulator = await start();
    const first = await turn(simulator, text('whoami'));
    const { conversationId } = first;
    expect(conversationId).toMatch(/^[0-9a-f-]{36}$/);
    const second = await turn(simulator, text('whoami', { conversationId }));
    expect(second.conversationId).toBe(conversationId);
    expect(second.messages?.[0]?.text).toBe(first.messages?.[0]?.text.replace('turn 1', 'turn 2'));
  });

  it('takes a null conversationId as none', async () => {
    const simulator = await start();
    const answer = await turn(simulator, text('order', { conversationId: null }));
    expect(answer.conversationId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers in the language of its address', async () => {
    const simulator = await start();
    const said = await Promise.all(
      ['en-US', 'es-MX', 'de-DE', 'ar-EG', 'fi-FI'].map(async (language) => {
        const path = `/c/deploy/channel-${language}`;
        const answer = await turn(simulator, text('order'), { path });
        return answer.messages?.[0]?.text.split(' ')[0];
      }),
    );
    expect(said).toEqual(['Your', 'Tu', 'Ihre', 'طلبك', 'Your']);
  });

  it('opens with the welcome intent and offers choices', async () => {
    const simulator = await start();
    const answer = await turn(simulator, structured({ intentId: 'NLX.Welcome' }));
    const [message] = answer.messages ?? [];
    expect(message?.choices?.map(({ choiceId }) => choiceId)).toEqual([
      'topic:book',
      'topic:order',
      'topic:agent',
    ]);
    expect(message?.choicesMetadata).toEqual({ source: 'Local' });
  });

  it('takes an old choice with its node and intent only', async () => {
    const simulator = await start();
    const { conversationId, messages, metadata } = await turn(simulator, text('choices'));
    await turn(simulator, text('welcome', { conversationId }));
    const choiceId = 'seat:aisle';
    const vague = await turn(simulator, structured({ choiceId }, { conversationId }));
    expect(vague.metadata?.incomprehension).toBe(true);
    const nodeId = messages?.[0]?.nodeId;
    const exact = { choiceId, nodeId, intentId: metadata?.intentId };
    const answer = await turn(simulator, structured(exact, { conversationId }));
    expect(answer.messages?.[0]?.text).toBe('Noted: Aisle.');
  });

  it('starts a flow by its name, with and without slots', async () => {
    const simulator = await start();
    const plain = await turn(simulator, structured({ intentId: 'OrderCheck' }));
    expect(plain.messages?.[0]?.text).toContain('#5544');
    const slots = [{ slotId: 'destination', value: 'Oslo' }];
    const filled = await turn(simulator, structured({ intentId: 'BookFlight', slots }));
    expect(filled.messages?.[0]?.text).toBe('I can help with that. What date are you flying?');
  });

  it('has data pending until enough polls were made', async () => {
    const simulator = await start();
    const first = await turn(simulator, text('pending quiet'));
    const { conversationId } = first;
    expect(first.metadata?.hasPendingDataRequest).toBe(true);
    const poll = (): ReturnType<typeof turn> =>
      turn(simulator, structured({ poll: true }, { conversationId }));
    const polls = [await poll(), await poll(), await poll(), await poll()];
    expect(polls.map(({ metadata }) => metadata?.hasPendingDataRequest)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(polls.map(({ messages }) => messages?.length)).toEqual([0, 0, 1, 0]);
  });

  it('remembers context from turns and from the context call', async () => {
    const simulator = await start();
    const conversationId = 'mine';
    const first = await turn(
      simulator,
      text('order', { conversationId, context: { page: 'cart' } }),
    );
    expect(first.context).toEqual({ page: 'cart' });
    const response = await post(
      simulator,
      { conversationId, userId: 'u', languageCode: 'en-US', context: { seat: '14A' } },
      {
        path: '/c/deploy/channel-en-US/context',
        headers: { 'nlx-conversation-id': conversationId },
      },
    );
    expect(response.status).toBe(200);
    const answer = await turn(simulator, text('context', { conversationId }));
    expect(answer.messages?.[0]?.text).toContain('{"page":"cart","seat":"14A"}');
  });

  it('begins anew when the session is over', async () => {
    let now = 1_000_000;
    const clock = {
      now: () => now,
      setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
      clearTimeout: () => undefined,
    };
    const simulator = await start({ clock });
    const conversationId = 'mine';
    const soon = await turn(simulator, text('expire ms', { conversationId }));
    expect(soon.expirationTimestamp).toBe(now + 5000);
    const iso = await turn(simulator, text('expire', { conversationId }));
    expect(iso.expirationTimestamp).toBe(new Date(now + 5000).toISOString());
    now += 5000;
    const after = await turn(simulator, text('whoami', { conversationId }));
    expect(after.conversationId).not.toBe(conversationId);
    expect(after.messages?.[0]?.text).toContain('turn 1');
  });

  it('replaces an id it does not know, where it is told to', async () => {
    const simulator = await start({ unknownConversation: 'renew' });
    const first = await turn(simulator, text('order', { conversationId: 'mine' }));
    expect(first.conversationId).not.toBe('mine');
    const { conversationId } = first;
    expect(await turn(simulator, text('order', { conversationId }))).toMatchObject({
      conversationId,
    });
  });

  it('leaves a person’s words to the socket after an escalation', async () => {
    const simulator = await start();
    const first = await turn(simulator, structured({ intentId: 'NLX.Escalation' }));
    expect(first.metadata).toMatchObject({ escalation: true });
    const { conversationId } = first;
    const second = await turn(simulator, text('are you there?', { conversationId }));
    expect(second.messages).toEqual([]);
    expect(second.metadata).toMatchObject({ escalation: true });
  });
});

describe('the shapes of an answer', () => {
  it.each([
    ['modalities list', { modalities: ['text', 'SeatMap'] }],
    ['modalities', { modalities: { SeatMap: { rows: 30 } } }],
    ['payload', { payload: { loyalty: { tier: 'silver' } } }],
    ['payload text', { payload: 'tier=silver;miles=12400' }],
    ['disable input', { payload: 'nlx:input-disabled=true' }],
    ['empty', { messages: [], modalities: { DefaultCard: { id: 'pass-NW311' } } }],
    ['card', { modalities: { DefaultCard: { id: 'pass-NW205' } } }],
    [
      'carousel',
      { modalities: { DefaultCarousel: { $saveAs: { type: 'choiceId', id: 'fare' } } } },
    ],
    ['date', { modalities: { DefaultDateInput: { $saveAs: { type: 'slot' } } } }],
    ['seat context', { modalities: { DefaultCarousel: { $saveAs: { type: 'context' } } } }],
    ['sources message', { messages: [{ metadata: { sources: [{ pageNumber: 12 }, {}] } }] }],
    ['sources metadata', { metadata: { sources: [{ pageNumber: 12 }, {}] } }],
    ['sources payload', { payload: { metadata: { sources: [{ pageNumber: 12 }, {}] } } }],
    ['frustration', { metadata: { frustration: true } }],
    ['incomprehension', { metadata: { incomprehension: true } }],
  ])('"%s"', async (words, shape) => {
    const simulator = await start();
    expect(await turn(simulator, text(words))).toMatchObject(shape);
  });

  it('"bare" has messages without ids and nothing else', async () => {
    const simulator = await start();
    expect(await turn(simulator, text('bare'))).toEqual({
      messages: [{ text: 'This answer has no metadata.' }],
    });
  });

  it('"nothing" is an empty object', async () => {
    const simulator = await start();
    expect(await turn(simulator, text('nothing'))).toEqual({});
  });
});
