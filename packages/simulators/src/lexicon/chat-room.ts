import type { Pace } from '../core/pace.ts';
import type { Clock, SocketPeer } from '../core/platform.ts';
import { playSteps, type Playback } from '../core/timeline.ts';
import type { LexiconArchive, LexiconMessage } from './archive.ts';
import { errorEvent, lexiconEvent } from './lexicon-events.ts';
import { planReply, type Media, type ReplyStep } from './reply-script.ts';

/** One socket that takes part in a chat. */
export interface Member {
  readonly peer: SocketPeer;
  readonly userId: string;
  /** Where this client reaches the media files. */
  readonly mediaBase: string;
}

/** What a room needs from its platform. */
export interface ChatRoomParts {
  readonly chatId: string;
  readonly archive: LexiconArchive;
  readonly clock: Clock;
  readonly pace: Pace;
  /** Closes the asking socket after each answer. */
  readonly closeAfterAnswer: { readonly code: number; readonly reason: string } | undefined;
}

interface Turn {
  readonly asker: Member;
  readonly steps: readonly ReplyStep[];
  lastEnd?: object;
}

/**
 * One chat while sockets are in it. Every socket hears everything. Answers come one after another,
 * and go on to the archive when the socket that asked is gone.
 */
export class ChatRoom {
  readonly #parts: ChatRoomParts;
  readonly #members = new Set<Member>();
  readonly #waiting: Turn[] = [];
  #playing: Playback | undefined;

  constructor(parts: ChatRoomParts) {
    this.#parts = parts;
  }

  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  join(member: Member): void {
    this.#members.add(member);
  }

  leave(member: Member): void {
    this.#members.delete(member);
  }

  dispose(): void {
    this.#playing?.cancel();
    this.#waiting.length = 0;
  }

  /** Takes a message in: acknowledges it to everybody, then answers when its turn comes. */
  say(asker: Member, content: string, metadata: LexiconMessage['metadata']): void {
    this.#receive(asker.userId, content, metadata);
    this.#waiting.push({ asker, steps: planReply(content, this.#parts.pace) });
    if (this.#playing === undefined) this.#next();
  }

  #receive(userId: string, content: string, metadata: LexiconMessage['metadata'] = {}): void {
    const { archive, chatId } = this.#parts;
    const { id } = archive.add(chatId, { content, sender_role: 'user', metadata });
    this.#tell('message_received', { message_id: id, chat_id: chatId, user_id: userId, content });
  }

  #next(): void {
    const turn = this.#waiting.shift();
    if (turn === undefined) return;
    let over = false;
    const done = (): void => {
      over = true;
      this.#playing = undefined;
      this.#closeAfter(turn.asker);
      this.#next();
    };
    const playing = playSteps(
      this.#parts.clock,
      turn.steps,
      (step) => this.#perform(turn, step),
      done,
    );
    // An instant script is over before it is known here.
    if (!over) this.#playing = playing;
  }

  #closeAfter({ peer }: Member): void {
    const close = this.#parts.closeAfterAnswer;
    if (close) peer.close(close.code, close.reason);
  }

  #perform(turn: Turn, step: ReplyStep): void {
    const { asker } = turn;
    const { chatId, clock } = this.#parts;
    switch (step.kind) {
      case 'start':
        return this.#tell('message_stream_started', { chat_id: chatId, user_id: asker.userId });
      case 'token':
        return this.#tell('message_stream_token', { chat_id: chatId, token: step.token });
      case 'end':
        turn.lastEnd = this.#end(asker, step.content, step.media);
        return this.#tell('message_stream_ended', turn.lastEnd);
      case 'end-again':
        return this.#tell('message_stream_ended', turn.lastEnd ?? {});
      case 'error':
        return asker.peer.send(errorEvent(step.error, clock.now()));
      case 'raw':
        return asker.peer.send(step.frame);
      case 'other-device':
        return this.#receive(asker.userId, step.content);
      case 'cut':
        return asker.peer.terminate();
      case 'close':
        return asker.peer.close(step.code, step.reason);
      default:
        return step satisfies never;
    }
  }

  #end({ mediaBase, userId }: Member, content: string, media: Media | undefined): object {
    const { archive, chatId } = this.#parts;
    const attached = media && {
      media_type: media.type,
      media_url: new URL(media.path, mediaBase).href,
    };
    const { id } = archive.add(chatId, { content, sender_role: 'assistant', ...attached });
    return { message_id: id, chat_id: chatId, user_id: userId, content, ...attached };
  }

  #tell(type: string, fields: object): void {
    const frame = lexiconEvent(type, this.#parts.clock.now(), fields);
    for (const member of this.#members) member.peer.send(frame);
  }
}
