import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readClientFrame } from './client-frame.ts';

describe('readClientFrame', () => {
  it.each([
    ['{"content":" as typed "}', ' as typed ', {}],
    ['{"content":"x","metadata":{"a":[1]}}', 'x', { a: [1] }],
  ])('reads %s', (text, content, metadata) => {
    expect(readClientFrame(text, 100)).toEqual({ kind: 'message', content, metadata });
  });

  it.each([
    'hello',
    '',
    'null',
    '[]',
    '"content"',
    '{}',
    '{"content":null}',
    '{"content":1}',
    '{"content":""}',
    '{"content":" \\n"}',
    '{"content":"x","metadata":null}',
    '{"content":"x","metadata":[]}',
    '{"content":"x","metadata":"y"}',
    '{"content":"x","message_id":"1"}',
    `{"content":"${'x'.repeat(101)}"}`,
  ])('names a problem with %s', (text) => {
    expect(readClientFrame(text, 100)).toMatchObject({ kind: 'problem' });
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.uint8Array()), (data) => {
        expect(['message', 'problem', 'binary']).toContain(readClientFrame(data, 100).kind);
      }),
    );
  });
});
