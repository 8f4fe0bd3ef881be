import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readClientFrame } from './client-frame.ts';

describe('readClientFrame', () => {
  it('reads a message with and without context', () => {
    expect(readClientFrame('{"task_id":"t","text":" hi "}')).toEqual({
      kind: 'message',
      message: { taskId: 't', text: ' hi ', context: {} },
    });
    const context = { url: 'https://x.example', lead_details: { a: 1 }, other: true };
    expect(readClientFrame(JSON.stringify({ task_id: 't', text: 'x', context }))).toEqual({
      kind: 'message',
      message: { taskId: 't', text: 'x', context },
    });
  });

  it.each([
    ['hello', [['body']]],
    ['[]', [['body']]],
    [
      '{}',
      [
        ['body', 'task_id'],
        ['body', 'text'],
      ],
    ],
    [
      '{"task_id":1,"text":" "}',
      [
        ['body', 'task_id'],
        ['body', 'text'],
      ],
    ],
    ['{"task_id":"t","text":"x","context":null}', [['body', 'context']]],
    [
      '{"task_id":"t","text":"x","context":{"url":1,"lead_details":[]}}',
      [
        ['body', 'context.url'],
        ['body', 'context.lead_details'],
      ],
    ],
    ['{"task_id":"t","text":"x","id":"1"}', [['body', 'id']]],
  ])('names everything that is wrong with %s', (text, places) => {
    const frame = readClientFrame(text);
    expect(frame.kind === 'invalid' && frame.complaints.map(({ loc }) => loc)).toEqual(places);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.uint8Array()), (data) => {
        expect(['message', 'invalid']).toContain(readClientFrame(data).kind);
      }),
    );
  });
});
