import { expect, it } from 'vitest';

import { httpTransport } from './http-transport.ts';
import { socketTransport } from './socket-transport.ts';

it('the two transports say what they are', () => {
  expect([httpTransport.kind, socketTransport.kind]).toEqual(['http', 'socket']);
});
