import { readFileSync } from 'node:fs';

import type { MutantResult } from '@stryker-mutator/api/core';

import { SURVIVORS } from './survivors.ts';

/** What a room reached. */
export interface Score {
  readonly room: string;
  readonly mutants: number;
  readonly killed: number;
  /** Ended by the clock, or by looping: found as well. */
  readonly timedOut: number;
  readonly percent: number;
  readonly survivors: readonly Survivor[];
}

/** A mutant that no test told from the code. */
export interface Survivor {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly becomes: string;
  /** Why it lives; undefined where nobody has said yet. */
  readonly why: string | undefined;
}

const ONE_SPACE = /\s+/gu;

function codeOf({ fileName, location: { start, end } }: MutantResult): string {
  const lines = readFileSync(fileName, 'utf8')
    .split('\n')
    .slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, index) => (index === last ? line.slice(0, end.column - 1) : line))
    .map((line, index) => (index === 0 ? line.slice(start.column - 1) : line))
    .join(' ')
    .replaceAll(ONE_SPACE, ' ');
}

function survivorOf(mutant: MutantResult): Survivor {
  const code = codeOf(mutant);
  const becomes = mutant.replacement.replaceAll(ONE_SPACE, ' ');
  const file = mutant.fileName.replace(/^.*packages\/hooks\/src\//u, '');
  const known = SURVIVORS[file]?.find(
    (entry) => entry.code === code && (entry.becomes?.includes(becomes) ?? true),
  );
  return { file, line: mutant.location.start.line, code, becomes, why: known?.why };
}

/** The score of a room by what became of its mutants. What could not be run is not counted. */
export function scoreOf(room: string, results: readonly MutantResult[]): Score {
  const having = (...states: string[]): MutantResult[] =>
    results.filter(({ status }) => states.includes(status));
  const killed = having('Killed').length;
  const timedOut = having('Timeout').length;
  const left = having('Survived', 'NoCoverage');
  const mutants = killed + timedOut + left.length;
  return {
    room,
    mutants,
    killed,
    timedOut,
    percent: mutants === 0 ? 100 : (100 * (killed + timedOut)) / mutants,
    survivors: left.map(survivorOf),
  };
}

/** The scores as a table. */
export function tableOf(scores: readonly Score[]): string {
  const rows = scores.map(({ room, mutants, killed, timedOut, survivors, percent }) =>
    [
      room,
      mutants,
      killed,
      timedOut,
      survivors.length,
      survivors.filter(({ why }) => why === undefined).length,
      `${percent.toFixed(1)} %`,
    ].join(' | '),
  );
  return [
    '| room | mutants | killed | timed out | survived | of those without a reason | score |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}
