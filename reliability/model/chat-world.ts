import type { Delivery } from '../../packages/hooks/src/chat/chat-message.ts';
import { messageText } from '../../packages/hooks/src/chat/chat-message.ts';
import type { ChatState } from '../../packages/hooks/src/chat/chat-state.ts';
import type { Chat } from '../../packages/hooks/src/chat.ts';
import { openSession } from '../../packages/hooks/src/create-chat.ts';
import type { CommonOptions } from '../../packages/hooks/src/session/chat-options.ts';
import type { Session } from '../../packages/hooks/src/session/session.ts';
import { type PlatformScript, type ScriptedPlatform, SCRIPTS } from './platform-script.ts';
import { createScriptedFetch, type ScriptedRequest } from './scripted-fetch.ts';
import { CANARY } from './token-desk.ts';
import { createSurroundings, FRAMES_PER_SECOND, type World } from './world.ts';

/** What one chat of the model is made with. */
export interface ChatPlan {
  readonly seed: number;
  readonly platform: ScriptedPlatform;
  readonly heartbeat?: CommonOptions['heartbeat'] | undefined;
  readonly options?: Partial<CommonOptions> | undefined;
  /** A key that never changes, in place of one that is asked for. */
  readonly apiKey?: string | undefined;
}

/** A message of the user's, as the one who sent it remembers it. */
export interface Composed {
  readonly id: string;
  readonly text: string;
  retries: number;
  isDiscarded: boolean;
}

export interface Written {
  readonly text: string;
  /** Number of the socket; -1 over HTTP. */
  readonly socket: number;
}

export interface ChatWorld extends World {
  readonly plan: ChatPlan;
  readonly script: PlatformScript;
  readonly chat: Chat;
  readonly session: Session;
  /** What the session was made with. */
  readonly options: CommonOptions;
  /** Requests that were made, where the platform speaks HTTP. */
  readonly requests: readonly ScriptedRequest[];
  /** What `sendMessage` accepted, in order. */
  readonly composed: Composed[];
  /** Messages as they were written, in order: what a server behind a good network has. */
  readonly ledger: Written[];
  /** Refusals of a key that were said: what was written before may be written again. */
  denials: number;
  state(): ChatState;
  send(text: string): void;
  deliveryOf(id: string): Delivery | undefined;
  /** How often the store changed. */
  changes(): number;
}

/** Which way a message may go, whatever happens. Nothing leaves `acknowledged`. */
const WAYS: Readonly<Record<Delivery, readonly Delivery[]>> = {
  queued: ['sending', 'sent', 'failed'],
  sending: ['sent', 'acknowledged', 'unconfirmed', 'failed', 'queued'],
  sent: ['acknowledged', 'unconfirmed', 'failed', 'queued'],
  unconfirmed: ['queued', 'acknowledged', 'failed'],
  failed: ['queued', 'acknowledged'],
  acknowledged: [],
};

/** Turns that the platform takes to hand over a short body, and some more. */
const BODY_TURNS = 5;

async function bodies(): Promise<void> {
  for (let turn = 0; turn < BODY_TURNS; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A chat of the library's own over the scripted network. */
export function createChatWorld(plan: ChatPlan): ChatWorld {
  const around = createSurroundings(plan.seed);
  const { clock, network, desk, wrongs } = around;
  const script = SCRIPTS[plan.platform];
  const composed: Composed[] = [];
  const ledger: Written[] = [];
  let changes = 0;

  function sweep(place: string, told: unknown): void {
    if (JSON.stringify(told)?.includes(CANARY)) {
      wrongs.push(`I13: a key in ${place}`);
    }
  }

  class WatchedSocket extends network.WebSocket {
    readonly number: number = network.sockets.length - 1;

    override send(frame: string): void {
      // What is sent into a closing socket is discarded.
      if (this.readyState === 1) {
        note(frame, this.number);
      }
      super.send(frame);
    }
  }

  const { fetch, requests } = createScriptedFetch((body) => note(body, -1));

  function note(frame: string, socket: number): void {
    const text = script.read(frame);
    // A heartbeat says nothing.
    if (text !== '') {
      inspect(text);
      ledger.push({ text, socket });
    }
  }

  /** I8 and I9, at the moment when a message leaves. */
  function inspect(text: string): void {
    const found = composed.findIndex((one) => one.text === text);
    // It may leave before whoever sent it is told its id.
    const index = found === -1 ? composed.length : found;
    const message = composed[found];
    const delivery = state().messages.find((one) => messageText(one) === text)?.delivery;
    if (delivery !== 'sending' && delivery !== 'sent') {
      wrongs.push(`I8: "${text}" left while it was ${delivery}`);
    }
    const isFirst = (message?.retries ?? 0) === 0;
    const overtaken = composed
      .slice(0, index)
      .find((one) => isFirst && one.retries === 0 && deliveryOf(one.id) === 'queued');
    if (overtaken) {
      wrongs.push(`I9: "${text}" overtook "${overtaken.text}"`);
    }
    const times = ledger.filter((one) => one.text === text).length + 1;
    const allowed = 1 + (message?.retries ?? 0) + self.denials;
    if (times > allowed) {
      wrongs.push(`I8: "${text}" was written ${times} times, and asked for ${allowed} times`);
    }
  }

  const options: CommonOptions = {
    pace: { frames: FRAMES_PER_SECOND, perMs: 1000 },
    heartbeat: plan.heartbeat,
    maxLength: 1_000_000,
    ...plan.options,
    onError(error) {
      sweep('an error', error);
      plan.options?.onError?.(error);
    },
    onProtocolEvent: (event) => sweep('a protocol event', event),
    runtime: {
      WebSocket: WatchedSocket,
      fetch,
      clock,
      random: around.random,
      logger: (...line) => sweep('the log', line),
      ...plan.options?.runtime,
    },
  };
  const session = openSession(script.provider(plan.apiKey ?? desk.ask), options);
  const { chat } = session;
  const state = (): ChatState => chat.store.getState();
  const deliveryOf = (id: string): Delivery | undefined =>
    state().messages.find((message) => message.id === id)?.delivery;

  chat.store.subscribe((now, before) => {
    changes += 1;
    if (now.connection !== before.connection) {
      const { connection } = now;
      const { status } = connection;
      around.show(
        {
          status,
          attempt: 'attempt' in connection ? connection.attempt : undefined,
          waitMs: status === 'reconnecting' ? connection.retryAt - clock.now() : undefined,
        },
        [connection, now.error],
      );
    }
    if (now.messages !== before.messages) {
      watchDeliveries(now, before);
    }
  });

  /** I7: what was composed keeps its id and its text, and goes the ways it may go. */
  function watchDeliveries(now: ChatState, before: ChatState): void {
    const was = new Map(before.messages.map((message) => [message.id, message]));
    for (const message of now.messages) {
      const old = was.get(message.id);
      if (old === message || !old?.delivery || !message.delivery) {
        continue;
      }
      if (old.delivery !== message.delivery && !WAYS[old.delivery].includes(message.delivery)) {
        wrongs.push(`I7: ${old.delivery} became ${message.delivery} by ${around.during}`);
      }
      if (messageText(old) !== messageText(message)) {
        wrongs.push('I7: what the user wrote was changed');
      }
    }
  }

  const world: Omit<ChatWorld, keyof World> = {
    plan,
    script,
    chat,
    session,
    options,
    requests,
    composed,
    ledger,
    denials: 0,
    state,
    deliveryOf,
    changes: () => changes,
    send(text) {
      // A subscriber may send, too, before this one is told its id.
      const place = composed.length;
      const result = chat.sendMessage(text);
      if (result.ok) {
        composed.splice(place, 0, { id: result.id, text, retries: 0, isDiscarded: false });
      }
      const isThere = state().messages.some((message) => messageText(message) === text);
      if (isThere !== result.ok) {
        wrongs.push(`I11: ${result.ok ? 'accepted and not shown' : 'refused and shown'}`);
      }
    },
  };
  const self = Object.assign(around, world, {
    async settle() {
      await clock.advance(0);
      if (plan.platform === 'nlx-http') {
        // A response's body is read by the platform, which takes turns of its own.
        await bodies();
        await clock.advance(0);
      }
    },
    connect: () => chat.connect(),
    close: () => chat.disconnect(),
    redial: () => chat.reconnect(),
    dispose: () => session.release(),
  });
  return self;
}
