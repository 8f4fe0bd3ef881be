import { chooseParser } from '../packages/hooks/src/connection/stream/choose-parser.ts';
import type { Finding } from './finding.ts';
import { shortestTime } from './shortest-time.ts';

const CHUNK = 4096;
const SIZES = [2_500_000, 5_000_000, 10_000_000];
/** Linear is 2; the rest is for the memory that a body of twice the size takes. */
const BUDGET = 2.5;

const EVENT = JSON.stringify({
  type: 'message',
  text: 'Zwölf Flüge, {so} "weit".',
  messageId: 'm',
});

const FORMATS: readonly { readonly type: string; readonly unit: string }[] = [
  { type: 'text/event-stream', unit: `data: ${EVENT}\n\n` },
  { type: 'application/x-ndjson', unit: `${EVENT}\n` },
  { type: 'text/plain', unit: EVENT },
];

function chunksOf(unit: string, length: number): readonly string[] {
  const body = unit.repeat(Math.ceil(length / unit.length));
  const count = Math.ceil(body.length / CHUNK);
  return Array.from({ length: count }, (_, index) =>
    body.slice(index * CHUNK, (index + 1) * CHUNK),
  );
}

function timeToRead(type: string, chunks: readonly string[]): number {
  return shortestTime(() => {
    const parser = chooseParser(type);
    let frames = 0;
    for (const chunk of chunks) {
      frames += parser.push(chunk).length;
    }
    if (frames + parser.end().length === 0) {
      throw new Error(`Nothing was read of ${type}.`);
    }
  }, 10);
}

/** How much longer a body of twice the length takes, up to ten million characters. */
export function measureStreams(): readonly Finding[] {
  return FORMATS.flatMap(({ type, unit }) => {
    const times = SIZES.map((size) => timeToRead(type, chunksOf(unit, size)));
    return SIZES.slice(1).map((size, index) => {
      const [shorter = 0, longer = 0] = times.slice(index);
      return {
        name: `${type}, ${size / 2e6} to ${size / 1e6} MB`,
        ratio: longer / shorter,
        wants: 'at-most' as const,
        budget: BUDGET,
        details: `${shorter.toFixed(0)} ms to ${longer.toFixed(0)} ms`,
      };
    });
  });
}
