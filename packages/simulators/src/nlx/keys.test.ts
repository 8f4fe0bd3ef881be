import { describe, expect, it } from 'vitest';

import { isAuthorized, readChannel } from './keys.ts';

describe('readChannel', () => {
  it.each([
    ['abc-en-US', 'abc', 'en-US'],
    ['a-b-c-es-MX', 'a-b-c', 'es-MX'],
    ['abc-es-419', 'abc', 'es-419'],
    ['abc-zh-Hans-CN', 'abc', 'zh-Hans-CN'],
  ])('splits %s', (tagged, channelKey, languageCode) => {
    expect(readChannel(tagged)).toEqual({ channelKey, languageCode });
  });

  it.each(['abc', 'en-US', '-en-US', 'abc-en', 'abc-EN-us', ''])(
    'finds no language in %j',
    (tagged) => {
      expect(readChannel(tagged)).toBeUndefined();
    },
  );
});

describe('isAuthorized', () => {
  const entry = { deploymentKey: 'd', channelKey: 'c', apiKey: 'k' };

  it('takes any key when none is configured, but not a missing one', () => {
    expect(isAuthorized(undefined, entry)).toBe(true);
    expect(isAuthorized(undefined, { ...entry, apiKey: ' ' })).toBe(false);
  });

  it('takes only a configured set', () => {
    expect(isAuthorized([entry], entry)).toBe(true);
    for (const name of ['deploymentKey', 'channelKey', 'apiKey'] as const) {
      expect(isAuthorized([entry], { ...entry, [name]: 'other' })).toBe(false);
    }
  });
});
