import type { MarkedToken, Token } from 'marked';
import { Lexer } from 'marked';

import { isTooDeep, isTooMarked } from './is-hostile-markdown.ts';

/** The tokens of one block; undefined where it is better shown as it is. */
export function lexBlock(block: string, definitions = ''): readonly Token[] | undefined {
  if (isTooMarked(block) || isTooDeep(block)) {
    return undefined;
  }
  try {
    return new Lexer().lex(definitions ? `${block}\n\n${definitions}` : block);
  } catch {
    return undefined;
  }
}

export function markedTokens(tokens: readonly Token[] | undefined): readonly MarkedToken[] {
  // Generic tokens come from extensions, and none is registered: these are the lexer's own.
  return (tokens ?? []) as readonly MarkedToken[];
}
