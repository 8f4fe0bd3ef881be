/**
 * NLX: one body for every request and one for every answer, carried by a WebSocket, by one HTTP exchange per
 * turn, or by a stream within it. The protocol is described in docs/protocol/nlx.md.
 */
import type { Provider } from '../provider.ts';
import { nlxHttp } from './nlx-http.ts';
import type { NlxOptions } from './nlx-options.ts';
import { nlxSocket } from './nlx-socket.ts';

/** Makes a {@link Provider} for a conversation with an application of NLX. */
export function nlx(options: NlxOptions): Provider {
  const { transport } = options;
  switch (transport) {
    case 'websocket':
      return nlxSocket(options);
    case 'http':
      return nlxHttp(options);
    default:
      // Only untyped code can pass this.
      throw new TypeError(
        `hooks: nlx() was called with the transport ${JSON.stringify(transport satisfies never)}. It decides how the application is reached. Pass 'websocket' or 'http'.`,
      );
  }
}
