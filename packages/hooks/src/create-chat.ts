import type { Chat } from './chat.ts';
import type { Provider } from './providers/provider.ts';
import type { ChatHandlers, CommonOptions } from './session/chat-options.ts';
import { createSession, type Session } from './session/session.ts';

export interface ChatOptions extends CommonOptions {
  readonly provider: Provider;
}

/**
 * What hooks need of a chat beyond its public face, found by the store that a chat and its views share. A
 * chat that was not made here (a test's, say) has none.
 */
const sessions = new WeakMap<Chat['store'], Session>();

/**
 * Makes a chat outside React. It dials on `connect()`, on the first message, when a hook or an
 * opened widget shows it; with `autoConnect` at once. It outlives the components that show it: `disconnect()` ends it.
 *
 * @example
 * const chat = createChat({ provider: lexicon({ userId, chatId, apiKey }) });
 * chat.sendMessage('Hello');
 */
export function createChat(given: ChatOptions): Chat {
  const { provider, ...options } = Object(given) as ChatOptions;
  if (typeof provider?.connect !== 'function') {
    throw new TypeError(
      'hooks: createChat() was called without a provider. It decides where the chat connects and what it says. Pass one, such as createChat({ provider: lexicon({ … }) }).',
    );
  }
  const { chat } = openSession(provider, options);
  if (options.autoConnect) {
    chat.connect();
  }
  return chat;
}

/** Makes a session whose chat can be found again by {@link sessionOf}. Its holders may bring handlers of their own. */
export function openSession(
  provider: Provider,
  options: CommonOptions,
  handlers: ChatHandlers = options,
): Session {
  const session = createSession(provider, options);
  session.addHandlers(() => handlers);
  sessions.set(session.chat.store, session);
  return session;
}

export function sessionOf(chat: Chat): Session | undefined {
  return sessions.get(chat.store);
}
