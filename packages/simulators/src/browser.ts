export type { AuiOptions } from './aui/aui-options.ts';
export { createBrowserAui } from './aui/browser-aui.ts';
export type { BrowserHostOptions, BrowserSimulator } from './core/browser-host.ts';
export { type Faults, NO_FAULTS } from './core/faults.ts';
export type { Clock, Drop, Received, Simulator } from './core/platform.ts';
export { createBrowserLexicon } from './lexicon/browser-lexicon.ts';
export { CHAT_WITH_HISTORY, type LexiconOptions } from './lexicon/lexicon-options.ts';
export {
  createBrowserNlx,
  type BrowserNlxOptions,
  type BrowserNlxSimulator,
} from './nlx/browser-nlx.ts';
export { CLOUD_LIMITS, type NlxOptions } from './nlx/options.ts';
