import { describe, expect, it } from 'vitest';

import { garble, NO_FAULTS } from './faults.ts';
import { withFaultyBody } from './http-answer.ts';
import type { HttpResponse } from './platform.ts';

async function* streamed(...pieces: string[]): AsyncGenerator<string> {
  yield* pieces;
}

async function piecesOf({ body }: HttpResponse): Promise<string[]> {
  const pieces: string[] = [];
  if (typeof body !== 'object' || body instanceof Uint8Array) return [String(body)];
  for await (const piece of body) pieces.push(String(piece));
  return pieces;
}

describe('withFaultyBody', () => {
  const healthy = () => NO_FAULTS;

  it('damages the first piece of a stream and lets the rest through', async () => {
    const answer = withFaultyBody(
      { status: 200, body: streamed('{"a":1}', '{"b":2}') },
      healthy,
      true,
    );
    expect(await piecesOf(answer)).toEqual([garble('{"a":1}'), '{"b":2}']);
  });

  it('damages a whole body', async () => {
    const answer = withFaultyBody({ status: 200, body: '{"a":1}' }, healthy, true);
    expect(await piecesOf(answer)).toEqual([garble('{"a":1}')]);
  });

  it('touches no stream without a fault', async () => {
    const answer = withFaultyBody({ status: 200, body: streamed('one', 'two') }, healthy, false);
    expect(await piecesOf(answer)).toEqual(['one', 'two']);
  });
});
