import { describe, expect, it } from 'vitest';

import { fileSize } from './file-size.ts';
import { plainName } from './plain-name.ts';

describe('plainName', () => {
  it.each([
    ['invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['a\u0000b\u200bc\u2066d', 'abcd'],
    ['  report.pdf\n', 'report.pdf'],
    ['تقرير.pdf', 'تقرير.pdf'],
  ])('shows %j as %j', (name, shown) => {
    expect(plainName(name)).toBe(shown);
  });
});

describe('fileSize', () => {
  it.each([
    [0, '0 byte'],
    [999, '999 byte'],
    [1_400_000, '1.4 MB'],
    [25_000_000_000, '25 GB'],
  ])('%i bytes are %s', (bytes, shown) => {
    expect(fileSize(bytes, 'en')).toBe(shown);
  });
});
