import { describe, expect, it } from 'vitest';

import { createBrowserNlx } from './browser-nlx.ts';

const body = (text: string): string =>
  JSON.stringify({ request: { unstructured: { text } }, stream: true });

describe('createBrowserNlx in a real browser', () => {
  it('holds a conversation over its socket with no network', async () => {
    const page = createBrowserNlx({ latencyMs: 0 });
    const query = 'deploymentKey=d&channelKey=c-de-DE&apiKey=k';
    const socket = new page.WebSocket(`${page.url}?${query}`);
    const frames: string[] = [];
    await new Promise<void>((resolve) => {
      socket.addEventListener('message', (event) => {
        frames.push(String(event.data));
        if (frames.length === 1) socket.send(body('order'));
        else resolve();
      });
    });
    expect(Object.keys(JSON.parse(frames[0] ?? '') as object)).toEqual(['conversationId']);
    expect(frames[1]).toContain('Ihre Bestellung Nr. 5544');
    await page.close();
  });

  it('streams, and cuts a stream as a network does', async () => {
    const page = createBrowserNlx({ latencyMs: 0 });
    const ask = (text: string): Promise<Response> =>
      page.fetch(`${page.restUrl}/c/d/c-en-US`, {
        method: 'POST',
        headers: { 'nlx-api-key': 'k', 'content-type': 'application/json' },
        body: body(text),
      });
    const whole = await ask('unicode sliced');
    expect(whole.headers.get('content-type')).toContain('text/event-stream');
    expect(await whole.text()).toContain('👩‍👩‍👧‍👦');
    const cut = await ask('cut');
    await expect(cut.text()).rejects.toThrow(TypeError);
    await page.close();
  });

  it('stores an upload at the address it gave out', async () => {
    const page = createBrowserNlx({ latencyMs: 0 });
    const answer = await page.fetch(`${page.restUrl}/c/d/c-en-US`, {
      method: 'POST',
      headers: { 'nlx-api-key': 'k', 'content-type': 'application/json' },
      body: JSON.stringify({ request: { unstructured: { text: 'upload' } } }),
    });
    const { metadata } = (await answer.json()) as { metadata: { uploadUrls: { url: string }[] } };
    const stored = await page.fetch(metadata.uploadUrls[0]?.url ?? '', {
      method: 'PUT',
      headers: { 'content-type': 'text/plain' },
      body: 'a note',
    });
    expect(stored.status).toBe(200);
    expect(page.uploads).toMatchObject([{ contentType: 'text/plain', size: 6 }]);
    await page.close();
  });
});
