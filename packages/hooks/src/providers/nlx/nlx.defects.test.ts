/**
 * Defects seen in existing NLX clients, as far as this room can have them. The others live where sockets,
 * queues and React do; 7, 11 and 13 stand beside the addresses and the calls they are about.
 */
import { expect, test } from 'vitest';

import { happened, readFrames } from './testing/read-frames.ts';

test('NLX defect 1: the acknowledgement frame and a reply without metadata are read', () => {
  const reading = readFrames([
    '{"conversationId":"94712479-acea-4c42-b375-e3757056b44b"}',
    { messages: [{ text: 'I can help with that.' }] },
    { messages: [{}] },
    { messages: null },
    {},
  ]);
  expect(reading.facts.session.id).toBe('94712479-acea-4c42-b375-e3757056b44b');
  expect(reading.messages).toEqual([
    {
      role: 'assistant',
      parts: [{ type: 'text', text: 'I can help with that.' }],
      canRate: false,
    },
  ]);
  expect(reading.events.filter(({ type }) => type === 'error')).toEqual([]);
});

test('NLX defect 2: an answer without messages is no failure and keeps its modality', () => {
  const reading = readFrames([{ messages: [], modalities: { SeatMap: { rows: 30 } } }], 'http');
  expect(happened(reading)).toEqual([
    {
      type: 'message',
      message: {
        role: 'assistant',
        parts: [{ type: 'custom', name: 'SeatMap', data: { rows: 30 } }],
        metadata: { modalities: ['SeatMap'] },
        canRate: false,
      },
    },
    { type: 'turn-end' },
  ]);
});

test('NLX defect 9: citations in all three places are kept once each, and so is metadata', () => {
  const [a, b, c] = ['a.pdf', 'b.pdf', 'c.pdf'].map((fileName) => ({
    fileName,
    metadata: { shelf: fileName },
  }));
  const { messages } = readFrames([
    {
      messages: [
        { text: 'One', metadata: { sources: [a] } },
        { text: 'Two', metadata: { sources: [b], tone: 'warm' } },
      ],
      metadata: { sources: [a, b, c], intentId: 'Manual', isGenerative: true },
      payload: { metadata: { sources: [c] } },
    },
  ]);
  const cited = messages.map(({ parts }) =>
    parts.flatMap((part) =>
      part.type === 'sources' ? part.sources.map(({ title, metadata }) => [title, metadata]) : [],
    ),
  );
  expect(cited).toEqual([
    [['a.pdf', { shelf: 'a.pdf' }]],
    [
      ['b.pdf', { shelf: 'b.pdf' }],
      ['c.pdf', { shelf: 'c.pdf' }],
    ],
  ]);
  expect(messages[1]?.metadata).toMatchObject({
    message: { tone: 'warm' },
    intentId: 'Manual',
    isGenerative: true,
  });
});

test('NLX defect 10: a streamed message is told at once, not at the end of its stream', () => {
  const first = readFrames([{ type: 'message', text: 'First', messageId: 'm1' }], 'http');
  expect(first.messages).toMatchObject([{ serverId: 'm1' }]);
});
