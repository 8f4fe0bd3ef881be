import type { Chat } from '../chat.ts';
import { sessionOf } from '../create-chat.ts';
import type { Provider } from '../providers/provider.ts';
import type { ChatHandlers, CommonOptions } from '../session/chat-options.ts';
import {
  findOrMakeSession,
  firstOf,
  followFirst,
  type Holder,
  isAtHome,
  join,
  leave,
} from './shared-chats.ts';
import { chatKey, mayClaim } from './unclaimed-chats.ts';

/** What a component asks for: a provider's conversation, or a chat made elsewhere. */
export type ChatSource =
  | { readonly provider: Provider; readonly chat?: undefined }
  | { readonly chat: Chat; readonly provider?: undefined };

/** A component's latest wishes. */
export interface Wishes {
  readonly source: ChatSource;
  readonly options: CommonOptions;
}

/** The chat a component renders, what it asked for by it, and how early it did. */
export interface FoundChat {
  readonly key: unknown;
  readonly chat: Chat;
  readonly order: number;
}

/** A mounted component's hold on a chat. */
export interface Hold {
  /** What is really held: another component's chat, where there is one to share. */
  readonly chat: Chat;
  update(wishes: Wishes): void;
  release(): void;
}

let rendered = 0;

/** What makes two sources the same conversation. A view of a chat is that chat. */
export function sourceKey(source: ChatSource): unknown {
  return source.chat ? source.chat.store : chatKey(source.provider);
}

/** Finds or makes a chat for a render: nothing is dialed for one that is never held. */
export function findChat({ source, options }: Wishes): FoundChat {
  rendered += 1;
  const chat = source.chat
    ? (sessionOf(source.chat)?.chat ?? source.chat)
    : findOrMakeSession(source.provider, options).chat;
  return { key: sourceKey(source), chat, order: rendered };
}

/** The chat for another source: the same one while it was no conversation yet, and this is what was missing. */
export function findNextChat(found: FoundChat, wishes: Wishes): FoundChat {
  const { source } = wishes;
  const session = typeof found.key === 'string' ? sessionOf(found.chat) : undefined;
  return session && source.provider && mayClaim(session, source.provider)
    ? { ...found, key: sourceKey(source) }
    : findChat(wishes);
}

/**
 * Holds a chat for a mounted component, and dials unless the options say not to. `onStray` tells that the
 * component's own credentials have become others than those of the chat it shares.
 */
export function holdChat(found: FoundChat, wishes: Wishes, onStray: () => void): Hold {
  const { source, options } = wishes;
  const made = sessionOf(found.chat);
  const { provider = found.chat.provider } = source;
  const holder: Holder = { order: found.order, provider, options };
  // The settings and the life of a chat that was made elsewhere are its maker's.
  const shared = made && source.provider && join(made, holder);
  const session = shared?.session ?? made;
  const { chat } = session ?? found;
  const removeHandlers = session?.addHandlers((): ChatHandlers => holder.options);
  const dial = setTimeout(() => dialWhenIdle(chat, holder.options), 0);
  return {
    chat,
    update(next) {
      const before = holder.options;
      holder.provider = next.source.provider ?? holder.provider;
      holder.options = next.options;
      if (shared && firstOf(shared) === holder) {
        followFirst(shared);
      } else if (shared) {
        // The first holder may have changed in the same commit, and its effects may come later.
        queueMicrotask(() => isAtHome(shared, holder) || onStray());
      }
      // It may be switched on later.
      if (before.autoConnect === false) {
        dialWhenIdle(chat, next.options);
      }
    },
    release() {
      clearTimeout(dial);
      removeHandlers?.();
      if (shared) {
        leave(shared, holder);
      }
    },
  };
}

/** Not yet in the task of the mount: StrictMode unmounts once more in it. */
function dialWhenIdle(chat: Chat, { autoConnect }: CommonOptions): void {
  if (autoConnect !== false && chat.store.getState().connection.status === 'idle') {
    chat.connect();
  }
}
