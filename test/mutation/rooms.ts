import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A part of the code whose mutants are judged by the tests beside it, and by no others. */
export interface Room {
  readonly name: string;
  readonly folder: string;
  /** Also what lies in its folders. */
  readonly deep: boolean;
}

const SOURCE = 'packages/hooks/src';

/** In the order in which `pnpm mutation` runs them. */
export const ROOMS: readonly Room[] = [
  { name: 'shared', folder: `${SOURCE}/providers`, deep: false },
  { name: 'aui', folder: `${SOURCE}/providers/aui`, deep: true },
  { name: 'lexicon', folder: `${SOURCE}/providers/lexicon`, deep: true },
  { name: 'nlx', folder: `${SOURCE}/providers/nlx`, deep: true },
  { name: 'chat', folder: `${SOURCE}/chat`, deep: true },
  { name: 'connection', folder: `${SOURCE}/connection`, deep: true },
];

/** The room of that name. */
export function roomNamed(name: string): Room {
  const room = ROOMS.find((candidate) => candidate.name === name);
  if (room) {
    return room;
  }
  const names = ROOMS.map((candidate) => candidate.name).join(', ');
  throw new Error(`There is no room "${name}". Give any of ${names}; or none, for all.`);
}

/** The room's test files under `root`. */
export function testFilesOf(room: Room, root: string): readonly string[] {
  const folder = join(root, room.folder);
  return readdirSync(folder, { recursive: room.deep, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(folder, file))
    .toSorted();
}

/** Which files of the room are mutated: not what only its tests use. */
export function mutatedBy({ folder, deep }: Room): string[] {
  const files = deep ? `${folder}/**/*.ts` : `${folder}/*.ts`;
  return [files, `!${folder}/**/*.test.ts`, `!${folder}/**/testing/**`];
}
