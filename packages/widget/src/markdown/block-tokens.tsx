import type { MarkedToken, Token, Tokens } from 'marked';
import type { JSX, ReactNode } from 'react';

import { CodeBlock } from './code-block.tsx';
import { renderInline } from './inline-tokens.tsx';
import { markedTokens } from './lex-markdown.ts';
import { MarkdownTable } from './markdown-table.tsx';

/** Quotes in quotes in lists: deeper than this nobody can read, and every level is an element in an element. */
const MAX_DEPTH = 12;

/** Block tokens as elements. */
export function renderBlocks(tokens: readonly Token[] | undefined, depth = 0): ReactNode {
  return markedTokens(tokens).map((token, index) => renderToken(token, index, depth));
}

function renderToken(token: MarkedToken, key: number, depth: number): ReactNode {
  // The first strong character of a whole block decides; what is nested in it follows, its marks and indents too.
  const dir = depth === 0 ? 'auto' : undefined;
  if (depth > MAX_DEPTH) {
    return token.raw;
  }
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'hr':
      return <hr key={key} />;
    case 'heading':
      // One level for all: the text starts anywhere and skips levels, and the page's outline is not its own.
      return (
        <h3 key={key} dir={dir} data-level={token.depth}>
          {renderInline(token.tokens)}
        </h3>
      );
    case 'code':
      return <CodeBlock key={key} code={token.text} language={token.lang} />;
    case 'blockquote':
      return (
        <blockquote key={key} dir={dir}>
          {renderBlocks(token.tokens, depth + 1)}
        </blockquote>
      );
    case 'list':
      return <List key={key} list={token} depth={depth} dir={dir} />;
    case 'table':
      return <MarkdownTable key={key} table={token} />;
    case 'text':
      return <span key={key}>{renderInline([token])}</span>;
    case 'html':
    case 'paragraph':
      return (
        <p key={key} dir={dir}>
          {token.type === 'html' ? token.raw.trim() : renderInline(token.tokens)}
        </p>
      );
    default:
      return renderInline([token]);
  }
}

interface ListProps {
  readonly list: Tokens.List;
  readonly depth: number;
  readonly dir: 'auto' | undefined;
}

function List({ list, depth, dir }: ListProps): JSX.Element {
  const items = list.items.map((item, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- a list of a text has no other identity than its order
    <li key={index} data-task={item.task || undefined}>
      {item.task && <input type="checkbox" checked={item.checked ?? false} readOnly disabled />}
      {renderBlocks(
        item.tokens.filter((token) => token.type !== 'checkbox'),
        depth + 1,
      )}
    </li>
  ));
  return list.ordered ? (
    <ol dir={dir} start={list.start === '' ? undefined : list.start}>
      {items}
    </ol>
  ) : (
    <ul dir={dir}>{items}</ul>
  );
}
