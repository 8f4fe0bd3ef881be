import {
  createBrowserHost,
  type BrowserHostOptions,
  type BrowserSimulator,
} from '../core/browser-host.ts';
import type { LexiconOptions } from './lexicon-options.ts';
import { LexiconPlatform } from './lexicon-platform.ts';

/** The Lexicon platform inside the page, with no network. */
export function createBrowserLexicon(
  options: LexiconOptions & BrowserHostOptions = {},
): BrowserSimulator {
  return createBrowserHost(new LexiconPlatform(options), options);
}
