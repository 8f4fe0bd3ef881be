import {
  createBrowserHost,
  type BrowserHostOptions,
  type BrowserSimulator,
} from '../core/browser-host.ts';
import { createNlxPlatform, type NlxRecords } from './nlx-platform.ts';
import type { NlxOptions } from './options.ts';

/** Settings of an NLX simulator inside the page. */
export interface BrowserNlxOptions extends NlxOptions, BrowserHostOptions {}

/** NLX inside the page. */
export interface BrowserNlxSimulator extends BrowserSimulator, NlxRecords {}

/** Makes an NLX simulator that answers inside the page, with no network. */
export function createBrowserNlx(options: BrowserNlxOptions = {}): BrowserNlxSimulator {
  const { platform, feedback, uploads } = createNlxPlatform(options);
  return Object.assign(createBrowserHost(platform, options), { feedback, uploads });
}
