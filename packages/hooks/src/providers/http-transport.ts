import { httpTransport as transport } from '../connection/http-transport.ts';
import { endExchange } from './end-exchange.ts';
import type { ProviderTransport } from './provider.ts';

/** One HTTP exchange for each message; its answer's body is read while it comes. */
export const httpTransport: ProviderTransport = { ...transport, endExchange };
