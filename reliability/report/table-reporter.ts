import { appendFileSync } from 'node:fs';

import type { Reporter, TestCase } from 'vitest/node';

import type { FaultRow } from './row.ts';
import { mergeRows, toText } from './table.ts';

/**
 * Collects the rows that tests leave in `task.meta.fault`. A test that failed fails its row, whatever it had
 * written. Without a file in `RELIABILITY_ROWS` it prints the table; with one it leaves the rows there, a JSON
 * object a line, for `run.ts` to put the layers together.
 */
export default class TableReporter implements Reporter {
  readonly #rows: FaultRow[] = [];

  onTestCaseResult(test: TestCase): void {
    const row = test.meta().fault;
    if (row === undefined) return;
    const isFailed = test.result().state === 'failed';
    this.#rows.push(isFailed ? { ...row, verdict: 'fails' } : row);
  }

  onTestRunEnd(): void {
    const file = process.env['RELIABILITY_ROWS'];
    if (file === undefined) {
      console.log(`\n${toText(mergeRows(this.#rows))}\n`);
      return;
    }
    appendFileSync(file, this.#rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }
}
