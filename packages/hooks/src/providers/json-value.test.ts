import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  clip,
  compact,
  isRecord,
  isShallow,
  readArray,
  readField,
  readFrame,
  readId,
  readRecord,
  readString,
  readWords,
  toJsonRecord,
} from './json-value.ts';

describe('readFrame', () => {
  it('reads text and a value already parsed alike', () => {
    expect(readFrame('{"a":1}')).toEqual({ a: 1 });
    expect(readFrame({ a: 1 })).toEqual({ a: 1 });
  });

  it.each(['', '{', '{"a":', 'nonsense', undefined])('says that %j is not JSON', (frame) => {
    expect(readFrame(frame)).toBe('not JSON');
  });

  it.each([null, 1, true, [], [{}], '[]', '"text"', '1', new Uint8Array(2), new ArrayBuffer(2)])(
    'says that %j is no object',
    (frame) => {
      expect(readFrame(frame)).toBe('not a JSON object');
    },
  );

  it('survives nesting that would end the stack', () => {
    expect(() => readFrame('['.repeat(200_000))).not.toThrow();
    expect(() => readFrame(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)).not.toThrow();
  });

  it('never throws and never repeats content in its reason', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.anything()), (frame) => {
        const reading = readFrame(frame);
        expect(typeof reading !== 'string' || /^not (JSON|a JSON object)$/u.test(reading)).toBe(
          true,
        );
      }),
    );
  });
});

describe('reading fields', () => {
  it('sees own fields only', () => {
    const record = { text: 'a' };
    expect(readField(record, 'toString')).toBeUndefined();
    expect(readField(record, '__proto__')).toBeUndefined();
    expect(readString(record, 'text')).toBe('a');
  });

  it('takes a string only where it expects one', () => {
    expect(readString({ a: 1 }, 'a')).toBeUndefined();
    expect(readString({ a: {} }, 'a')).toBeUndefined();
    expect(readRecord({ a: [] }, 'a')).toBeUndefined();
    expect(readRecord({ a: { b: 1 } }, 'a')).toEqual({ b: 1 });
  });

  it.each([
    ['x', 'x'],
    [12, '12'],
    ['', undefined],
    [1.5, undefined],
    [null, undefined],
    [{}, undefined],
    ['x'.repeat(1024), 'x'.repeat(1024)],
    ['x'.repeat(1025), undefined],
  ])('reads the id %j as %j', (id, expected) => {
    expect(readId({ id }, 'id')).toBe(expected);
  });

  it('bounds an array and takes nothing else for one', () => {
    expect(readArray({ a: [1, 2, 3] }, 'a', 2)).toEqual([1, 2]);
    expect(readArray({ a: { length: 3 } }, 'a', 2)).toEqual([]);
  });

  it('knows an object from an array, a date and null', () => {
    expect([{}, Object.create(null), [], new Date(), null, 'a'].map(isRecord)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('reads words for a person: cut short, and none where there is nothing to read', () => {
    expect(readWords({ a: ' \n' }, 'a')).toBeUndefined();
    expect(readWords({ a: 7 }, 'a')).toBeUndefined();
    expect(readWords({ a: 'x'.repeat(600) }, 'a')).toBe(`${'x'.repeat(500)}…`);
  });

  it('leaves undefined fields out, and the whole where nothing is left', () => {
    expect(compact({ a: undefined, b: null, c: false })).toStrictEqual({ b: null, c: false });
    expect(compact({ a: undefined })).toBeUndefined();
    expect(compact({})).toBeUndefined();
  });

  it('reads no field of what has none', () => {
    for (const value of [undefined, null, 'text', 7, [], new Date()]) {
      expect(readField(value, 'length')).toBeUndefined();
      expect(readArray(value, 'a', 2)).toEqual([]);
      expect(readId(value, 'a')).toBeUndefined();
    }
  });

  it('cuts what is too long and marks the cut', () => {
    expect(clip('abc', 3)).toBe('abc');
    expect(clip('abcd', 3)).toBe('abc…');
  });
});

describe('toJsonRecord', () => {
  it('leaves undefined fields out and keeps the rest', () => {
    expect(toJsonRecord({ a: undefined, b: [1, 'x', null, { c: true }] })).toEqual({
      b: [1, 'x', null, { c: true }],
    });
  });

  it('turns a zero below zero into zero, as JSON does', () => {
    expect(toJsonRecord({ a: -0, b: -1 })).toStrictEqual({ a: 0, b: -1 });
  });

  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;

  it.each([
    ['a function', { a: () => 1 }],
    ['a symbol', { a: Symbol('a') }],
    ['a bigint', { a: 1n }],
    ['NaN', { a: Number.NaN }],
    ['infinity', { a: [Infinity] }],
    ['a date', { a: new Date(0) }],
    ['a map', { a: new Map() }],
    ['undefined in an array', { a: [undefined] }],
    ['a hole in an array', { a: Array(1) }],
    ['a cycle', cycle],
    ['an array', []],
    ['text', 'a'],
    ['nothing', undefined],
  ])('refuses %s', (_name, value) => {
    expect(toJsonRecord(value)).toBeUndefined();
  });

  it('holds the same value twice side by side, and 32 levels at most', () => {
    const shared = { b: 1 };
    expect(toJsonRecord({ one: shared, two: shared })).toEqual({ one: shared, two: shared });
    const nest = (levels: number): unknown => (levels === 0 ? 'end' : { a: nest(levels - 1) });
    expect(toJsonRecord(nest(32))).toEqual(nest(32));
    expect(toJsonRecord(nest(33))).toBeUndefined();
  });

  it('finds out in time that a value is in itself twice', () => {
    const twice: Record<string, unknown> = {};
    twice['one'] = twice;
    twice['two'] = twice;
    expect(toJsonRecord(twice)).toBeUndefined();
  });

  it('drops the names of an object’s machinery at every depth', () => {
    const hostile: unknown = JSON.parse(
      '{"__proto__":{"x":1},"a":{"constructor":1,"prototype":2,"b":3}}',
    );
    expect(JSON.stringify(toJsonRecord(hostile))).toBe('{"a":{"b":3}}');
  });

  it('gives back what JSON repeats exactly, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const copy = toJsonRecord(value);
        expect(copy === undefined ? copy : JSON.parse(JSON.stringify(copy))).toEqual(copy);
      }),
    );
  });
});

describe('isShallow', () => {
  const nest = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

  it('is true of what has at most 64 levels', () => {
    expect(isShallow(nest(64))).toBe(true);
    expect(isShallow(nest(65))).toBe(false);
    expect(isShallow({ a: [{ b: nest(61) }] })).toBe(true);
    expect(isShallow({ a: [{ b: nest(62) }] })).toBe(false);
    expect(isShallow('text')).toBe(true);
    expect(isShallow(null)).toBe(true);
  });

  it('does not go to the end of what has none', () => {
    expect(isShallow(nest(5_000))).toBe(false);
  });

  it('takes the names of an object’s machinery out, at every level', () => {
    const value: unknown = JSON.parse(
      '{"a":[{"__proto__":{"x":1},"b":1}],"constructor":1,"prototype":2}',
    );
    expect(isShallow(value)).toBe(true);
    expect(JSON.stringify(value)).toBe('{"a":[{"b":1}]}');
  });
});
