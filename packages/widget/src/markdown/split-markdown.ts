import { Lexer } from 'marked';

import { isTooDeep } from './is-hostile-markdown.ts';

/** A text as the blocks it is made of: joined, they are the text. */
export interface MarkdownBlocks {
  readonly blocks: readonly string[];
  /** The link definitions of the text (`[name]: address`), which any of its blocks may refer to. */
  readonly definitions: string;
}

/** Beyond this a text is no answer any more; what follows is shown as it is. */
export const MAX_MARKDOWN_LENGTH = 100_000;

/** Cuts a text into its top-level blocks. Total: what the lexer cannot take is one block. */
export function splitMarkdown(text: string): MarkdownBlocks {
  if (isTooDeep(text)) {
    return { blocks: [text], definitions: '' };
  }
  const blocks: string[] = [];
  const definitions: string[] = [];
  try {
    for (const token of new Lexer().blockTokens(text.replace(/\r\n?/g, '\n'))) {
      // Blank lines belong to what they follow: they may yet turn out to be part of it (a loose list).
      if (token.type === 'space' && blocks.length > 0) {
        blocks.push(`${blocks.pop() ?? ''}${token.raw}`);
      } else {
        blocks.push(token.raw);
      }
      if (token.type === 'def') {
        definitions.push(token.raw.trim());
      }
    }
  } catch {
    // The lexer is recursive: text that nests thousands deep ends its stack.
    return { blocks: [text], definitions: '' };
  }
  return { blocks, definitions: definitions.join('\n') };
}

/**
 * A splitter that remembers: while a text only grows, what comes before its last block is not read again, so a
 * token costs one block and not the answer.
 */
export function createSplitter(): (text: string) => MarkdownBlocks {
  let lastText = '';
  let last: MarkdownBlocks = { blocks: [], definitions: '' };
  return (text) => {
    if (text === lastText) {
      return last;
    }
    const settled = text.startsWith(lastText) ? last.blocks.slice(0, -1) : [];
    const settledLength = settled.reduce((length, block) => length + block.length, 0);
    const rest = splitMarkdown(text.slice(settledLength));
    last = {
      blocks: [...settled, ...rest.blocks],
      definitions:
        settled.length > 0 && last.definitions && !rest.definitions.startsWith(last.definitions)
          ? `${last.definitions}\n${rest.definitions}`
          : rest.definitions,
    };
    lastText = text;
    return last;
  };
}
