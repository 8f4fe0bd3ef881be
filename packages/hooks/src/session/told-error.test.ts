import { describe, expect, test } from 'vitest';

import { createChatError } from '../chat/chat-error.ts';
import { toldError } from './told-error.ts';

const ERROR = createChatError('unauthorized', 'No.', { fix: 'Ask.', providerCode: '401' });

describe('toldError', () => {
  test('finds a chat error that was thrown, or is the cause of what was', () => {
    expect(toldError(ERROR)).toEqual(ERROR);
    expect(toldError(new Error('x', { cause: ERROR }))).toEqual(ERROR);
  });

  test('leaves out what caused it: that may be anything', () => {
    const told = toldError({ ...ERROR, cause: new Error('https://host/?key=secret') });
    expect(told).not.toHaveProperty('cause');
  });

  test.each([
    undefined,
    null,
    'unauthorized',
    7,
    new Error('https://host/?key=secret'),
    new Error('x', { cause: 'y' }),
    new Error('x', { cause: { code: 'EACCES', message: 'https://host/?key=secret' } }),
    { ...ERROR, code: 7 },
    { ...ERROR, message: undefined },
    { code: 'unauthorized', message: 'x' },
  ])('looks at nothing else: %s', (thrown) => {
    expect(toldError(thrown)).toBeUndefined();
  });
});
