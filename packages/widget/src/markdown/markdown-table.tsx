import type { Tokens } from 'marked';
import type { JSX } from 'react';

import { useParts } from '../root/parts-context.ts';
import { renderInline } from './inline-tokens.tsx';
import { markedTokens } from './lex-markdown.ts';

/** A table that scrolls sideways by itself, by keyboard too. */
export function MarkdownTable({ table }: { readonly table: Tokens.Table }): JSX.Element {
  const { labels } = useParts();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div data-slot="table" role="group" aria-label={labels.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {table.header.map((cell, index) => (
              <th key={index} scope="col" dir="auto" data-align={cell.align ?? undefined}>
                {renderInline(markedTokens(cell.tokens))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, rowIndex) => (
            <tr key={rowIndex}>
              {row.map((cell, index) => (
                <td key={index} dir="auto" data-align={cell.align ?? undefined}>
                  {renderInline(markedTokens(cell.tokens))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
