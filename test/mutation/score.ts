import { readFileSync } from 'node:fs';

import type { MutantResult } from '@stryker-mutator/api/core';

import { REASONS } from './reasons.ts';

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
  /** The line of code on which the change begins. */
  readonly code: string;
  readonly becomes: string;
  /** Why it lives; undefined where nobody has said yet. */
  readonly why: string | undefined;
}

const ONE_SPACE = /\s+/gu;

function survivorOf({ fileName, location, replacement }: MutantResult): Survivor {
  const { line } = location.start;
  const code = readFileSync(fileName, 'utf8').split('\n')[line - 1]?.trim() ?? '';
  const becomes = replacement.replaceAll(ONE_SPACE, ' ');
  const file = fileName.replace(/^.*packages\/hooks\/src\//u, '');
  const reasons = REASONS[file] ?? [];
  const reason = reasons.find((entry) => entry.code === code && fits(entry.becomes, becomes));
  return { file, line, code, becomes, why: reason?.why };
}

function fits(listed: readonly string[] | undefined, becomes: string): boolean {
  return listed === undefined || listed.includes(becomes);
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
