import type { Pacer } from './pacer.ts';
import type { Clock, Runtime } from './runtime.ts';
import type { SocketSlot } from './socket-slot.ts';

export interface HeartbeatOptions {
  /** Sent when nothing was heard for this long. */
  readonly intervalMs: number;
  /** The frame to send. Without it, a WebSocket ping where the socket can (Node's `ws`), else nothing. */
  readonly message?: string | undefined;
  /** Silence for this long after a beat means that the socket is dead. Default: 10,000 for pings, never for messages. */
  readonly replyWithinMs?: number | undefined;
}

export interface Heartbeat {
  /** Something was received. */
  heard(): void;
  stop(): void;
}

interface HeartbeatPorts {
  readonly clock: Clock;
  readonly options: HeartbeatOptions;
  /** Sends a beat. Milliseconds to wait when the pace does not allow it; 0 when it was sent. */
  readonly beat: () => number;
  readonly onSilent: () => void;
}

/** A timer this much late was throttled or slept through: the reply may lie unread behind it. */
const OVERSLEPT_MS = 2_000;

/** Every WebSocket endpoint answers pings, so silence after one means something. */
const PING_REPLY_MS = 10_000;

/** Starts at once. One timer, which looks at the time of the last sign of life when it fires. */
export function startHeartbeat({ clock, options, beat, onSilent }: HeartbeatPorts): Heartbeat {
  const { intervalMs, replyWithinMs } = options;
  let heardAtMs = clock.now();
  let timer: unknown;

  function arm(ms: number, run: (lateMs: number) => void): void {
    const dueMs = clock.now() + ms;
    timer = clock.setTimeout(() => run(clock.now() - dueMs), ms);
  }

  function awaitReply(beatAtMs: number, withinMs: number, patience: number): void {
    arm(withinMs, (lateMs) => {
      if (heardAtMs > beatAtMs) {
        listen();
      } else if (lateMs > OVERSLEPT_MS && patience > 0) {
        awaitReply(beatAtMs, withinMs, patience - 1);
      } else {
        onSilent();
      }
    });
  }

  function send(): void {
    const beatAtMs = clock.now();
    const waitMs = beat();
    if (waitMs > 0) {
      arm(waitMs, send);
    } else if (replyWithinMs === undefined) {
      arm(intervalMs, listen);
    } else {
      // A reply in the same millisecond is a reply.
      awaitReply(beatAtMs - 1, replyWithinMs, 1);
    }
  }

  function listen(): void {
    const quietForMs = heardAtMs + intervalMs - clock.now();
    // A clock that was set back must not stretch the silence beyond one interval.
    if (quietForMs > 0) {
      arm(Math.min(quietForMs, intervalMs), listen);
    } else {
      send();
    }
  }

  listen();
  return {
    heard() {
      heardAtMs = clock.now();
    },
    stop() {
      clock.clearTimeout(timer);
    },
  };
}

interface BeatOptions {
  readonly runtime: Runtime;
  readonly heartbeat?: HeartbeatOptions | undefined;
  readonly pacer?: Pacer | undefined;
}

/** A heartbeat on a socket; undefined when none is wanted, or the socket cannot ping and there is no message. */
export function beatOn(
  socket: SocketSlot,
  { runtime, heartbeat, pacer }: BeatOptions,
  onSilent: () => void,
): Heartbeat | undefined {
  const { ping } = socket;
  const message = heartbeat?.message;
  const send = message === undefined ? ping : () => socket.send(message);
  if (heartbeat === undefined || send === undefined) {
    return undefined;
  }
  const replyWithinMs =
    heartbeat.replyWithinMs ?? (message === undefined ? PING_REPLY_MS : undefined);
  return startHeartbeat({
    clock: runtime.clock,
    options: { ...heartbeat, replyWithinMs },
    onSilent,
    beat() {
      const waitMs = pacer?.waitMs() ?? 0;
      if (waitMs === 0 && send()) {
        pacer?.take();
      }
      return waitMs;
    },
  });
}
