'use client';

import type { JSX } from 'react';
import { memo, useState } from 'react';

import { renderBlocks } from './block-tokens.tsx';
import { lexBlock } from './lex-markdown.ts';
import { mendMarkdown } from './mend-markdown.ts';
import { createSplitter, MAX_MARKDOWN_LENGTH } from './split-markdown.ts';

export interface MarkdownProps {
  /** Hostile: no HTML in it becomes an element, no address in it is trusted. */
  readonly text: string;
  /**
   * The text still grows: its last block is completed for the eye.
   * @default false
   */
  readonly growing?: boolean | undefined;
}

/** Markdown as elements, block by block: a block that has not changed is neither read nor rendered again. */
export function Markdown({ text, growing = false }: MarkdownProps): JSX.Element {
  const [split] = useState(createSplitter);
  const { blocks, definitions } = split(text.slice(0, MAX_MARKDOWN_LENGTH));
  const rest = text.slice(MAX_MARKDOWN_LENGTH);
  return (
    <>
      {blocks.map((block, index) => (
        <MarkdownBlock
          // A block keeps its place while the text grows after it.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          block={growing && index === blocks.length - 1 ? mendMarkdown(block) : block}
          definitions={block.includes('[') ? definitions : ''}
        />
      ))}
      {rest && <p dir="auto">{rest}</p>}
    </>
  );
}

interface MarkdownBlockProps {
  readonly block: string;
  readonly definitions: string;
}

const MarkdownBlock = memo(function MarkdownBlock({ block, definitions }: MarkdownBlockProps) {
  const tokens = lexBlock(block, definitions);
  return tokens ? renderBlocks(tokens) : <p dir="auto">{block}</p>;
});
