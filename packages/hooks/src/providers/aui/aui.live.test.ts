import { type Simulator, startAui } from '@parley/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { talk } from '../testing/talk.ts';
import { aui } from './aui.ts';
import { createAuiTask, listAuiMessages, listAuiTasks } from './create-aui-task.ts';

const KEY = 'your-api-key';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startAui({ speed: 50 });
});
afterAll(() => simulator.close());

describe('aui against a server', () => {
  it.each([
    'Which microwave? Show options',
    'Which microwave? Show options, channel, zoneless',
    'Which microwave? Show cards, camel, wrapped, zulu',
  ])('holds a turn: %s', async (text) => {
    const access = { restUrl: simulator.restUrl, apiKey: KEY };
    const made = await createAuiTask({ ...access, userId: 'user-1' });
    const provider = aui({ taskId: () => made, ...access, context: { url: 'https://shop.test' } });
    const events = await talk(
      WebSocket,
      provider,
      KEY,
      simulator.url,
      { type: 'text', text },
      (event) => event.type === 'suggestions',
    );
    const taskId = made.ok ? made.task.id : '';
    expect(simulator.received.at(-1)?.frame).toEqual({
      task_id: taskId,
      text,
      context: { url: 'https://shop.test' },
    });
    expect(events.some((event) => event.type === 'answer-snapshot')).toBe(true);
    const end = events.find((event) => event.type === 'answer-end');
    const cards = end?.message.parts.find((part) => part.type === 'cards')?.cards ?? [];
    expect(cards.length).toBeGreaterThan(0);
    expect(cards.every((card) => card.title !== '' && card.attributes.length > 0)).toBe(true);
    // All the forms of a time mean now: a zone read wrongly would be hours off.
    expect(Math.abs((end?.message.createdAt ?? 0) - Date.now())).toBeLessThan(60_000);

    const listed = await listAuiMessages({ ...access, taskId });
    const messages = listed.ok ? listed.messages : [];
    expect(messages.map((message) => message.role)).toEqual(
      expect.arrayContaining(['user', 'assistant']),
    );
    expect(messages.at(-1)).toMatchObject({ serverId: end?.message.serverId });
    const tasks = await listAuiTasks({ ...access, userId: 'user-1' });
    expect(tasks.ok && tasks.tasks.some((task) => task.id === taskId)).toBe(true);
  });

  it('is told of a bad key, once', async () => {
    const provider = aui({ taskId: 'any', apiKey: 'nobody' });
    const act = { type: 'text', text: 'Hello' } as const;
    const events = await talk(WebSocket, provider, 'nobody', simulator.url, act, () => false);
    expect(events).toMatchObject([{ type: 'error', error: { code: 'unauthorized' } }]);
  });

  it('is told of a message that moderation stopped', async () => {
    const provider = aui({ taskId: '68e78d0dc5a4b19a030d03d6', apiKey: KEY });
    const act = { type: 'text', text: 'moderation' } as const;
    const events = await talk(WebSocket, provider, KEY, simulator.url, act, () => false);
    expect(events).toMatchObject([
      { type: 'error', scope: 'message', error: { code: 'rejected', providerCode: '400' } },
    ]);
  });
});
