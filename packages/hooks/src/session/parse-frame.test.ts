import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { RawFrame } from '../connection/connection.ts';
import { DEPTH_LIMIT } from '../providers/json-value.ts';
import { FRAME_LIMIT, parseFrame } from './parse-frame.ts';

const text = (value: string) => parseFrame({ kind: 'text', text: value });
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('parseFrame', () => {
  it('reads any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const json = JSON.stringify(value).replaceAll(/__proto__|constructor|prototype/gu, 'name');
        expect(text(json)).toEqual({ value: JSON.parse(json) as unknown });
      }),
    );
  });

  it('says what is wrong with any other text, and does not repeat it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (secret) => {
        const result = text(`{${secret}`);
        expect([undefined, 'a frame that is not JSON']).toContain(result.reason);
      }),
    );
    expect(text('')).toEqual({ reason: 'a frame that is not JSON' });
    expect(text('{"a":').reason).toBeDefined();
  });

  it('takes a frame up to its limit', () => {
    const longest = JSON.stringify('x'.repeat(FRAME_LIMIT - 2));
    expect(text(longest).reason).toBeUndefined();
    expect(text(`${longest} `)).toEqual({
      reason: `a frame of ${FRAME_LIMIT + 1} characters`,
    });
    expect(FRAME_LIMIT).toBe(1_048_576);
  });

  it('takes as many levels as its limit', () => {
    const tooDeep = { reason: `a frame nested deeper than ${DEPTH_LIMIT} levels` };
    expect(text(nested(DEPTH_LIMIT)).reason).toBeUndefined();
    expect(text(nested(DEPTH_LIMIT + 1))).toEqual(tooDeep);
    expect(text(`{"a":[1,${nested(DEPTH_LIMIT)}]}`)).toEqual(tooDeep);
    expect(text(nested(200_000)).reason).toBeDefined();
    expect(DEPTH_LIMIT).toBe(64);
  });

  it('takes a value that is parsed already, within the same levels', () => {
    const value = { a: 1 };
    expect(parseFrame({ kind: 'value', value })).toEqual({ value });
    expect(parseFrame({ kind: 'value', value: null })).toEqual({ value: null });
    const deep: unknown = JSON.parse(nested(DEPTH_LIMIT + 1));
    expect(parseFrame({ kind: 'value', value: deep }).reason).toBeDefined();
  });

  it('reports what is no text', () => {
    expect(parseFrame({ kind: 'binary', bytes: 12 })).toEqual({
      reason: 'a binary frame of 12 bytes',
    });
    expect(parseFrame({ kind: 'garbage', reason: 'half a line' })).toEqual({
      reason: 'half a line',
    });
  });

  it('gives no object another prototype', () => {
    const result = text('{"a":{"__proto__":{"polluted":true}}}');
    expect(result).toEqual({ value: { a: {} } });
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('names of machinery', () => {
  const TEXT =
    '{"a":[{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"prototype":1,"then":2,"b":3}]}';

  it.each(['__proto__', 'constructor', 'prototype'])('make no frame: %s', (name) => {
    expect(text(`{"${name}":{"x":1}}`)).toMatchObject({ reason: 'a frame of odd names' });
  });

  it.each<[string, () => RawFrame]>([
    ['text', () => ({ kind: 'text', text: TEXT })],
    ['a value', () => ({ kind: 'value', value: JSON.parse(TEXT) })],
  ])('are taken out of %s, and what is copied of it harms nobody', (_name, frame) => {
    const parsed = parseFrame(frame());
    expect(parsed.value).toEqual({ a: [{ then: 2, b: 3 }] });
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});
