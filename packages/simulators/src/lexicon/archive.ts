import type { Ids } from '../core/ids.ts';
import type { Clock } from '../core/platform.ts';

/** A message as the REST API shows it. */
export interface LexiconMessage {
  readonly id: string;
  readonly content: string;
  readonly sender_role: 'user' | 'assistant';
  readonly media_type: 'image' | 'file' | null;
  readonly media_url: string | null;
  readonly created_at: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A chat and everything said in it. */
export interface LexiconChat {
  readonly id: string;
  readonly userId: string;
  /** `null`: every tenant may use it. */
  readonly tenantId: string | null;
  readonly title: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly messages: readonly LexiconMessage[];
}

/** What a new message says; the rest is filled in. */
export type NewMessage = Pick<LexiconMessage, 'content' | 'sender_role'> &
  Partial<Pick<LexiconMessage, 'id' | 'media_type' | 'media_url' | 'metadata'>>;

interface OpenChat extends LexiconChat {
  readonly messages: LexiconMessage[];
}

/** Everything the platform remembers, in memory. */
export class LexiconArchive {
  readonly #chats = new Map<string, OpenChat>();
  readonly #users = new Set<string>();
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Notes a user; `true` when it is a new one. */
  meet(userId: string): boolean {
    const isNew = !this.#users.has(userId);
    this.#users.add(userId);
    return isNew;
  }

  create(chat: Pick<LexiconChat, 'userId' | 'tenantId'> & Partial<LexiconChat>): LexiconChat {
    const made: OpenChat = {
      id: this.#ids.uuid(),
      title: 'New chat',
      metadata: {},
      createdAt: this.#clock.now(),
      ...chat,
      messages: [...(chat.messages ?? [])],
    };
    this.#chats.set(made.id, made);
    return made;
  }

  find(chatId: string, tenantId: string): LexiconChat | undefined {
    const chat = this.#chats.get(chatId);
    return chat && (chat.tenantId === null || chat.tenantId === tenantId) ? chat : undefined;
  }

  /** Chats of one user, oldest first. */
  ofUser(userId: string, tenantId: string): readonly LexiconChat[] {
    return [...this.#chats.values()].filter(
      (chat) => chat.userId === userId && (chat.tenantId === null || chat.tenantId === tenantId),
    );
  }

  remove(chatId: string): void {
    this.#chats.delete(chatId);
  }

  newMessageId(): string {
    return `msg-${this.#ids.uuid()}`;
  }

  add(chatId: string, message: NewMessage, at: number = this.#clock.now()): LexiconMessage {
    const stored: LexiconMessage = {
      id: this.newMessageId(),
      media_type: null,
      media_url: null,
      metadata: {},
      created_at: new Date(at).toISOString(),
      ...message,
    };
    this.#chats.get(chatId)?.messages.push(stored);
    return stored;
  }
}
