import { socketTransport } from '../../connection/socket-transport.ts';
import type { Provider } from '../provider.ts';
import { socketTarget } from './endpoint.ts';
import { nlxConversation, TURN_TIMING } from './nlx-conversation.ts';
import { checkNlxOptions, type NlxOptions } from './nlx-options.ts';

/** A conversation over one socket. Apart from HTTP, so that a page which uses one loads only that. */
export function nlxSocket(own: Omit<NlxOptions, 'transport' | 'stream'>): Provider {
  checkNlxOptions(own);
  const options: NlxOptions = { ...own, transport: 'websocket' };
  return {
    ...nlxConversation(options),
    transport: socketTransport,
    timing: {
      ...TURN_TIMING,
      // The acknowledgement or any answer; some channels send neither until they are spoken to.
      ready: { on: 'event', withinMs: 3000, otherwise: 'ready' },
    },
    connect: ({ session }, credentials) => socketTarget(options, credentials, session.id),
  };
}
