import type { ChatEvent } from '../../chat/chat-event.ts';
import type { WebSocketConstructor } from '../../connection/runtime.ts';
import type { Provider, UserAct } from '../provider.ts';
import { factsOf } from './facts.ts';

/**
 * Says something to a real server the way a provider describes it, and gives back what the provider reads
 * until `isEnd` or the close, whichever comes first.
 */
export async function talk(
  Socket: WebSocketConstructor,
  provider: Provider,
  apiKey: string,
  url: string,
  act: UserAct,
  isEnd: (event: ChatEvent) => boolean,
): Promise<readonly ChatEvent[]> {
  const prepared = await provider.prepare?.(factsOf(), 'start');
  const facts = factsOf({ session: prepared?.session ?? {} });
  const target = provider.connect(facts, { apiKey, url });
  const headers = target.kind === 'socket' ? (target.headers ?? {}) : {};
  const socket = new Socket(target.url, [], { headers });
  const outgoing = provider.encode(act, facts);
  const events: ChatEvent[] = [];
  await new Promise<void>((ended, failed) => {
    const write = (): void => socket.send(JSON.stringify('body' in outgoing ? outgoing.body : {}));
    socket.onopen = () => {
      if (provider.timing.ready.on === 'open') {
        write();
      }
    };
    socket.onmessage = ({ data }: { readonly data: unknown }) => {
      for (const event of provider.decode(data, facts).events) {
        events.push(event);
        if (event.type === 'session-ready') {
          write();
        }
        if (isEnd(event)) {
          ended();
        }
      }
    };
    socket.onclose = () => ended();
    socket.onerror = () => failed(new Error('The socket failed.'));
  });
  socket.close();
  return events;
}
