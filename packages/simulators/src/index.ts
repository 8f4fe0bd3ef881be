export type { AuiOptions } from './aui/aui-options.ts';
export { startAui } from './aui/start-aui.ts';
export { type Faults, NO_FAULTS } from './core/faults.ts';
export { CutConnection } from './core/http-answer.ts';
export { serve, type ServeOptions } from './core/node-host.ts';
export type {
  Clock,
  Drop,
  HttpRequest,
  HttpResponse,
  Platform,
  Received,
  Simulator,
  SocketPeer,
  SocketRefusal,
  SocketRequest,
  SocketSession,
} from './core/platform.ts';
export { CHAT_WITH_HISTORY, type LexiconOptions } from './lexicon/lexicon-options.ts';
export { startLexicon } from './lexicon/start-lexicon.ts';
export { CLOUD_LIMITS, type NlxOptions } from './nlx/options.ts';
export { startNlx, type NlxSimulator, type StartNlxOptions } from './nlx/start-nlx.ts';
