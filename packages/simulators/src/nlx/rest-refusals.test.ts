import { afterEach, describe, expect, it } from 'vitest';

import type { StartNlxOptions } from './start-nlx.ts';
import { startNlx, type NlxSimulator } from './start-nlx.ts';
import { post, text } from './test-client.ts';

const running: NlxSimulator[] = [];

async function start(options: StartNlxOptions = {}): Promise<NlxSimulator> {
  const simulator = await startNlx({ latencyMs: 0, ...options });
  running.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
});

describe('a refusal over REST', () => {
  it.each([
    ['a body that is not JSON', '{"request":', 400],
    ['a body without a request', '{}', 400],
    ['blank text', JSON.stringify(text('  ')), 400],
    ['the word "error"', JSON.stringify(text('error')), 500],
    ['the word "crash"', JSON.stringify(text('crash')), 500],
  ])('answers %s with its status', async (_name, body, status) => {
    const simulator = await start();
    const response = await post(simulator, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ message: expect.any(String) as string });
  });

  it('wants the content type, the language and POST', async () => {
    const simulator = await start();
    const plain = { headers: { 'content-type': 'text/plain' } };
    expect((await post(simulator, text('order'), plain)).status).toBe(400);
    expect((await post(simulator, text('order'), { path: '/c/deploy/channel' })).status).toBe(400);
    expect((await post(simulator, text('order'), { path: '/c/deploy/%E0-en-US' })).status).toBe(
      400,
    );
    expect((await post(simulator, text('order'), { path: '/c/deploy' })).status).toBe(404);
    expect((await fetch(`${simulator.restUrl}/c/deploy/channel-en-US`)).status).toBe(405);
  });

  it('wants a key, and the right one where keys are configured', async () => {
    const credentials = [{ deploymentKey: 'd', channelKey: 'c', apiKey: 'k' }];
    const open = await start();
    const strict = await start({ credentials });
    const status = async (simulator: NlxSimulator, path: string, key: string): Promise<number> =>
      (await post(simulator, text('order'), { path, headers: { 'nlx-api-key': key } })).status;
    expect(await status(open, '/c/any/any-en-US', 'any')).toBe(200);
    expect(await status(open, '/c/any/any-en-US', '')).toBe(401);
    expect(await status(strict, '/c/d/c-es-MX', 'k')).toBe(200);
    expect(await status(strict, '/c/d/c-en-US', 'wrong')).toBe(401);
    expect(await status(strict, '/c/d/wrong-en-US', 'k')).toBe(401);
    expect(await status(strict, '/c/wrong/c-en-US', 'k')).toBe(401);
    open.setFaults({ authError: true });
    expect(await status(open, '/c/any/any-en-US', 'any')).toBe(401);
  });

  it('wants the header of the context call to name the conversation', async () => {
    const simulator = await start();
    const path = '/c/deploy/channel-en-US/context';
    const body = { conversationId: 'a', context: {} };
    expect((await post(simulator, body, { path })).status).toBe(400);
    const headers = { 'nlx-conversation-id': 'b' };
    expect((await post(simulator, body, { path, headers })).status).toBe(400);
  });

  it('takes a context for a conversation that there is, and no more than a context', async () => {
    const simulator = await start({ sessionMs: 60_000 });
    const path = '/c/deploy/channel-en-US/context';
    const headers = { 'nlx-conversation-id': 'a' };
    const body = { conversationId: 'a', userId: 'u', languageCode: 'en-US', context: { plan: 1 } };
    expect((await post(simulator, body, { path, headers })).status).toBe(404);
    await post(simulator, text('order', { conversationId: 'a' }));
    expect((await post(simulator, body, { path, headers })).status).toBe(200);
    const more = { ...body, request: {} };
    expect((await post(simulator, more, { path, headers })).status).toBe(400);
  });

  it('refuses another language than the channel’s', async () => {
    const simulator = await start();
    const german = text('order', { languageCode: 'de-DE' });
    expect((await post(simulator, german)).status).toBe(400);
    expect((await post(simulator, german, { path: '/c/deploy/channel-de-DE' })).status).toBe(200);
  });

  it('limits the rate on demand', async () => {
    const simulator = await start({ faults: { rateLimit: { perSecond: 1 } } });
    expect((await post(simulator, text('order'))).status).toBe(200);
    const second = await post(simulator, text('order'));
    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toBe('1');
  });

  it('cuts the body of "cut" in the middle', async () => {
    const simulator = await start();
    const response = await post(simulator, text('cut'));
    await expect(response.text()).rejects.toThrow(TypeError);
  });

  it('lets a page ask first, with every header the clients send', async () => {
    const simulator = await start();
    const response = await fetch(`${simulator.restUrl}/c/deploy/channel-en-US`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,nlx-api-key,nlx-sdk-version',
      },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://shop.example.com');
    expect(response.headers.get('access-control-allow-headers')).toBe(
      'content-type,nlx-api-key,nlx-sdk-version',
    );
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
  });
});
