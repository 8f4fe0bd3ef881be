import { readFileSync, writeFileSync } from 'node:fs';

import type { Score, Survivor } from './score.ts';

const README = new URL('./README.md', import.meta.url);
const SURVIVORS = new URL('./survivors.md', import.meta.url);

const HEAD = [
  '| room | mutants | killed | timed out | survived | of those without a reason | score |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
];

function rowOf({ room, mutants, killed, timedOut, survivors, percent }: Score): string {
  const unexplained = survivors.filter(({ why }) => why === undefined).length;
  const score = `${percent.toFixed(1)} %`;
  const cells = [room, mutants, killed, timedOut, survivors.length, unexplained, score];
  return `| ${cells.join(' | ')} |`;
}

/** The scores as a table. */
export function tableOf(scores: readonly Score[]): string {
  return [...HEAD, ...scores.map(rowOf)].join('\n');
}

/** Survivors, a line each. */
export function listOf(survivors: readonly Survivor[]): string {
  return survivors
    .map(({ file, line, code, becomes }) => `${file}:${line}  ${code}  =>  ${becomes}`)
    .join('\n');
}

/** What stands between the two marks of that name, replaced. */
function between(text: string, name: string, content: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = [text.indexOf(open) + open.length, text.indexOf(close)];
  return `${text.slice(0, before)}\n${content}\n${text.slice(rest)}`;
}

function cell(text: string): string {
  // A table's cell ends at a bar, a span of code at a backtick; what looks like a link is taken for one.
  return text.replaceAll('|', '\\|').replaceAll('`', 'ˋ').replaceAll('](', '] (');
}

function sectionOf({ survivors }: Score): string {
  const files = [...new Set(survivors.map(({ file }) => file))].toSorted();
  return files
    .map((file) => {
      const rows = survivors
        .filter((survivor) => survivor.file === file)
        .toSorted((one, other) => one.line - other.line)
        .map(({ code, becomes, why = 'no test holds it yet' }) =>
          ['', ` \`${cell(code)}\` `, ` \`${cell(becomes)}\` `, ` ${cell(why)} `, ''].join('|'),
        );
      return [`### ${file}`, '', '| code | becomes | why |', '| --- | --- | --- |', ...rows].join(
        '\n',
      );
    })
    .join('\n\n');
}

/** Keeps a room's score in the README and its survivors in their list. */
export function writeReport(score: Score): void {
  const rows = readFileSync(README, 'utf8').split('\n');
  const kept = rows.map((row) => (row.startsWith(`| ${score.room} |`) ? rowOf(score) : row));
  writeFileSync(README, kept.join('\n'));
  const list = readFileSync(SURVIVORS, 'utf8');
  writeFileSync(SURVIVORS, between(list, score.room, sectionOf(score)));
}
