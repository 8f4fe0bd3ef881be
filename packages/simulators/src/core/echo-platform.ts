import { json } from './http-answer.ts';
import type { Platform } from './platform.ts';

/** The smallest platform, for the tests of the hosts: it greets, then gives back what it gets. */
export function createEchoPlatform(log: string[] = []): Platform {
  return {
    socketPath: '/echo',
    accept({ url }, peer) {
      if (url.pathname !== '/echo') return { refuse: 404 };
      peer.send({ kind: 'hello' });
      return {
        receive: (data) =>
          peer.send({ kind: 'echo', data: typeof data === 'string' ? data : [...data] }),
        closed: (code, reason) => log.push(`${code} ${reason}`),
        push: (frame) => peer.send(frame),
      };
    },
    handle: ({ body, method, url }) =>
      json(200, { method, path: url.pathname, body: new TextDecoder().decode(body) }),
    isAcknowledgement: (frame) =>
      typeof frame === 'object' && 'kind' in frame && frame.kind === 'echo',
  };
}
