import type { Tokens } from 'marked';
import type { JSX } from 'react';

import { useParts } from '../root/parts-context.ts';
import { renderInline } from './inline-tokens.tsx';

/** A table that scrolls sideways by itself, by keyboard too. */
export function MarkdownTable({ table }: { readonly table: Tokens.Table }): JSX.Element {
  const { labels } = useParts();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div data-slot="table" role="group" aria-label={labels.table} tabIndex={0}>
      <table>
        <thead>
          <Row cells={table.header} as="th" />
        </thead>
        <tbody>
          {table.rows.map((cells, index) => (
            <Row key={index} cells={cells} as="td" />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly cells: readonly Tokens.TableCell[];
  readonly as: 'th' | 'td';
}

function Row({ cells, as: Cell }: RowProps): JSX.Element {
  return (
    <tr>
      {cells.map(({ align, tokens }, index) => (
        <Cell
          key={index}
          scope={Cell === 'th' ? 'col' : undefined}
          dir="auto"
          data-align={align ?? undefined}
        >
          {renderInline(tokens)}
        </Cell>
      ))}
    </tr>
  );
}
