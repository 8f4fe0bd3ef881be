import { openSession } from '../create-chat.ts';
import type { Provider } from '../providers/provider.ts';
import type { CommonOptions } from '../session/chat-options.ts';
import type { Session } from '../session/session.ts';
import { chatKey, mayClaim, noteFollowed, noteMade } from './unclaimed-chats.ts';

/** One component's hold on a shared chat. */
export interface Holder {
  /** How early its component rendered. */
  readonly order: number;
  provider: Provider;
  options: CommonOptions;
}

/** A chat and the mounted components that hold it. */
export interface SharedChat {
  /** Whose conversation it is; another one once, when what was missing of it is there. */
  key: string;
  readonly session: Session;
  /** In the order their components rendered: the settings of the first that speaks of this conversation count. */
  readonly holders: Holder[];
}

/**
 * The chats that mounted components hold. Filled by effects only, so a server never has any, and emptied one
 * macrotask after the last holder went: a StrictMode remount finds its chat where it was.
 */
const shared = new Set<SharedChat>();

/**
 * Made by a render and held by nobody yet: a second component of the same render finds the first one's here,
 * so that neither speaks into a chat that is then given up. What is never shown is left to the collector.
 */
const made = new Set<WeakRef<Session>>();
const held = new WeakSet<Session>();

/** The chat that somebody has already, or a new one. It dials nothing before it is held. */
export function findOrMakeSession(provider: Provider, options: CommonOptions): Session {
  const found = findShared(provider)?.session ?? findMade(provider);
  if (found) {
    return found;
  }
  const session = makeSession(provider, options);
  // A server renders for many people: nothing that one of them brought about may be found by another.
  if (typeof document !== 'undefined') {
    made.add(new WeakRef(session));
  }
  return session;
}

/** Puts a holder on this session's chat, or on one that is there already and may be shared. */
export function join(session: Session, holder: Holder): SharedChat {
  const isThisOne = chatKey(session.chat.provider) === chatKey(holder.provider);
  const chat = isThisOne
    ? (findShared(holder.provider, session) ?? addShared(session, holder.provider))
    : joinOther(session, holder);
  chat.holders.push(holder);
  chat.holders.sort((a, b) => a.order - b.order);
  followFirst(chat);
  return chat;
}

/**
 * The holder's identity became known, or another, since its chat was made. A chat with nothing in it gives way to
 * one that somebody else has of the same conversation; what was typed into it stays, and becomes that conversation.
 */
function joinOther(session: Session, { provider, options }: Holder): SharedChat {
  const other = findShared(provider);
  if (!mayClaim(session, provider)) {
    return other ?? addShared(makeSession(provider, options), provider);
  }
  if (other && session.isBlank()) {
    return other;
  }
  const own = [...shared].find((chat) => chat.session === session) ?? addShared(session, provider);
  own.key = chatKey(provider);
  return own;
}

export function leave(chat: SharedChat, holder: Holder): void {
  chat.holders.splice(chat.holders.indexOf(holder), 1);
  setTimeout(() => {
    if (chat.holders.length > 0) {
      followFirst(chat);
    } else if (shared.delete(chat)) {
      chat.session.release();
      // A late `sendMessage` of a component that is gone waits for the next one instead of dialing.
      chat.session.update(chat.session.chat.provider, parked(holder.options));
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
    chat.session.update(first.provider, withoutHandlers(first.options));
    noteFollowed(chat.session, first.provider);
  }
}

/** Whether the holder still speaks of the chat it shares, and with its credentials. */
export function isAtHome({ holders, key, session }: SharedChat, holder: Holder): boolean {
  const { provider } = holder;
  return (
    !holders.includes(holder) ||
    (chatKey(provider) === key && isSameCredentials(session.chat.provider, provider))
  );
}

function makeSession(provider: Provider, options: CommonOptions): Session {
  const session = openSession(provider, parked(options));
  noteMade(session, provider);
  return session;
}

function addShared(session: Session, provider: Provider): SharedChat {
  held.add(session);
  const chat: SharedChat = { key: chatKey(provider), session, holders: [] };
  shared.add(chat);
  return chat;
}

/** The session's own, or one that may be shared. */
function findShared(provider: Provider, session?: Session): SharedChat | undefined {
  const all = [...shared];
  return (
    all.find((chat) => chat.session === session) ??
    all.find((chat) => chat.key === chatKey(provider) && maySpeakFor(chat.session, provider))
  );
}

function findMade(provider: Provider): Session | undefined {
  for (const reference of made) {
    const session = reference.deref();
    if (!session || held.has(session)) {
      made.delete(reference);
    } else if (
      chatKey(session.chat.provider) === chatKey(provider) &&
      maySpeakFor(session, provider)
    ) {
      return session;
    }
  }
  return undefined;
}

function maySpeakFor(session: Session, provider: Provider): boolean {
  return provider.shareable && isSameCredentials(session.chat.provider, provider);
}

/** Functions are taken for the same source; two values only when they are equal. */
function isSameCredentials(a: Provider, b: Provider): boolean {
  return (['apiKey', 'url', 'headers'] as const).every((field) => {
    const [left, right] = [a.credentials[field], b.credentials[field]];
    return typeof left === typeof right && JSON.stringify(left) === JSON.stringify(right);
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

function parked(options: CommonOptions): CommonOptions {
  return { ...withoutHandlers(options), enabled: false };
}
