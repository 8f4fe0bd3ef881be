import { systemClock } from '../core/clock.ts';
import { createIds } from '../core/ids.ts';
import { toPace } from '../core/pace.ts';
import type { Platform, SocketPeer, SocketRequest, SocketSession } from '../core/platform.ts';
import { isRecord } from '../core/request-json.ts';
import { admit, readCredentials, type Admission } from './admission.ts';
import { LexiconArchive } from './archive.ts';
import { ChatRoom } from './chat-room.ts';
import {
  errorEvent,
  lexiconEvent,
  tooManyConnections,
  type LexiconError,
} from './lexicon-events.ts';
import { completeOptions, type LexiconOptions, type LexiconSettings } from './lexicon-options.ts';
import { mediaFile } from './media-files.ts';
import { answerRest } from './rest.ts';
import { seedChats } from './seeded-chats.ts';
import { createSocketSession } from './socket-session.ts';

const SOCKET_PATH = '/ws/chat';

/** When the error leaves the socket open for nothing: the close that follows it. */
const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;

/** The Lexicon platform: its conversations, its REST API, its limits. Free of Node. */
export class LexiconPlatform implements Platform {
  readonly socketPath: string = SOCKET_PATH;
  readonly #options: LexiconSettings;
  readonly #clock: NonNullable<LexiconOptions['clock']>;
  readonly #archive: LexiconArchive;
  readonly #rooms = new Map<string, ChatRoom>();
  readonly #connections = new Map<string, number>();

  constructor(options: LexiconOptions = {}) {
    this.#options = completeOptions(options);
    this.#clock = options.clock ?? systemClock;
    this.#archive = new LexiconArchive(this.#clock, createIds(options.random));
    this.#archive.meet('user123');
    seedChats(this.#archive, this.#clock, this.#options.chatIds);
  }

  accept(request: SocketRequest, peer: SocketPeer): SocketSession | { readonly refuse: number } {
    const { faults, headers, url } = request;
    if (url.pathname !== SOCKET_PATH) return { refuse: 404 };
    const admission = admit(
      readCredentials(url, headers),
      (key) => (faults().authError ? undefined : this.#tenantOf(key)),
      (chatId, tenantId) => this.#archive.find(chatId, tenantId) !== undefined,
    );
    if (admission.kind === 'turned-away') {
      if (this.#options.refusal === 'handshake') return { refuse: 403 };
      return this.#turnAway(peer, admission.error, POLICY_VIOLATION);
    }
    const count = this.#connections.get(admission.tenantId) ?? 0;
    if (count >= this.#options.maxConnections) {
      return this.#turnAway(peer, tooManyConnections(count), TRY_AGAIN_LATER);
    }
    return this.#welcome(request, peer, admission);
  }

  handle(request: Parameters<Platform['handle']>[0]): ReturnType<Platform['handle']> {
    const file = request.method === 'GET' ? mediaFile(request.url.pathname) : undefined;
    if (file) return file;
    return answerRest(
      {
        archive: this.#archive,
        tenantOf: (key) => (request.faults().authError ? undefined : this.#tenantOf(key)),
        isConnected: (chatId) => this.#rooms.get(chatId)?.isEmpty === false,
        now: () => this.#clock.now(),
      },
      request,
    );
  }

  isAcknowledgement(frame: object | string): boolean {
    return isRecord(frame) && frame['event_type'] === 'message_received';
  }

  dispose(): void {
    for (const room of this.#rooms.values()) room.dispose();
  }

  #tenantOf(key: string): string | undefined {
    const { keys } = this.#options;
    return Object.hasOwn(keys, key) ? keys[key] : undefined;
  }

  #turnAway(peer: SocketPeer, error: LexiconError, code: number): SocketSession {
    peer.send(errorEvent(error, this.#clock.now()));
    peer.close(code, error.code);
    return { receive: () => undefined, closed: () => undefined, push: (frame) => peer.send(frame) };
  }

  #welcome(
    { faults, url }: SocketRequest,
    peer: SocketPeer,
    { chatId, tenantId, userId }: Extract<Admission, { readonly kind: 'admitted' }>,
  ): SocketSession {
    const now = this.#clock.now();
    const established = { user_id: userId, chat_id: chatId, tenant_id: tenantId };
    peer.send(lexiconEvent('connection_established', now, established));
    if (this.#archive.meet(userId))
      peer.send(lexiconEvent('user_created', now, { user_id: userId }));
    const { idleClose, maxContentLength, mediaBase, rateLimit } = this.#options;
    const room = this.#roomOf(chatId);
    const member = { peer, userId, mediaBase: mediaBase ?? url.href.replace(/^ws/, 'http') };
    room.join(member);
    this.#connections.set(tenantId, (this.#connections.get(tenantId) ?? 0) + 1);
    const leave = (): void => {
      room.leave(member);
      this.#connections.set(tenantId, (this.#connections.get(tenantId) ?? 1) - 1);
    };
    const shared = { peer, member, room, leave, faults, clock: this.#clock };
    return createSocketSession({ ...shared, rateLimit, maxContentLength, idleClose });
  }

  #roomOf(chatId: string): ChatRoom {
    const known = this.#rooms.get(chatId);
    if (known) return known;
    const room = new ChatRoom({
      chatId,
      archive: this.#archive,
      clock: this.#clock,
      pace: toPace(this.#options),
      closeAfterAnswer: this.#options.closeAfterAnswer,
    });
    this.#rooms.set(chatId, room);
    return room;
  }
}
