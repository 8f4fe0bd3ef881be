import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { EMPTY_MEMORY } from './session-memory.ts';
import { happened, readFrames } from './testing/read-frames.ts';

const framesOf = (name: string): readonly string[] =>
  readFileSync(new URL(`fixtures/handwritten-${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n');

test('a booking over the socket', () => {
  const reading = readFrames(framesOf('booking-over-socket'));
  expect(happened(reading)).toEqual([
    {
      type: 'message',
      message: {
        serverId: 'm1',
        role: 'assistant',
        parts: [
          { type: 'text', text: 'Hello! Where to?' },
          {
            type: 'choices',
            choices: [
              { id: 'oslo', text: 'Oslo', data: { nodeId: 'n1', intentId: 'NLX.Welcome' } },
              {
                id: 'rome',
                text: 'Rome',
                data: { nodeId: 'n1', intentId: 'NLX.Welcome', payload: { iata: 'FCO' } },
              },
            ],
          },
        ],
        metadata: {
          nodeId: 'n1',
          intentId: 'NLX.Welcome',
          choicesMetadata: { source: 'Local' },
          escalation: false,
          frustration: false,
          incomprehension: false,
        },
        canRate: false,
      },
    },
    { type: 'turn-end', serverId: 'm1' },
    { type: 'activity', activity: { kind: 'polling' } },
    {
      type: 'message',
      message: {
        serverId: 'm2',
        role: 'assistant',
        parts: [
          { type: 'text', text: 'Which flight?' },
          {
            type: 'cards',
            cards: [
              {
                id: 'NW205',
                title: 'NW205, 08:30',
                subtitle: '49 €',
                imageUrl: 'https://images.example/205.png',
                attributes: [],
                choices: [
                  {
                    id: 'NW205',
                    text: 'NW205, 08:30',
                    data: { saveAs: { type: 'slot', id: 'flight' } },
                  },
                ],
              },
              {
                id: 'NW311',
                title: 'NW311, 17:10',
                subtitle: '79',
                attributes: [],
                choices: [
                  {
                    id: 'NW311',
                    text: 'NW311, 17:10',
                    data: { saveAs: { type: 'slot', id: 'flight' } },
                  },
                ],
              },
            ],
          },
        ],
        metadata: {
          nodeId: 'n2',
          intentId: 'BookFlight',
          multimodalEnabled: true,
          modalities: ['DefaultCarousel'],
        },
        canRate: false,
      },
    },
    { type: 'turn-end', serverId: 'm2' },
    {
      type: 'message',
      message: {
        serverId: 'm3',
        role: 'assistant',
        parts: [
          { type: 'text', text: 'Here is your boarding pass.' },
          {
            type: 'cards',
            cards: [
              {
                id: 'pass',
                title: 'NW205 to Oslo',
                attributes: [
                  { label: 'Flight', value: 'NW205' },
                  { label: 'Seat', value: '14' },
                ],
              },
            ],
          },
          {
            type: 'custom',
            name: 'DefaultDateInput',
            data: { $saveAs: { type: 'slot', id: 'reminder' } },
          },
        ],
        metadata: {
          feedbackUrl: 'https://feedback.example/m3',
          payload: 'nlx:input-disabled=true',
          modalities: ['DefaultCard', 'DefaultDateInput'],
          inputDisabled: true,
        },
        canRate: true,
      },
    },
    { type: 'turn-end', serverId: 'm3' },
  ]);
  expect(reading.facts.session).toEqual({
    id: '94712479-acea-4c42-b375-e3757056b44b',
    expiresAt: Date.parse('2123-11-27T06:47:14.268Z'),
    canUpload: false,
    inputDisabled: true,
    data: EMPTY_MEMORY,
  });
});

test('a cited answer as a stream: what its end says stands on the message it belongs to', () => {
  const reading = readFrames(framesOf('cited-answer-as-stream'), 'http');
  expect(happened(reading).map((event) => event.type)).toEqual([
    'activity',
    'message',
    'activity',
    'message',
    'message',
    'turn-end',
  ]);
  expect(reading.messages.map(({ serverId }) => serverId)).toEqual(['s1', 's2', 's2']);
  expect(reading.messages[2]).toEqual({
    serverId: 's2',
    role: 'assistant',
    parts: [
      { type: 'text', text: 'Its part number is 4711.' },
      { type: 'choices', choices: [{ id: 'order', text: 'Order it', data: {} }] },
      {
        type: 'sources',
        sources: [
          {
            title: 'manual.pdf',
            page: 12,
            excerpt: 'Open the flap…',
            url: 'https://files.example/manual.pdf?sig=a',
          },
          { title: 'parts list.pdf', url: 'https://files.example/parts%20list.pdf?sig=c' },
        ],
      },
    ],
    metadata: expect.objectContaining({
      isGenerative: true,
      feedbackUrl: 'https://feedback.example/s2',
    }),
    canRate: true,
  });
});

test('a hand-over to a person and back', () => {
  const reading = readFrames(framesOf('handoff-over-socket'));
  const told = happened(reading).flatMap((event) =>
    event.type === 'handoff'
      ? [event.handoff]
      : event.type === 'message'
        ? [`${event.message.role} ${event.message.serverId}`]
        : [],
  );
  expect(told).toEqual([
    'assistant b1',
    'requested',
    'agent',
    'agent a1',
    'agent a2',
    'ended',
    'assistant b2',
  ]);
});
