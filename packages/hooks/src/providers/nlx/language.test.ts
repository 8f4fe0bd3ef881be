import { expect, test } from 'vitest';

import { splitLanguage } from './language.ts';

test.each([
  ['abc-en-US', 'abc', 'en-US'],
  ['abc-es-MX', 'abc', 'es-MX'],
  ['a-b-c-fil-PH', 'a-b-c', 'fil-PH'],
  ['abc-es-419', 'abc', 'es-419'],
  ['abc-zh-Hant-TW', 'abc', 'zh-Hant-TW'],
  ['abc-en-USA', 'abc-en-USA', undefined],
  ['abc', 'abc', undefined],
  ['abc-en', 'abc-en', undefined],
  ['3f2b1a00-9c1d-4e5f-8a7b-0123456789ab', '3f2b1a00-9c1d-4e5f-8a7b-0123456789ab', undefined],
  ['en-US', 'en-US', undefined],
  ['', '', undefined],
])('%s is the key %s in %s', (given, key, language) => {
  expect(splitLanguage(given)).toEqual({ key, language });
});
