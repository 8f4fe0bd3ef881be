import { describe, expect, it } from 'vitest';

import { lexiconRestHeaders, lexiconRestUrl, lexiconSocketTarget } from './endpoint.ts';

const IDENTITY = { userId: 'user 1', chatId: 'chat/1' };

describe('lexiconSocketTarget', () => {
  it('goes to the vendor’s own address with everything in the query, encoded', () => {
    expect(lexiconSocketTarget(IDENTITY, 'query', { apiKey: 'k&=?' })).toEqual({
      kind: 'socket',
      url: 'ws://localhost:8000/ws/chat?api_key=k%26%3D%3F&user_id=user%201&chat_id=chat%2F1',
    });
  });

  it('keeps a given address whole, its own query included, and adds what is missing', () => {
    const url = 'https://relay.test/a/b?ticket=t%20t&user_id=own';
    expect(lexiconSocketTarget(IDENTITY, 'query', { url }).url).toBe(
      'wss://relay.test/a/b?ticket=t%20t&user_id=own&chat_id=chat%2F1',
    );
  });

  it('adds no key where there is none', () => {
    expect(lexiconSocketTarget(IDENTITY, 'query', { apiKey: '', url: 'ws://h' }).url).not.toContain(
      'api_key',
    );
  });

  it('puts key, user and chat in headers when told so, and nothing in the query', () => {
    const credentials = { apiKey: 'k', url: 'wss://h/p?x=1', headers: { 'X-More': 'm' } };
    expect(lexiconSocketTarget(IDENTITY, 'headers', credentials)).toEqual({
      kind: 'socket',
      url: 'wss://h/p?x=1',
      headers: {
        'X-More': 'm',
        'X-API-Key': 'k',
        'X-User-ID': 'user 1',
        'X-Chat-ID': 'chat/1',
      },
    });
  });
});

describe('REST addresses', () => {
  it.each([
    [[''], {}, 'https://h/api/v1/chats/'],
    [['user', 'a/b'], { limit: '5' }, 'https://h/api/v1/chats/user/a%2Fb?limit=5'],
    [['../x', 'messages'], {}, 'https://h/api/v1/chats/..%2Fx/messages'],
  ])('%j', (path, query, url) => {
    expect(lexiconRestUrl('https://h/', path, query)).toBe(url);
  });

  it('carries the key in a header, and none where there is none', () => {
    expect(lexiconRestHeaders({ apiKey: 'k', headers: { a: 'b' } })).toEqual({
      a: 'b',
      'X-API-Key': 'k',
    });
    expect(lexiconRestHeaders({})).toEqual({});
  });
});
