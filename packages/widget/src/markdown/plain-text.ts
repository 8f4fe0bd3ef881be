import type { MarkedToken } from 'marked';

import { decodeEntities } from './decode-entities.ts';
import { lexBlock, markedTokens } from './lex-markdown.ts';
import { splitMarkdown } from './split-markdown.ts';

/** A longer text than this is not read out to its end. */
const MAX_SPOKEN_LENGTH = 10_000;

/** What a person would read of a text, without the marks. */
export function plainText(markdown: string): string {
  const { blocks, definitions } = splitMarkdown(markdown.slice(0, MAX_SPOKEN_LENGTH));
  return blocks
    .map((block) => {
      const tokens = lexBlock(block, definitions);
      return tokens ? wordsOf(tokens, ' ') : block;
    })
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function wordsOf(tokens: readonly MarkedToken[], between = ''): string {
  return tokens.map(wordsOfToken).join(between);
}

function wordsOfToken(token: MarkedToken): string {
  switch (token.type) {
    case 'list':
      return token.items.map((item) => wordsOf(markedTokens(item.tokens), ' ')).join(', ');
    case 'table':
      return [token.header, ...token.rows]
        .map((row) => row.map((cell) => wordsOf(markedTokens(cell.tokens))).join(', '))
        .join('. ');
    case 'image':
      return token.text;
    case 'space':
    case 'br':
    case 'hr':
      return ' ';
    case 'def':
    case 'checkbox':
      return '';
    case 'code':
    case 'codespan':
    case 'html':
      return token.text;
    case 'escape':
      return token.text;
    case 'text':
      return token.tokens ? wordsOf(markedTokens(token.tokens)) : decodeEntities(token.text);
    case 'blockquote':
      return wordsOf(markedTokens(token.tokens), ' ');
    default:
      return wordsOf(markedTokens(token.tokens));
  }
}
