import { describe, expect, test } from 'vitest';

import type { IncomingMessage } from '../../chat/chat-message.ts';
import { factsOf } from '../testing/facts.ts';
import { readSaveAs } from './save-as.ts';
import { EMPTY_MEMORY, mergeNodes, namedUploads, readMemory } from './session-memory.ts';

const memoryOf = (data: Readonly<Record<string, unknown>>) =>
  readMemory(factsOf({ session: { data } }));

describe('the memory of a conversation', () => {
  const message: IncomingMessage = { role: 'assistant', parts: [{ type: 'text', text: 'a' }] };

  test('is read back as it was written', () => {
    const memory = {
      escalated: true,
      polls: 3,
      uploads: [{ url: 'https://a', uploadId: 'u1' }],
      nodeIds: ['n1'],
      streamed: { message, at: 5 },
    };
    expect(memoryOf(memory)).toEqual(memory);
  });

  test.each<[string, object]>([
    ['nothing', {}],
    ['words for yes', { escalated: 'true' }],
    ['polls that are no count', { polls: '3' }],
    ['polls before the first', { polls: -1 }],
    ['half a poll', { polls: 1.5 }],
    ['places for files without an address', { uploads: [{ uploadId: 'u1' }, {}, 7] }],
    ['nodes that are no names', { nodeIds: [1, null, {}] }],
    ['a streamed message without a time', { streamed: { message } }],
    ['a time without a message', { streamed: { at: 5 } }],
    ['a message without a role', { streamed: { at: 5, message: { parts: [] } } }],
    ['a message without parts', { streamed: { at: 5, message: { role: 'assistant' } } }],
    [
      'a message of which one part is none',
      { streamed: { at: 5, message: { role: 'assistant', parts: [{}, 7] } } },
    ],
  ])('holds nothing of what nobody wrote: %s', (_what, data) => {
    expect(memoryOf({ ...data })).toEqual(EMPTY_MEMORY);
  });

  test('speaks only of places that have an id', () => {
    const uploads = [{ url: 'https://a' }, { url: 'https://b', uploadId: 'u1' }];
    expect(namedUploads({ ...EMPTY_MEMORY, uploads })).toEqual([uploads[1]]);
  });

  test('keeps the newest fifty nodes, each once', () => {
    const before = Array.from({ length: 50 }, (_, index) => `n${index}`);
    const nodes = mergeNodes(before, [
      { ...message, metadata: { nodeId: 'n49' } },
      { ...message, metadata: { nodeId: 'new' } },
      message,
    ]);
    expect(nodes).toHaveLength(50);
    expect([nodes[0], nodes.at(-1)]).toEqual(['n1', 'new']);
  });
});

describe('$saveAs', () => {
  test.each<[unknown, unknown]>([
    [
      { type: 'slot', id: 's' },
      { type: 'slot', id: 's' },
    ],
    [
      { type: 'context', id: 'c' },
      { type: 'context', id: 'c' },
    ],
    [{ type: 'choiceId' }, { type: 'choiceId', id: '' }],
    [{ type: 'slot' }, undefined],
    [{ type: 'context', id: '' }, undefined],
    [{ type: 'elsewhere', id: 's' }, undefined],
    [null, undefined],
  ])('%j is read as %j', (value, saveAs) => {
    expect(readSaveAs(value)).toEqual(saveAs);
  });
});
