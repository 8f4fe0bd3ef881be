import type { Chat } from '../chat.ts';
import { openSession, sessionOf } from '../create-chat.ts';
import type { Provider } from '../providers/provider.ts';
import type { ChatHandlers, CommonOptions } from '../session/chat-options.ts';
import type { Session } from '../session/session.ts';

/** One component's hold on a shared chat. */
interface Holder {
  provider: Provider;
  options: CommonOptions;
}

interface Entry {
  readonly key: string;
  readonly session: Session;
  /** In the order they came: the first one's settings count. */
  readonly holders: Holder[];
}

/**
 * The chats that mounted components hold. Filled by effects only, so a server never has any, and emptied one
 * macrotask after the last holder went: a StrictMode remount finds its chat where it was.
 */
const entries = new Set<Entry>();

/** What makes two provider values the same conversation. */
export function chatKey(provider: Provider): string {
  return `${provider.name}:${provider.transport}:${provider.id}`;
}

/** The chat that somebody holds already, or one to hold or to drop: making it touches nothing. */
export function findOrMakeChat(provider: Provider, options: CommonOptions): Chat {
  const session = findEntry(provider)?.session ?? openSession(provider, withoutHandlers(options));
  return session.chat;
}

/** What a component asks for: a provider's conversation, or a chat made elsewhere. */
export type ChatSource =
  | { readonly provider: Provider; readonly chat?: undefined }
  | { readonly chat: Chat; readonly provider?: undefined };

export interface Hold {
  /** What is really held: another component's chat, where there is one to share. */
  readonly chat: Chat;
  /** Takes this component's latest options: they count while it is the first holder. */
  update(source: ChatSource, options: CommonOptions): void;
  release(): void;
}

/** Holds a chat for a mounted component, and dials unless the options say not to. */
export function holdChat(chat: Chat, source: ChatSource, options: CommonOptions): Hold {
  const session = sessionOf(chat);
  return session && source.provider
    ? holdSession(session, source.provider, options)
    : holdExisting(chat, session, options);
}

/** The settings and the life of a chat that was made elsewhere are its maker's. */
function holdExisting(chat: Chat, session: Session | undefined, options: CommonOptions): Hold {
  let latest = options;
  const removeHandlers = session?.addHandlers((): ChatHandlers => latest);
  const dial = setTimeout(() => dialWhenIdle(chat, latest), 0);
  return {
    chat,
    update(_source, nextOptions) {
      latest = nextOptions;
    },
    release() {
      clearTimeout(dial);
      removeHandlers?.();
    },
  };
}

function holdSession(session: Session, provider: Provider, options: CommonOptions): Hold {
  const entry = findEntry(provider, session) ?? addEntry(session, provider);
  const holder: Holder = { provider, options };
  entry.holders.push(holder);
  const removeHandlers = entry.session.addHandlers((): ChatHandlers => holder.options);
  const dial = setTimeout(() => dialWhenIdle(entry.session.chat, holder.options), 0);

  return {
    chat: entry.session.chat,
    update(next, nextOptions) {
      holder.provider = next.provider ?? holder.provider;
      holder.options = nextOptions;
      if (entry.holders[0] === holder) {
        entry.session.update(holder.provider, withoutHandlers(nextOptions));
      }
    },
    release() {
      clearTimeout(dial);
      removeHandlers();
      entry.holders.splice(entry.holders.indexOf(holder), 1);
      setTimeout(() => dropWhenUnheld(entry), 0);
    },
  };
}

function dialWhenIdle(chat: Chat, options: Pick<CommonOptions, 'autoConnect'>): void {
  if (options.autoConnect !== false && chat.store.getState().connection.status === 'idle') {
    chat.connect();
  }
}

function addEntry(session: Session, provider: Provider): Entry {
  const entry: Entry = { key: chatKey(provider), session, holders: [] };
  entries.add(entry);
  return entry;
}

function dropWhenUnheld(entry: Entry): void {
  if (entry.holders.length === 0 && entries.delete(entry)) {
    entry.session.release();
  }
}

/** The session's own entry, or one that may be shared: same conversation, same credentials. */
function findEntry(provider: Provider, session?: Session): Entry | undefined {
  const key = chatKey(provider);
  for (const entry of entries) {
    const isShared =
      provider.shareable &&
      entry.key === key &&
      isSameCredentials(entry.session.chat.provider, provider);
    if (entry.session === session || isShared) {
      return entry;
    }
  }
  return undefined;
}

/** Functions are taken for the same source; two values only when they are equal. */
function isSameCredentials(a: Provider, b: Provider): boolean {
  return (['apiKey', 'url', 'headers'] as const).every((field) => {
    const [left, right] = [a.credentials[field], b.credentials[field]];
    return typeof left === 'function' || typeof right === 'function'
      ? typeof left === typeof right
      : JSON.stringify(left) === JSON.stringify(right);
  });
}

/** Handlers are told through the holders: the settings of a shared chat have none. */
function withoutHandlers(options: CommonOptions): CommonOptions {
  return {
    ...options,
    onMessage: undefined,
    onFinish: undefined,
    onError: undefined,
    onConnectionChange: undefined,
    onProtocolEvent: undefined,
  };
}
