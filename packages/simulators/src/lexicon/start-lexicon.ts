import { serve, type ServeOptions } from '../core/node-host.ts';
import type { Simulator } from '../core/platform.ts';
import type { LexiconOptions } from './lexicon-options.ts';
import { LexiconPlatform } from './lexicon-platform.ts';

/** Starts a Lexicon server on localhost. Type "help" in a chat to see what it can send. */
export function startLexicon(options: LexiconOptions & ServeOptions = {}): Promise<Simulator> {
  return serve(new LexiconPlatform(options), options);
}
