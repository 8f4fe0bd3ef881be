import type { Connection } from './connection.ts';
import { createSocketDriver } from './socket-driver.ts';
import type { TransportOptions } from './transport.ts';

/** Above this much unsent data nothing more is written. */
const HIGH_WATER_BYTES = 262_144;
const HIGH_WATER_WAIT_MS = 100;

/**
 * A connection over one WebSocket. `transition` decides; this performs. Guarantees: at most one socket and
 * one timer of the machine; `status()` is up to date as soon as a call returns; handlers run in order, one
 * at a time, never inside a call to the connection, and never for a socket that was given up; a handler
 * that throws is logged and the others go on. The loss of any socket but by `close` and `dispose` is told
 * through `onClose`, by `redial` and `suspect` too. `write` also refuses while `waitMs` is not 0.
 */
export function createSocketConnection(options: TransportOptions): Connection {
  const { pacer } = options;
  const { dispatch, status, usable, stop } = createSocketDriver(options);
  const suspect = (): void => dispatch({ type: 'suspect' });

  function waitMs(): number {
    const isFull = (usable()?.bufferedAmount() ?? 0) > HIGH_WATER_BYTES;
    return Math.max(pacer?.waitMs() ?? 0, isFull ? HIGH_WATER_WAIT_MS : 0);
  }

  return {
    status,
    connect: () => dispatch({ type: 'connect' }),
    redial: () => dispatch({ type: 'redial' }),
    close: () => dispatch({ type: 'close' }),
    dispose: stop,
    markReady: () => dispatch({ type: 'ready-mark' }),
    fail: (verdict) => dispatch({ type: 'fail', verdict }),
    suspect,
    waitMs,
    write(_id, message) {
      const socket = usable();
      if (socket === undefined || waitMs() > 0) {
        return false;
      }
      const sent = socket.send(message.body);
      if (sent) {
        pacer?.take();
      } else {
        // Closing, without a close event yet: that can take a minute when the other side is gone.
        suspect();
      }
      return sent;
    },
    abort() {
      // What was written to a socket cannot be taken back.
    },
  };
}
