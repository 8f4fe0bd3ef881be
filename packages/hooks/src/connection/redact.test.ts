import { expect, it } from 'vitest';

import { redactUrl } from './redact.ts';

it.each([
  ['wss://user:pass@a.test:8000/ws/chat?api_key=canary#canary', 'wss://a.test:8000/ws/chat'],
  ['https://a.test', 'https://a.test/'],
  ['/relay/chat?key=canary', '/relay/chat'],
  ['//user:canary@a.test/x?y', '//a.test/x'],
  ['not a url?canary', 'not a url'],
])('redacts %s', (url, expected) => {
  expect(redactUrl(url)).toBe(expected);
});
