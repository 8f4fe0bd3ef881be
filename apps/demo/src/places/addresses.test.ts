import { describe, expect, it } from 'vitest';

import { isLocalPage, readAddresses } from './addresses.ts';

describe('readAddresses', () => {
  it('takes the usual ports where nothing else is said', () => {
    expect(readAddresses({}).lexicon).toEqual({
      url: 'ws://localhost:8000/ws/chat',
      restUrl: 'http://localhost:8000',
    });
  });

  it('takes what the start script says about a port that was taken', () => {
    const { nlx, aui } = readAddresses({
      VITE_NLX_URL: 'ws://localhost:4711',
      VITE_NLX_REST_URL: 'http://localhost:4711',
    });
    expect(nlx).toEqual({ url: 'ws://localhost:4711', restUrl: 'http://localhost:4711' });
    expect(aui.restUrl).toBe('http://localhost:8020/api/ia-controller');
  });
});

describe('isLocalPage', () => {
  it.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['127.1.2.3', true],
    ['[::1]', true],
    ['demo.localhost', true],
    ['parley.example.com', false],
    ['localhost.example.com', false],
    ['192.168.1.7', false],
    ['', false],
  ])('%s: %s', (hostname, isLocal) => {
    expect(isLocalPage(hostname)).toBe(isLocal);
  });
});
