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
export function splitMarkdown(source: string): MarkdownBlocks {
  const text = withoutReturns(source);
  return (isTooDeep(text) ? undefined : cut(text)) ?? { blocks: [text], definitions: '' };
}

/**
 * A splitter that remembers: while a text only grows, what comes before its last block is not read again, so a
 * token costs one block and not the answer.
 */
export function createSplitter(): (text: string) => MarkdownBlocks {
  let lastText = '';
  let last: MarkdownBlocks = { blocks: [], definitions: '' };
  return (source) => {
    const text = withoutReturns(source);
    if (text === lastText) {
      return last;
    }
    const settled = text.startsWith(lastText) ? last.blocks.slice(0, -1) : [];
    const settledLength = settled.reduce((length, block) => length + block.length, 0);
    const rest = splitMarkdown(text.slice(settledLength));
    const settledText = text.slice(0, settledLength);
    // Of the last block's definitions there may only have been half: that block is read again.
    const earlier = last.definitions.split('\n').filter((line) => settledText.includes(line));
    last = {
      blocks: [...settled, ...rest.blocks],
      definitions: [...earlier, rest.definitions].filter(Boolean).join('\n'),
    };
    lastText = text;
    return last;
  };
}

function cut(text: string): MarkdownBlocks | undefined {
  const blocks: string[] = [];
  const definitions: string[] = [];
  let at = 0;
  try {
    for (const { type, raw } of new Lexer().blockTokens(text)) {
      // The lexer tidies white space in `raw`, but what it has taken is always as long.
      const block = text.slice(at, at + raw.length);
      at += raw.length;
      // Blank lines go with what they follow: they may yet turn out to be inside it (a loose list).
      if (type === 'space' && blocks.length > 0) {
        blocks.push(`${blocks.pop() ?? ''}${block}`);
      } else {
        blocks.push(block);
      }
      if (type === 'def') {
        definitions.push(block.trim());
      }
    }
  } catch {
    // The lexer is recursive: text that nests thousands deep ends its stack.
    return undefined;
  }
  return at === text.length ? { blocks, definitions: definitions.join('\n') } : undefined;
}

function withoutReturns(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
