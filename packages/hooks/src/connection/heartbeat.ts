import type { Runtime } from './runtime.ts';
import type { SocketSlot } from './socket-slot.ts';

export interface HeartbeatOptions {
  /** Sent when nothing was heard for this long. */
  readonly intervalMs: number;
  /** The frame to send. Without it, a WebSocket ping where the socket can (Node's `ws`), else nothing. */
  readonly message?: string | undefined;
  /**
   * Silence for this many milliseconds after a beat means that the socket is dead. Default: 10,000 for pings; none for
   * a message, since only what the server answers may have one.
   */
  readonly replyWithinMs?: number | undefined;
}

export interface Heartbeat {
  /** Something was received. */
  heard(): void;
  /** When the last frame was sent as a beat; never, for pings. */
  beatAtMs(): number;
  stop(): void;
}

interface BeatOptions {
  readonly runtime: Pick<Runtime, 'clock'>;
  readonly heartbeat?: HeartbeatOptions | undefined;
}

/** A timer this much late was throttled or slept through: the reply may lie unread behind it. */
const OVERSLEPT_MS = 2_000;

/** Every WebSocket endpoint answers pings, so silence after one means something. */
const PING_REPLY_MS = 10_000;

/** What to send now; undefined where nothing is wanted, or nothing can be sent. */
function planBeat({ ping, send }: Pick<SocketSlot, 'ping' | 'send'>, { heartbeat }: BeatOptions) {
  const message = heartbeat?.message;
  const beat = message === undefined ? ping : () => send(message);
  const pongMs = message === undefined ? PING_REPLY_MS : undefined;
  return heartbeat && beat && { ...heartbeat, beat, pongMs };
}

/**
 * A heartbeat on a socket. It rests while none is wanted, or the socket cannot ping and there is no message; what is
 * wanted is looked at for every beat, and at rest whenever something is heard. Starts at once. One timer, which looks
 * at the time of the last sign of life when it fires.
 */
export function beatOn(
  slot: Pick<SocketSlot, 'ping' | 'send' | 'waitMs'>,
  options: BeatOptions,
  onSilent: () => void,
): Heartbeat {
  const { clock } = options.runtime;
  let heardAtMs = clock.now();
  // Not told by comparing times: a clock may be set back between a beat and its reply.
  let isAnswered = true;
  let beatAtMs = -Infinity;
  let timer: unknown;

  function arm(ms: number, run: (lateMs: number) => void): void {
    const dueMs = clock.now() + ms;
    timer = clock.setTimeout(() => run(clock.now() - dueMs), ms);
  }

  function awaitReply(withinMs: number): void {
    arm(withinMs, (lateMs) => {
      if (isAnswered) {
        listen();
      } else if (lateMs > OVERSLEPT_MS) {
        awaitReply(withinMs);
      } else {
        onSilent();
      }
    });
  }

  function listen(): void {
    const plan = planBeat(slot, options);
    timer = undefined;
    if (!plan) {
      return;
    }
    const { intervalMs, message, beat, pongMs, replyWithinMs = pongMs } = plan;
    const quietForMs = heardAtMs + intervalMs - clock.now();
    // A clock that was set back must not stretch the silence beyond one interval.
    const ms = quietForMs > 0 ? Math.min(quietForMs, intervalMs) : slot.waitMs(true);
    if (ms > 0) {
      arm(ms, listen);
      return;
    }
    isAnswered = false;
    beatAtMs = message === undefined ? -Infinity : clock.now();
    beat();
    if (replyWithinMs === undefined) {
      arm(intervalMs, listen);
    } else {
      awaitReply(replyWithinMs);
    }
  }

  listen();
  return {
    heard() {
      heardAtMs = clock.now();
      isAnswered = true;
      if (timer === undefined) {
        listen();
      }
    },
    beatAtMs: () => beatAtMs,
    stop: () => clock.clearTimeout(timer),
  };
}
