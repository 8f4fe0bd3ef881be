import { openSession } from '../create-chat.ts';
import type { Provider } from '../providers/provider.ts';
import type { CommonOptions } from '../session/chat-options.ts';
import type { Session } from '../session/session.ts';
import { chatKey, isFilledIn } from './chat-key.ts';

/** One component's hold on a shared chat. */
export interface Holder {
  /** How early its component rendered. */
  readonly order: number;
  provider: Provider;
  options: CommonOptions;
}

/** A chat that hooks made, and the mounted components that hold it. */
export interface SharedChat {
  /** Whose conversation it is; another one once, when what was missing of it is there. */
  key: string;
  readonly session: Session;
  /** In the order their components rendered: the settings of the first that speaks of this conversation count. */
  readonly holders: Holder[];
  /**
   * No complete provider has ever spoken for it: nothing of it was sent, so it is no conversation yet. Once one has,
   * it is that conversation's for good, whatever its options become.
   */
  isUnclaimed: boolean;
}

/**
 * The chats that mounted components hold. Filled by effects only, so a server never has any, and emptied one
 * macrotask after the last holder went: a StrictMode remount finds its chat where it was.
 */
const held = new Set<SharedChat>();

/**
 * Made by a render and held by nobody yet: a second component of the same render finds the first one's here,
 * so that neither speaks into a chat that is then given up. What is never shown is left to the collector.
 */
const made = new Set<WeakRef<SharedChat>>();

/** The chat that somebody has already, or a new one. It dials nothing before it is held. */
export function findOrMake(provider: Provider, options: CommonOptions): SharedChat {
  const found = find(provider, [...held, ...[...made].flatMap((each) => each.deref() ?? [])]);
  if (found) {
    return found;
  }
  const chat = make(provider, options);
  // A server renders for many people: nothing that one of them brought about may be found by another.
  if (typeof document !== 'undefined') {
    made.add(new WeakRef(chat));
  }
  return chat;
}

/** Puts a holder on its own chat, or on one that is there already and may be shared. */
export function join(own: SharedChat, holder: Holder): SharedChat {
  const chat = choose(own, holder);
  held.add(chat);
  for (const each of made) {
    if ((each.deref() ?? chat) === chat) {
      made.delete(each);
    }
  }
  chat.holders.push(holder);
  chat.holders.sort((a, b) => a.order - b.order);
  followFirst(chat);
  return chat;
}

/**
 * The holder's identity may have become known, or another, since its chat was made. A chat with nothing in it gives
 * way to one that somebody else has of the same conversation; what was typed into it stays, and becomes that
 * conversation.
 */
function choose(own: SharedChat, { provider, options }: Holder): SharedChat {
  const key = chatKey(provider);
  if (own.key === key && held.has(own)) {
    return own;
  }
  const other = find(provider, [...held]);
  if (own.key === key) {
    return other ?? own;
  }
  if (!mayClaim(own, provider)) {
    return other ?? make(provider, options);
  }
  if (other && own.session.isBlank()) {
    return other;
  }
  own.key = key;
  return own;
}

export function leave(chat: SharedChat, holder: Holder): void {
  const { holders, session } = chat;
  holders.splice(holders.indexOf(holder), 1);
  setTimeout(() => {
    if (holders.length > 0) {
      followFirst(chat);
    } else if (held.delete(chat)) {
      session.release();
      // A late `sendMessage` of a component that is gone waits for the next one instead of dialing.
      session.update(session.chat.provider, { ...holder.options, enabled: false });
    }
  }, 0);
}

/** The holder whose settings win: the first that speaks of this conversation. */
export function firstOf({ holders, key }: SharedChat): Holder | undefined {
  return holders.find(({ provider }) => chatKey(provider) === key);
}

export function followFirst(chat: SharedChat): void {
  const first = firstOf(chat);
  if (first) {
    chat.session.update(first.provider, first.options);
    chat.isUnclaimed &&= first.provider.incomplete !== undefined;
  }
}

/** Whether the holder still speaks of the chat it shares, and with its credentials. */
export function isAtHome(chat: SharedChat, holder: Holder): boolean {
  return !chat.holders.includes(holder) || isSameSource(chat, holder.provider);
}

/** Whether a chat that is no conversation yet may become this one: it fills in what was missing, and changes nothing. */
export function mayClaim({ isUnclaimed, key }: SharedChat, provider: Provider): boolean {
  return isUnclaimed && isFilledIn(key, chatKey(provider));
}

function make(provider: Provider, options: CommonOptions): SharedChat {
  return {
    key: chatKey(provider),
    // Its holders' handlers are told.
    session: openSession(provider, { ...options, enabled: false }, {}),
    holders: [],
    isUnclaimed: provider.incomplete !== undefined,
  };
}

function find(provider: Provider, chats: readonly SharedChat[]): SharedChat | undefined {
  return chats.find((chat) => provider.shareable && isSameSource(chat, provider));
}

/** The same conversation with the same credentials: functions are taken for the same source, values when they are equal. */
function isSameSource({ key, session }: SharedChat, provider: Provider): boolean {
  return (
    key === chatKey(provider) && credentialsOf(session.chat.provider) === credentialsOf(provider)
  );
}

/** A function as a list: no credential is one. */
function credentialsOf({ credentials }: Provider): string {
  return JSON.stringify(credentials, (_field, value: unknown) =>
    typeof value === 'function' ? [] : value,
  );
}
