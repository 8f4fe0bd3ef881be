import { expect, it } from 'vitest';

import { clearTextProblem } from './clear-text.ts';

it.each([
  ['ws://chat.example', true],
  ['  HTTP://chat.example/', true],
  ['http://localhost.example/', true],
  ['http://localhost:1@chat.example/', true],
  ['http://127.0.0.1.example', true],
  ['http://[::2]/', true],
  ['http://', true],
  ['wss://chat.example', false],
  ['https://chat.example', false],
  ['http://localhost', false],
  ['ws://app.localhost:6006/a?b#c', false],
  ['http://127.8.8.8:1?q', false],
  ['http://[::1]:1/', false],
  ['http://127.0.0.100/', false],
  ['/relay', false],
  ['/relay?to=http://chat.example', false],
  ['//chat.example/relay', false],
  ['relay', false],
  ['', false],
])('whether %j is in clear: %s', (url, isInClear) => {
  expect(clearTextProblem(url) !== undefined).toBe(isInClear);
});
