import { describe, expect, it } from 'vitest';

import { errorWords } from './error-words.ts';

describe('errorWords', () => {
  it.each([
    ['Too many messages.', undefined, 'Too many messages.'],
    ['Too many messages.', 'Wait a moment.', 'Too many messages. Wait a moment.'],
    ['Invalid API key', 'Check the key.', 'Invalid API key. Check the key.'],
    ['Invalid API key', '', 'Invalid API key'],
    ['Really? ', 'Yes.', 'Really?  Yes.'],
    ['メッセージが多すぎます。', 'お待ちください。', 'メッセージが多すぎます。 お待ちください。'],
  ])('%j and %j are %j', (message, fix, words) => {
    expect(errorWords({ message, fix })).toBe(words);
  });
});
