import { readFileSync } from 'node:fs';

import { aui, lexicon, nlx, type Provider, type SessionFacts } from '@parley/hooks/vanilla';

import { parseFrame } from '../packages/hooks/src/session/parse-frame.ts';
import type { Finding } from './finding.ts';
import { shortestTime } from './shortest-time.ts';

const PROVIDERS = new URL('../packages/hooks/src/providers/', import.meta.url);
const FRAMES = 20_000;
const ROUNDS = 20;
const BUDGET = 0.5;

const FACTS: SessionFacts = {
  session: { id: 'chat-1', userId: 'user-1' },
  handoff: 'bot',
  now: 1_700_000_000_000,
  streaming: true,
  turnOpen: true,
  lastError: undefined,
  context: undefined,
};

interface Case {
  readonly provider: Provider;
  readonly fixture: string;
}

const NLX = { deploymentKey: 'd', channelKey: 'c-en-US', apiKey: 'key' };

const CASES: readonly Case[] = [
  {
    provider: lexicon({ userId: 'user-1', chatId: 'chat-1', apiKey: 'key' }),
    fixture: 'lexicon/fixtures/hand-written-conversation.jsonl',
  },
  {
    provider: aui({ taskId: 'task-1', apiKey: 'key' }),
    fixture: 'aui/fixtures/hand-written-conversation.jsonl',
  },
  {
    provider: nlx({ ...NLX, transport: 'websocket' }),
    fixture: 'nlx/fixtures/handwritten-booking-over-socket.jsonl',
  },
  {
    provider: nlx({ ...NLX, transport: 'http' }),
    fixture: 'nlx/fixtures/handwritten-cited-answer-as-stream.jsonl',
  },
];

function readFrames(fixture: string): readonly string[] {
  const lines = readFileSync(new URL(fixture, PROVIDERS), 'utf8').trim().split('\n');
  return Array.from({ length: Math.ceil(FRAMES / lines.length) }, () => lines).flat();
}

/** From a frame's text to events, bounds included, against `JSON.parse` of the same frames and nothing else. */
export function measureDecoders(): readonly Finding[] {
  return CASES.map(({ provider, fixture }) => {
    const frames = readFrames(fixture);
    let seen = 0;
    const bare = shortestTime(() => {
      for (const frame of frames) {
        seen += JSON.parse(frame) === null ? 0 : 1;
      }
    }, ROUNDS);
    const decoded = shortestTime(() => {
      for (const text of frames) {
        const { value } = parseFrame({ kind: 'text', text });
        seen += provider.decode(value, FACTS).events.length;
      }
    }, ROUNDS);
    const perSecond = Math.round(frames.length / decoded);
    return {
      name: `${provider.name} (${provider.transport.kind}) against JSON.parse`,
      ratio: bare / decoded,
      wants: 'at-least',
      budget: BUDGET,
      details: `${perSecond} thousand frames/s, ${seen > 0 ? 'all read' : 'nothing read'}`,
    };
  });
}
