import { describe, expect, it } from 'vitest';

import { isAuiFault, parseAuiFault } from './fault.ts';

describe('isAuiFault', () => {
  it.each([
    [{ status_code: 401 }, true],
    [{ detail: 'x' }, true],
    [{ detail: [] }, true],
    [{ status_code: 401, id: 'm' }, false],
    [{ status_code: 401, sender: {} }, false],
    [{ status_code: '401' }, false],
    [{ detail: null }, false],
    [{ detail: {} }, false],
    [{}, false],
  ])('%j: %s', (frame, expected) => {
    expect(isAuiFault(frame)).toBe(expected);
  });
});

describe('parseAuiFault', () => {
  it.each([
    [
      { detail: 'Not authenticated' },
      { status: 401, message: 'Not authenticated', description: undefined },
    ],
    [
      { detail: [{ loc: ['body', 'text', 0], msg: 'field required', type: 'missing' }] },
      { status: 422, message: 'body.text.0: field required', description: undefined },
    ],
    [
      { detail: [{ msg: 'one' }, null, { loc: 'x', msg: 'two' }, { loc: ['a'] }] },
      { status: 422, message: 'one; two', description: undefined },
    ],
    [
      { status_code: 400, description: 'Moderation', message: 'Not allowed', extra_data: {} },
      { status: 400, message: 'Not allowed', description: 'Moderation' },
    ],
    [
      { status_code: 500, description: 7, message: null },
      { status: 500, message: undefined, description: undefined },
    ],
    [
      { detail: [{ loc: ['body', null, {}, 'text'], msg: 'bad' }] },
      { status: 422, message: 'body.text: bad', description: undefined },
    ],
    [{ detail: ' ' }, { status: 401, message: undefined, description: undefined }],
    ['<html>', { status: undefined, message: undefined, description: undefined }],
    [null, { status: undefined, message: undefined, description: undefined }],
  ])('%j', (body, fault) => {
    expect(parseAuiFault(body)).toEqual(fault);
  });

  it('cuts words that a server reflects a page into', () => {
    const problem = { loc: Array.from({ length: 999 }, () => 'l'), msg: 'm'.repeat(9999) };
    const fault = parseAuiFault({ detail: Array.from({ length: 999 }, () => problem) });
    expect(fault.message?.length).toBeLessThanOrEqual(501);
  });
});
