import type { MarkedToken, Token } from 'marked';

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

function wordsOf(tokens: readonly Token[] | undefined, between = ''): string {
  return markedTokens(tokens).map(wordsOfToken).join(between);
}

function wordsOfToken(token: MarkedToken): string {
  switch (token.type) {
    case 'list':
      return token.items.map((item) => wordsOf(item.tokens, ' ')).join(', ');
    case 'table':
      return [token.header, ...token.rows]
        .map((row) => row.map((cell) => wordsOf(cell.tokens)).join(', '))
        .join('. ');
    case 'blockquote':
      return wordsOf(token.tokens, ' ');
    case 'space':
    case 'br':
    case 'hr':
    case 'def':
    case 'checkbox':
      return ' ';
    case 'image':
    case 'code':
    case 'codespan':
    case 'html':
    case 'escape':
      return token.text;
    case 'text':
      return token.tokens ? wordsOf(token.tokens) : decodeEntities(token.text);
    default:
      return wordsOf(token.tokens);
  }
}
