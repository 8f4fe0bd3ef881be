import type { Chat } from '../chat.ts';
import { sessionOf } from '../create-chat.ts';
import type { Provider } from '../providers/provider.ts';
import type { ChatHandlers, CommonOptions } from '../session/chat-options.ts';
import { chatKey } from './chat-key.ts';
import {
  findOrMake,
  firstOf,
  followFirst,
  type Holder,
  isAtHome,
  join,
  leave,
  mayClaim,
  type SharedChat,
} from './shared-chats.ts';

/** What a component asks for: a provider's conversation, or a chat made elsewhere. */
export type Wishes = CommonOptions &
  (
    | { readonly provider: Provider; readonly chat?: undefined }
    | { readonly chat: Chat; readonly provider?: undefined }
  );

/** The chat a component renders, what it asked for by it, and how early it did. */
export interface FoundChat {
  readonly key: unknown;
  readonly order: number;
  readonly chat: Chat;
  /** The settings and the life of a chat that was made elsewhere are its maker's: then undefined. */
  readonly shared: SharedChat | undefined;
}

/** A mounted component's hold on a chat. */
export interface Hold {
  /** What is really held: another component's chat, where there is one to share. */
  readonly found: FoundChat;
  update(wishes: Wishes): void;
  release(): void;
}

let rendered = 0;

/** What makes two wishes the same conversation. A view of a chat is that chat. */
export function keyOf({ chat, provider }: Wishes): unknown {
  return chat ? chat.store : chatKey(provider);
}

/** Finds or makes a chat for a render: nothing is dialed for one that is never held. */
export function findChat(wishes: Wishes): FoundChat {
  rendered += 1;
  const key = keyOf(wishes);
  if (wishes.chat) {
    const chat = sessionOf(wishes.chat)?.chat ?? wishes.chat;
    return { key, order: rendered, chat, shared: undefined };
  }
  const shared = findOrMake(wishes.provider, wishes);
  return { key, order: rendered, chat: shared.session.chat, shared };
}

/** The chat for other wishes: the same one while it was no conversation yet, and this is what was missing. */
export function findNextChat(found: FoundChat, wishes: Wishes): FoundChat {
  return found.shared && wishes.provider && mayClaim(found.shared, wishes.provider)
    ? { ...found, key: keyOf(wishes) }
    : findChat(wishes);
}

/**
 * Holds a chat for a mounted component, and dials unless the options say not to. `onStray` tells that the
 * component's own credentials have become others than those of the chat it shares.
 */
export function holdChat(given: FoundChat, wishes: Wishes, onStray: () => void): Hold {
  const { order } = given;
  const { provider = given.chat.provider } = wishes;
  const holder: Holder = { order, provider, options: wishes };
  const shared = given.shared && join(given.shared, holder);
  const found = shared ? { ...given, chat: shared.session.chat, shared } : given;
  const { chat } = found;
  const removeHandlers = sessionOf(chat)?.addHandlers((): ChatHandlers => holder.options);
  const dial = setTimeout(() => dialWhenIdle(chat, holder.options), 0);
  return {
    found,
    update(next) {
      const before = holder.options;
      holder.provider = next.provider ?? holder.provider;
      holder.options = next;
      if (shared && firstOf(shared) === holder) {
        followFirst(shared);
      } else if (shared) {
        // The first holder may have changed in the same commit, and its effects may come later.
        queueMicrotask(() => isAtHome(shared, holder) || onStray());
      }
      // It may be switched on later.
      if (before.autoConnect === false) {
        dialWhenIdle(chat, next);
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
