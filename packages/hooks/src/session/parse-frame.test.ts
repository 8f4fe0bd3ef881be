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
        expect(text(json)).toEqual({ ok: true, value: JSON.parse(json) as unknown });
      }),
    );
  });

  it('says what is wrong with any other text, and does not repeat it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (secret) => {
        const result = text(`{${secret}`);
        expect(result.ok || result.reason === 'a frame that is not JSON').toBe(true);
      }),
    );
    expect(text('')).toEqual({ ok: false, reason: 'a frame that is not JSON' });
    expect(text('{"a":')).toMatchObject({ ok: false });
  });

  it('takes a frame up to its limit', () => {
    const longest = JSON.stringify('x'.repeat(FRAME_LIMIT - 2));
    expect(text(longest).ok).toBe(true);
    expect(text(`${longest} `)).toEqual({
      ok: false,
      reason: `a frame of ${FRAME_LIMIT + 1} characters`,
    });
    expect(FRAME_LIMIT).toBe(1_048_576);
  });

  it('takes as many levels as its limit', () => {
    const tooDeep = { ok: false, reason: `a frame nested deeper than ${DEPTH_LIMIT} levels` };
    expect(text(nested(DEPTH_LIMIT)).ok).toBe(true);
    expect(text(nested(DEPTH_LIMIT + 1))).toEqual(tooDeep);
    expect(text(`{"a":[1,${nested(DEPTH_LIMIT)}]}`)).toEqual(tooDeep);
    expect(text(nested(200_000)).ok).toBe(false);
    expect(DEPTH_LIMIT).toBe(64);
  });

  it('takes a value that is parsed already, within the same levels', () => {
    const value = { a: 1 };
    expect(parseFrame({ kind: 'value', value })).toEqual({ ok: true, value });
    expect(parseFrame({ kind: 'value', value: null })).toEqual({ ok: true, value: null });
    const deep: unknown = JSON.parse(nested(DEPTH_LIMIT + 1));
    expect(parseFrame({ kind: 'value', value: deep }).ok).toBe(false);
  });

  it('reports what is no text', () => {
    expect(parseFrame({ kind: 'binary', bytes: 12 })).toEqual({
      ok: false,
      reason: 'a binary frame of 12 bytes',
    });
    expect(parseFrame({ kind: 'garbage', reason: 'half a line' })).toEqual({
      ok: false,
      reason: 'half a line',
    });
  });

  it('gives no object another prototype', () => {
    const result = text('{"a":{"__proto__":{"polluted":true}}}');
    expect(result).toEqual({ ok: true, value: { a: {} } });
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('names of machinery', () => {
  const TEXT =
    '{"a":[{"__proto__":{"x":1},"constructor":{"prototype":{"x":1}},"prototype":1,"then":2,"b":3}]}';

  it.each(['__proto__', 'constructor', 'prototype'])('make no frame: %s', (name) => {
    expect(text(`{"${name}":{"x":1}}`)).toMatchObject({ ok: false });
  });

  it.each<[string, () => RawFrame]>([
    ['text', () => ({ kind: 'text', text: TEXT })],
    ['a value', () => ({ kind: 'value', value: JSON.parse(TEXT) })],
  ])('are taken out of %s, and what is copied of it harms nobody', (_name, frame) => {
    const parsed = parseFrame(frame());
    const value = parsed.ok ? parsed.value : undefined;
    expect(value).toEqual({ a: [{ then: 2, b: 3 }] });
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});
