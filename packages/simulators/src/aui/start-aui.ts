import { serve, type ServeOptions } from '../core/node-host.ts';
import type { Simulator } from '../core/platform.ts';
import type { AuiOptions } from './aui-options.ts';
import { AuiPlatform } from './aui-platform.ts';

/** Starts an AUI server on localhost. Type "help" in a chat to see what it can send. */
export function startAui(options: AuiOptions & ServeOptions = {}): Promise<Simulator> {
  return serve(new AuiPlatform(options), options);
}
