import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseWireTime } from './wire-time.ts';

describe('parseWireTime', () => {
  it.each([
    ['2024-01-15T10:30:00Z', '2024-01-15T10:30:00.000Z'],
    ['2024-01-15 10:30:00', '2024-01-15T10:30:00.000Z'],
    ['2024-01-15T10:30:00', '2024-01-15T10:30:00.000Z'],
    ['2024-01-15T10:30:00.123456', '2024-01-15T10:30:00.123Z'],
    ['2024-01-15 10:30:00.5', '2024-01-15T10:30:00.500Z'],
    ['2024-01-15T10:30', '2024-01-15T10:30:00.000Z'],
    ['2024-01-15T10:30:00+02:00', '2024-01-15T08:30:00.000Z'],
    ['2024-01-15T10:30:00-0530', '2024-01-15T16:00:00.000Z'],
    ['2024-01-15t10:30:00.9z', '2024-01-15T10:30:00.900Z'],
    [' 2024-01-15T10:30:00Z\n', '2024-01-15T10:30:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(parseWireTime(text)).toBe(Date.parse(iso));
  });

  it.each([
    '',
    'yesterday',
    '2024-13-45T99:99:99Z',
    '2024-01-15',
    'on 2024-01-15T10:30:00Z',
    '2024-01-15T10:30:00Z or later',
    1_705_314_600_000,
    null,
    {},
  ])('%j is no time', (value) => {
    expect(parseWireTime(value)).toBeUndefined();
  });

  it('takes no zone for UTC wherever the reader is', () => {
    const here = process.env.TZ;
    process.env.TZ = 'America/New_York';
    try {
      expect(new Date(0).getTimezoneOffset()).toBe(300);
      expect(parseWireTime('2024-01-15T10:30:00')).toBe(Date.parse('2024-01-15T10:30:00Z'));
    } finally {
      process.env.TZ = here ?? 'UTC';
    }
  });

  it('reads back every moment in all three forms', () => {
    const moments = fc.date({
      min: new Date('1970-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, (moment) => {
        const iso = moment.toISOString();
        const bare = iso.slice(0, -1);
        for (const text of [iso, bare, bare.replace('T', ' ')]) {
          expect(parseWireTime(text)).toBe(moment.getTime());
        }
      }),
    );
  });
});
