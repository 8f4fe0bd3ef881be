import { Stryker } from '@stryker-mutator/core';

import { optionsFor } from './options.ts';
import { ROOMS, roomNamed } from './rooms.ts';
import { scoreOf } from './score.ts';
import type { Score } from './score.ts';
import { listOf, tableOf, writeReport } from './write-report.ts';

/** No room may have less. */
const LEAST_PERCENT = 85;

const words = process.argv.slice(2);
const wanted = words.filter((word) => word !== '--write');
const scores: Score[] = [];

for (const room of wanted.length > 0 ? wanted.map(roomNamed) : ROOMS) {
  // The processes that run the tests are told by this which tests those are.
  process.env.MUTATION_ROOM = room.name;
  const started = performance.now();
  const score = scoreOf(room.name, await new Stryker(optionsFor(room)).runMutationTest());
  scores.push(score);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(listOf(score.survivors.filter(({ why }) => why === undefined)));
  console.log(`\n${room.name}: ${score.percent.toFixed(1)} % after ${seconds} s\n`);
  if (words.includes('--write')) {
    writeReport(score);
  }
}

console.log(tableOf(scores));
process.exitCode = scores.every(({ percent }) => percent >= LEAST_PERCENT) ? 0 : 1;
