import { describe, expect, it } from 'vitest';

import { INITIAL_STATE, reduceDemo, valuesOf } from './demo-state.ts';

const ADDRESS = { url: 'ws://localhost:1', restUrl: 'http://localhost:1' };

describe('reduceDemo', () => {
  it('keeps what was applied for each platform and each place apart', () => {
    const applied = reduceDemo(INITIAL_STATE, { type: 'values-apply', values: { apiKey: 'mine' } });
    const elsewhere = reduceDemo(applied, { type: 'target-choose', target: 'real' });
    const other = reduceDemo(elsewhere, { type: 'platform-choose', platform: 'aui' });
    const back = reduceDemo(reduceDemo(other, { type: 'platform-choose', platform: 'lexicon' }), {
      type: 'target-choose',
      target: 'simulator',
    });
    expect(valuesOf(elsewhere, undefined)['apiKey']).toBe('');
    expect(valuesOf(other, undefined)['apiKey']).toBe('');
    expect(valuesOf(back, ADDRESS)).toEqual({ apiKey: 'mine' });
  });
});

describe('valuesOf', () => {
  it('fills in what the simulator takes, its address included', () => {
    expect(valuesOf(INITIAL_STATE, ADDRESS)).toEqual({
      userId: 'user123',
      chatId: '',
      apiKey: 'your-api-key',
      url: ADDRESS.url,
      restUrl: ADDRESS.restUrl,
    });
  });

  it.each(['lexicon', 'nlx-socket', 'nlx-chat', 'aui'] as const)(
    'knows no credentials of the real platform behind %s',
    (platform) => {
      const state = { ...INITIAL_STATE, platform, target: 'real' } as const;
      expect(new Set(Object.values(valuesOf(state, undefined)))).toEqual(new Set(['']));
    },
  );
});
