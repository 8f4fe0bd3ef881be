import type { Connection } from './connection.ts';
import { createSocketDriver } from './socket-driver.ts';
import type { TransportOptions } from './transport.ts';

/**
 * A connection over one WebSocket. `transition` decides; this performs. Guarantees: at most one socket and
 * one timer of the machine; `status()` is up to date as soon as a call returns; handlers run in order, one
 * at a time, never inside a call to the connection, and never for a socket that was given up; a handler
 * that throws is logged and the others go on. The loss of any socket but by `close` and `dispose` is told
 * through `onClose`, by `redial` and `suspect` too. `write` also refuses while `waitMs` is not 0.
 */
export function createSocketConnection(options: TransportOptions): Connection {
  const { dispatch, status, usable, stop } = createSocketDriver(options);
  const suspect = (): void => dispatch({ type: 'suspect' });

  return {
    status,
    connect: () => dispatch({ type: 'connect' }),
    redial: () => dispatch({ type: 'redial' }),
    close: () => dispatch({ type: 'close' }),
    dispose: stop,
    markReady: () => dispatch({ type: 'ready-mark' }),
    fail: (verdict) => dispatch({ type: 'fail', verdict }),
    suspect,
    waitMs: () => usable()?.waitMs() ?? 0,
    write(_id, message) {
      const socket = usable();
      if (socket === undefined || socket.waitMs() > 0) {
        return false;
      }
      const sent = socket.send(message.body);
      if (!sent) {
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
