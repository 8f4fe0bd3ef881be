import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { linkHost, safeImage, safeLink } from './safe-url.ts';

describe('safeLink', () => {
  it.each([
    ['https://shop.example/a?b=c#d', 'https://shop.example/a?b=c#d'],
    ['http://shop.example', 'http://shop.example/'],
    ['mailto:help@shop.example', 'mailto:help@shop.example'],
    ['tel:+4930123456', 'tel:+4930123456'],
    ['https://good.example@evil.example/', 'https://evil.example/'],
    ['https://user:secret@shop.example/', 'https://shop.example/'],
  ])('writes %s as %s', (address, href) => {
    expect(safeLink(address)).toBe(href);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    '\u0001javascript:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'java\nscript:alert(1)',
    'vbscript:msgbox(1)',
    'data:text/html,<script>alert(1)</script>',
    'data:image/svg+xml,<svg onload="alert(1)"/>',
    'blob:https://shop.example/1',
    'filesystem:https://shop.example/1',
    'file:///etc/passwd',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/orders',
    '?reset=1',
    '#top',
    '',
    'https://',
  ])('refuses %j', (address) => {
    expect(safeLink(address)).toBeUndefined();
  });

  it('lets nothing through but its four protocols, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.string({ unit: 'binary' })), (address) => {
        const href = safeLink(address);
        if (href !== undefined) {
          expect(href).toMatch(/^(?:https?|mailto|tel):/);
        }
      }),
    );
  });

  it('shows a host in Punycode, where no letter passes for another', () => {
    expect(linkHost(safeLink('https://аpple.example/') ?? '')).toBe('xn--pple-43d.example');
  });
});

describe('safeImage', () => {
  const ORIGINS = ['https://cdn.example'];

  it.each([
    ['https://cdn.example/a.png', 'https://cdn.example/a.png'],
    ['https://cdn.example.evil.example/a.png', undefined],
    ['https://cdn.example@evil.example/a.png', undefined],
    ['http://cdn.example/a.png', undefined],
    ['//cdn.example/a.png', undefined],
    ['data:image/png;base64,AAAA', undefined],
    ['blob:https://cdn.example/1', undefined],
  ])('%s: %s', (address, source) => {
    expect(safeImage(address, ORIGINS)).toBe(source);
  });

  it('allows nothing where nothing is allowed', () => {
    expect(safeImage('https://cdn.example/a.png', [])).toBeUndefined();
  });
});
