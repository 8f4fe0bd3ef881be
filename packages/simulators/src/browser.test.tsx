import { describe, expect, it } from 'vitest';

import { createBrowserAui, createBrowserLexicon, createBrowserNlx } from './browser.ts';
import { openClient } from './core/test-client.ts';

describe('the simulators inside a page', () => {
  it('hold a Lexicon conversation and its history', async () => {
    const simulator = createBrowserLexicon({ tokenDelayMs: 0 });
    const query = '?api_key=your-key&user_id=user123&chat_id=uuid';
    const client = openClient(simulator.WebSocket, simulator.url + query);
    await client.until(({ event_type }) => event_type === 'connection_established');
    client.say({ content: 'table' });
    const ended = await client.until(({ event_type }) => event_type === 'message_stream_ended');
    const headers = { 'X-API-Key': 'your-key' };
    const history = await simulator.fetch(`${simulator.restUrl}/api/v1/chats/uuid/messages`, {
      headers,
    });
    expect(await history.json()).toMatchObject({ messages: [{}, { id: ended['message_id'] }] });
    client.socket.close(1000);
    expect((await client.closed).code).toBe(1000);
  });

  it('hold an AUI conversation', async () => {
    const simulator = createBrowserAui({ tokenDelayMs: 0 });
    const client = openClient(simulator.WebSocket, `${simulator.url}?network_api_key=your-api-key`);
    await client.opened;
    client.say({ task_id: '68e78d0dc5a4b19a030d03d6', text: 'cards' });
    expect(await client.until((frame) => 'sender' in frame)).toHaveProperty('cards');
    simulator.drop({ code: 1011 });
    expect((await client.closed).code).toBe(1011);
  });

  it('hold an NLX conversation over the socket and over fetch', async () => {
    const simulator = createBrowserNlx();
    const query = '?deploymentKey=demo&channelKey=demo-en-US&apiKey=demo';
    const client = openClient(simulator.WebSocket, simulator.url + query);
    await client.until((frame) => 'conversationId' in frame);
    client.say({ request: { unstructured: { text: 'hello' } } });
    await client.until(({ messages }) => Array.isArray(messages));
    const answer = await simulator.fetch(`${simulator.restUrl}/c/demo/demo-en-US`, {
      method: 'POST',
      headers: { 'nlx-api-key': 'demo', 'content-type': 'application/json' },
      body: JSON.stringify({ request: { unstructured: { text: 'hello' } }, stream: false }),
    });
    expect(await answer.json()).toHaveProperty('messages');
  });
});
