import { httpTransport } from '../http-transport.ts';
import type { Provider } from '../provider.ts';
import { httpTarget } from './endpoint.ts';
import { nlxConversation, TURN_TIMING } from './nlx-conversation.ts';
import { checkNlxOptions, type NlxOptions } from './nlx-options.ts';

/** A conversation of one exchange per turn. */
export function nlxHttp(own: Omit<NlxOptions, 'transport'>): Provider {
  checkNlxOptions(own);
  const options: NlxOptions = { ...own, transport: 'http' };
  return {
    ...nlxConversation(options),
    transport: httpTransport,
    timing: TURN_TIMING,
    connect: (_facts, credentials) => httpTarget(options, credentials),
  };
}
