import { createHttpConnection } from './http-connection.ts';
import type { Transport } from './transport.ts';

/** One HTTP exchange for each message; its answer's body is read while it comes. */
export const httpTransport: Transport = { kind: 'http', open: createHttpConnection };
