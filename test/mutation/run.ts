import { Stryker } from '@stryker-mutator/core';

import { optionsFor } from './options.ts';
import { ROOMS, roomNamed } from './rooms.ts';

const wanted = process.argv.slice(2);
for (const room of wanted.length > 0 ? wanted.map(roomNamed) : ROOMS) {
  process.env.MUTATION_ROOM = room.name;
  const results = await new Stryker(optionsFor(room)).runMutationTest();
  const c: Record<string, number> = {};
  for (const r of results) c[r.status] = (c[r.status] ?? 0) + 1;
  console.log(room.name, c);
}
