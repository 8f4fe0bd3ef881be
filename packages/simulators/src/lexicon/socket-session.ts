import type { Clock, ReadFaults, SocketPeer, SocketSession } from '../core/platform.ts';
import { createRateWindow } from '../core/rate-window.ts';
import type { ChatRoom, Member } from './chat-room.ts';
import { readClientFrame } from './client-frame.ts';
import { errorEvent, invalidMessage, rateLimited } from './lexicon-events.ts';
import type { LexiconOptions } from './lexicon-options.ts';

/** What one admitted socket needs. */
export interface SocketSessionParts {
  readonly peer: SocketPeer;
  readonly member: Member;
  readonly room: ChatRoom;
  readonly clock: Clock;
  readonly faults: ReadFaults;
  readonly rateLimit: NonNullable<LexiconOptions['rateLimit']>;
  readonly maxContentLength: number;
  readonly idleClose: LexiconOptions['idleClose'];
  /** Called once, when the socket is gone. */
  readonly leave: () => void;
}

/** One admitted socket: checks what comes in and passes messages to the room. */
export function createSocketSession(parts: SocketSessionParts): SocketSession {
  const { clock, idleClose, member, peer, room } = parts;
  const passed = createRateWindow(() => clock.now());
  let idleTimer: unknown;
  const watchIdle = (): void => {
    if (idleTimer !== undefined) clock.clearTimeout(idleTimer);
    if (!idleClose) return;
    const close = (): void => peer.close(idleClose.code, idleClose.reason);
    idleTimer = clock.setTimeout(close, idleClose.afterMs);
  };
  watchIdle();

  const isWithinLimit = (): boolean => {
    const { closeCode, perSecond } = parts.faults().rateLimit ?? parts.rateLimit;
    if (passed.take(perSecond)) return true;
    peer.send(errorEvent(rateLimited(perSecond), clock.now()));
    if (closeCode !== undefined) peer.close(closeCode, 'RATE_LIMIT');
    return false;
  };

  return {
    receive(data) {
      watchIdle();
      if (!isWithinLimit()) return;
      const frame = readClientFrame(data, parts.maxContentLength);
      if (frame.kind === 'message') return room.say(member, frame.content, frame.metadata);
      const problem = frame.kind === 'binary' ? 'The frame is binary' : frame.problem;
      peer.send(errorEvent(invalidMessage(problem), clock.now()));
      // A server that reads text cannot go on after binary data: 1003 is the code for that.
      if (frame.kind === 'binary') peer.close(1003, 'INVALID_MESSAGE');
    },
    closed() {
      if (idleTimer !== undefined) clock.clearTimeout(idleTimer);
      parts.leave();
    },
    push: (frame) => peer.send(frame),
  };
}
