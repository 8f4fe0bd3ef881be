import type { Chat, Provider, Runtime } from '@parley/hooks';
import { aui, createChat, lexicon, nlx } from '@parley/hooks';
import type { BrowserSimulator } from '@parley/simulators/browser';
import {
  CHAT_WITH_HISTORY,
  createBrowserAui,
  createBrowserLexicon,
  createBrowserNlx,
} from '@parley/simulators/browser';

/** A platform inside the page, and a chat that talks to it. */
export interface LiveChat {
  readonly simulator: BrowserSimulator;
  readonly chat: Chat;
}

/** A chat over the real code of hooks and simulators: only the network between them is missing. */
function live(simulator: BrowserSimulator, provider: Provider, world: World = {}): LiveChat {
  const { WebSocket, fetch } = simulator;
  return { simulator, chat: createChat({ provider, runtime: { WebSocket, fetch, ...world } }) };
}

/** What else of the outside a chat is given: chance, the page's environment. */
export type World = Partial<Runtime>;

const NLX_KEYS = { deploymentKey: 'demo', channelKey: 'demo-en-US', apiKey: 'demo' };
const NLX_CREDENTIALS = [{ deploymentKey: 'demo', channelKey: 'demo', apiKey: 'demo' }];

export function liveNlx(transport: 'websocket' | 'http', world?: World): LiveChat {
  const simulator = createBrowserNlx({
    host: `nlx-${transport}.simulator.invalid`,
    credentials: NLX_CREDENTIALS,
  });
  const url = transport === 'websocket' ? simulator.url : simulator.restUrl;
  return live(simulator, nlx({ ...NLX_KEYS, transport, url, welcome: true }), world);
}

export function liveLexicon(chatId: string = CHAT_WITH_HISTORY, world?: World): LiveChat {
  const simulator = createBrowserLexicon({ host: 'lexicon.simulator.invalid' });
  const { url, restUrl } = simulator;
  return live(
    simulator,
    lexicon({ userId: 'user123', chatId, apiKey: 'your-api-key', url, restUrl }),
    world,
  );
}

export function liveAui(world?: World): LiveChat {
  const simulator = createBrowserAui({ host: 'aui.simulator.invalid' });
  const { url, restUrl } = simulator;
  const taskId = '68e78d0dc5a4b19a030d03d6';
  return live(simulator, aui({ taskId, apiKey: 'your-api-key', url, restUrl }), world);
}
