import { serve, type ServeOptions } from '../core/node-host.ts';
import type { Simulator } from '../core/platform.ts';
import { createNlxPlatform, type NlxRecords } from './nlx-platform.ts';
import type { NlxOptions } from './options.ts';

/** Settings of an NLX server on this machine. */
export interface StartNlxOptions extends NlxOptions, ServeOptions {}

/** A running NLX server. */
export interface NlxSimulator extends Simulator, NlxRecords {}

/**
 * Starts a server that speaks NLX: REST and streams at `{restUrl}/c/{deploymentKey}/{channelKey}-{lang}`,
 * the WebSocket at `url`. Any keys open it unless `credentials` are given.
 */
export async function startNlx(options: StartNlxOptions = {}): Promise<NlxSimulator> {
  const { platform, feedback, uploads } = createNlxPlatform(options);
  const simulator = await serve(platform, options);
  // Assigned, not spread: a simulator's counts are getters and must stay so.
  return Object.assign(simulator, { feedback, uploads });
}
