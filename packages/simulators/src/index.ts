export type { AuiOptions } from './aui/aui-options.ts';
export { startAui } from './aui/start-aui.ts';
export type { Faults } from './core/faults.ts';
export type { ServeOptions } from './core/node-host.ts';
export type { Clock, Drop, Received, Simulator } from './core/platform.ts';
export { CHAT_WITH_HISTORY, type LexiconOptions } from './lexicon/lexicon-options.ts';
export { startLexicon } from './lexicon/start-lexicon.ts';
export { CLOUD_LIMITS, type NlxOptions } from './nlx/options.ts';
export { startNlx, type NlxSimulator, type StartNlxOptions } from './nlx/start-nlx.ts';
