import {
  createBrowserHost,
  type BrowserHostOptions,
  type BrowserSimulator,
} from '../core/browser-host.ts';
import type { AuiOptions } from './aui-options.ts';
import { AuiPlatform } from './aui-platform.ts';

/** The AUI platform inside the page, with no network. */
export function createBrowserAui(options: AuiOptions & BrowserHostOptions = {}): BrowserSimulator {
  return createBrowserHost(new AuiPlatform(options), options);
}
