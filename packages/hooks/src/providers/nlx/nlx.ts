/**
 * NLX: one body for every request and one for every answer, carried by a WebSocket, by one HTTP exchange per
 * turn, or by a stream within it. The protocol is described in docs/protocol/nlx.md.
 */
import type { Provider } from '../provider.ts';
import { nlxHttp } from './nlx-http.ts';
import { checkNlxOptions, type NlxOptions } from './nlx-options.ts';
import { nlxSocket } from './nlx-socket.ts';

/** Makes a {@link Provider} for a conversation with an application of NLX. */
export function nlx(options: NlxOptions): Provider {
  checkNlxOptions(options);
  const { transport } = options;
  switch (transport) {
    case 'websocket':
      return nlxSocket(options);
    case 'http':
      return nlxHttp(options);
    default:
      transport satisfies never;
      // Only untyped code can pass this.
      throw new TypeError(
        "hooks: the option transport of NLX is none that it knows. It decides how the application is reached. Pass 'websocket' or 'http'.",
      );
  }
}
