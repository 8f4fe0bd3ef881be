import { createSocketConnection } from './socket-connection.ts';
import type { Transport } from './transport.ts';

/** One WebSocket that stays, and is dialed again when it is lost. */
export const socketTransport: Transport = { kind: 'socket', open: createSocketConnection };
