// The vendor's published client, unchanged, against this simulator.
import {
  createConversation,
  promisify,
  type Config,
  type ConversationHandler,
  type Response as ChatResponse,
} from '@nlxai/chat-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';

import { startNlx, type NlxSimulator } from './start-nlx.ts';

let simulator: NlxSimulator;
let conversation: ConversationHandler | undefined;

beforeEach(async () => {
  simulator = await startNlx({ latencyMs: 0 });
});

afterEach(async () => {
  conversation?.destroy();
  conversation = undefined;
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await simulator.close();
});

/** The bot's texts; for anything else, what kind of response it is. */
const textsOf = (answer: ChatResponse | null | undefined): string[] =>
  answer && 'messages' in answer.payload
    ? answer.payload.messages.map(({ text }) => text)
    : [answer?.type ?? 'none'];

/** Shortens the client's own pause between polls; every other timer is left alone. */
function hurryPolls(): void {
  const original = globalThis.setTimeout;
  vi.stubGlobal('setTimeout', (run: () => void, ms?: number) =>
    original(run, ms === 1500 ? 0 : ms),
  );
}

describe('@nlxai/chat-core over REST', () => {
  const open = (change: Partial<Config> = {}): ConversationHandler => {
    conversation = createConversation({
      botUrl: `${simulator.restUrl}/c/deploy/channel`,
      headers: { 'nlx-api-key': 'key' },
      languageCode: 'en-US',
      userId: 'user-1',
      ...change,
    });
    return conversation;
  };

  it('holds a conversation: welcome, choice, text, slots', async () => {
    const chat = open();
    const welcome = await promisify(() => chat.sendWelcomeIntent(), chat)(undefined);
    expect(textsOf(welcome)).toEqual([
      'Hello, I am the Northwind Air assistant. What can I do for you?',
    ]);
    const choice = await promisify(chat.sendChoice, chat)('topic:order');
    expect(textsOf(choice)).toEqual(['Your order #5544 is out for delivery.']);
    const booking = await promisify(chat.sendText, chat)('Book a flight to London');
    expect(textsOf(booking)).toEqual(['I can help with that. What date are you flying?']);
    const flights = await promisify(chat.sendSlots, chat)({ travelDate: '2026-12-01' });
    expect(textsOf(flights)).toEqual(['These flights to London leave on 2026-12-01.']);
    const ids = simulator.received.map(
      ({ frame }) => (frame as { conversationId: string }).conversationId,
    );
    expect(new Set(ids)).toEqual(new Set([chat.currentConversationId()]));
  });

  it('takes an old choice again by its node and intent', async () => {
    const chat = open();
    const asked = await promisify(chat.sendText, chat)('choices');
    const nodeId =
      asked && 'messages' in asked.payload ? asked.payload.messages[0]?.nodeId : undefined;
    await promisify(() => chat.sendWelcomeIntent(), chat)(undefined);
    const choose = (choiceId: string): void =>
      chat.sendChoice(choiceId, {}, { ...(nodeId && { nodeId }), intentId: 'ChooseSeat' });
    expect(textsOf(await promisify(choose, chat)('seat:aisle'))).toEqual(['Noted: Aisle.']);
  });

  it('speaks another language', async () => {
    const chat = open({ languageCode: 'es-MX' });
    const answer = await promisify(chat.sendText, chat)('order');
    expect(textsOf(answer)).toEqual(['Tu pedido n.º 5544 está en reparto.']);
  });

  it('polls until the data is there', async () => {
    hurryPolls();
    const chat = open();
    const done = new Promise<void>((resolve) => {
      chat.subscribe((_responses, response) => {
        if (textsOf(response)[0]?.includes('84 €')) resolve();
      });
    });
    chat.sendText('pending');
    await done;
    const polls = simulator.received.filter(({ frame }) =>
      JSON.stringify(frame).includes('"poll":true'),
    );
    expect(polls).toHaveLength(3);
  });

  it('sends uploads, context, environment and channel type in bodies this server takes', async () => {
    const chat = open({ environment: 'production', experimental: { channelType: 'web' } });
    const send = (): void =>
      chat.sendStructured({ uploadIds: ['unknown'], utterance: 'see' }, { page: 'cart' });
    const answer = await promisify(send, chat)(undefined);
    expect(textsOf(answer)).toEqual([
      'I cannot find that file. Was it stored before you mentioned it?',
    ]);
    expect(answer).toMatchObject({ payload: { context: { page: 'cart' } } });
  });

  it('shows its failure message when the key is missing', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    const chat = open({ headers: { 'nlx-api-key': '' } });
    expect(textsOf(await promisify(chat.sendText, chat)('order'))).toEqual(['failure']);
  });
});

describe('@nlxai/chat-core over the WebSocket', () => {
  /** What the client threw inside its message handler. */
  let thrown: unknown[] = [];
  let opened: Promise<unknown>;

  const open = (): ConversationHandler => {
    thrown = [];
    let settle: (value?: unknown) => void = () => undefined;
    opened = new Promise((resolve) => (settle = resolve));
    const local = simulator.url;
    // The client takes a socket for wss: addresses only; this one leads them to the local port.
    class LocalWebSocket extends NodeWebSocket {
      constructor(address: string, protocols?: string[]) {
        super(address.replace(/^wss:\/\/[^/?]+\/?/, `${local}/`), protocols);
        this.once('message', () => queueMicrotask(() => settle()));
      }

      override addEventListener(type: string, listener: unknown): void {
        // ReconnectingWebSocket passes plain functions.
        const call = listener as (event: unknown) => void;
        const contained = (event: unknown): void => {
          try {
            call(event);
          } catch (error) {
            thrown.push(error);
          }
        };
        super.addEventListener(type as 'message', contained);
      }
    }
    vi.stubGlobal('WebSocket', LocalWebSocket);
    conversation = createConversation({
      botUrl: 'wss://nlx.example.com?deploymentKey=deploy&channelKey=channel&apiKey=key',
      // Never sent over a socket; the client's types ask for it all the same.
      headers: { 'nlx-api-key': 'unused' },
      languageCode: 'en-US',
      userId: 'user-1',
    });
    return conversation;
  };

  it('holds a conversation, though its handler throws on the documented acknowledgement', async () => {
    const chat = open();
    await opened;
    await vi.waitFor(() => expect(thrown).toHaveLength(1));
    expect(thrown[0]).toBeInstanceOf(TypeError);

    const welcome = await promisify(() => chat.sendWelcomeIntent(), chat)(undefined);
    expect(textsOf(welcome)[0]).toContain('Northwind Air');
    const choice = await promisify(chat.sendChoice, chat)('topic:order');
    expect(textsOf(choice)).toEqual(['Your order #5544 is out for delivery.']);
    const answer = await promisify(chat.sendText, chat)('whoami');
    expect(textsOf(answer)[0]).toContain(`Conversation ${chat.currentConversationId()}`);
    expect(thrown).toHaveLength(1);
  });

  it('hears a person after an escalation', async () => {
    const chat = open();
    await opened;
    const heard: string[] = [];
    chat.subscribe((_responses, response) => {
      if (response?.type === 'bot') heard.push(...textsOf(response));
    });
    chat.sendIntent('NLX.Escalation');
    await vi.waitFor(() => expect(heard).toHaveLength(3));
    expect(heard[1]).toContain('Maya');
  });

  it('is told about another conversation after its reset', async () => {
    const chat = open();
    await opened;
    const before = chat.currentConversationId();
    chat.reset();
    await vi.waitFor(() => expect(thrown).toHaveLength(2));
    const answer = await promisify(chat.sendText, chat)('whoami');
    expect(textsOf(answer)[0]).toContain(`Conversation ${chat.currentConversationId()}`);
    expect(chat.currentConversationId()).not.toBe(before);
  });
});
