import type { MessagePart } from '@parley/hooks';
import { createChatError } from '@parley/hooks';
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';

import { renderWidget } from '../testing/render-widget.tsx';
import { sampleMessage } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';

const draw = (...parts: readonly MessagePart[]) =>
  renderWidget(seedChat({ messages: [sampleMessage('assistant', parts)] }));

const CHOICES = [
  { id: 'yes', text: 'Yes' },
  { id: 'no', text: 'No' },
];

describe('choices', () => {
  it('are taken once, keep the focus and say which was taken', async () => {
    const user = userEvent.setup();
    const { chat } = draw({ type: 'choices', choices: CHOICES });
    const yes = screen.getByRole('button', { name: 'Yes' });
    await user.click(yes);
    expect(chat.asked.at(-1)).toEqual({ action: 'choose', with: [CHOICES[0]] });
    const { id } = chat.store.getState().messages[0]!;
    chat.setMessage(id, { parts: [{ type: 'choices', choices: CHOICES, chosenId: 'yes' }] });
    await screen.findByRole('button', { name: 'Yes', pressed: true });
    expect(document.activeElement).toBe(yes);
    const { length } = chat.asked;
    await user.click(screen.getByRole('button', { name: 'No' }));
    expect(chat.asked).toHaveLength(length);
  });

  it('say why when the chat refuses one', async () => {
    const user = userEvent.setup();
    const { chat, slots } = draw({ type: 'choices', choices: CHOICES });
    chat.refuse(createChatError('queue-full', 'Too many messages wait.'));
    await user.click(screen.getByRole('button', { name: 'No' }));
    expect(slots('note').map(({ textContent }) => textContent)).toEqual([
      'Too many messages wait.',
    ]);
  });

  it('are drawn apart though the wire gives them one id', () => {
    draw({ type: 'choices', choices: [CHOICES[0]!, { id: 'yes', text: 'Also' }] });
    expect(screen.getAllByRole('button', { name: /Yes|Also/ })).toHaveLength(2);
  });
});

describe('addresses in parts', () => {
  it.each(['javascript:alert(1)', 'data:text/html,x', '//evil.invalid', '/logout', 'blob:x'])(
    '%s is no link anywhere',
    (url) => {
      const { container } = draw(
        { type: 'sources', sources: [{ title: 'Source', url }] },
        { type: 'cards', cards: [{ id: 'c', title: 'Card', url, imageUrl: url, attributes: [] }] },
        { type: 'attachment', name: 'File', url, mediaType: 'image/png' },
      );
      expect(container.querySelectorAll('a, img')).toHaveLength(0);
      for (const title of ['Source', 'Card', 'File']) {
        expect(container.textContent).toContain(title);
      }
    },
  );

  it('shows an SVG of an allowed origin as a file, never as a picture', () => {
    const { origin } = window.location;
    const message = sampleMessage('assistant', [
      { type: 'attachment', name: 'a.svg', url: `${origin}/a.svg`, mediaType: 'image/svg+xml' },
    ]);
    const { container } = renderWidget(seedChat({ messages: [message] }), {
      defaultOpen: true,
      allowedImageOrigins: [origin],
    });
    expect(container.querySelector('img')).toBeNull();
    expect(container.querySelector('a')?.textContent).toBe('a.svg');
  });
});

describe('custom parts', () => {
  it.each([
    [{ text: 'words' }, 'words'],
    ['plain', 'plain'],
    [
      { onClick: 'alert(1)', style: 'x', dangerouslySetInnerHTML: { __html: '<b>x</b>' } },
      undefined,
    ],
    [JSON.parse('{"__proto__":{"text":"inherited"}}'), undefined],
    [null, undefined],
    [42, undefined],
  ])('%j degrades to text', (data, text) => {
    const { slots } = draw({ type: 'custom', name: 'unknown', data });
    expect(slots('custom')[0]?.textContent).toBe(text ?? 'This content cannot be shown here.');
    expect(slots('custom')[0]?.children).toHaveLength(0);
  });
});

describe.each([360, 1280])('at a width of %s', (width) => {
  const card = (title: string, label: string) => ({
    id: title,
    title,
    attributes: [{ label, value: '210 kWh in an ordinary household' }],
  });

  it('cards begin where the text above them begins, and no label breaks inside a word', async () => {
    await page.viewport(width, 760);
    const { slots, container } = draw(
      { type: 'text', text: 'These fit:' },
      { type: 'cards', cards: ['A', 'B', 'C'].map((title) => card(title, 'Energy consumption')) },
    );
    const start = (name: string) => slots(name)[0]!.getBoundingClientRect().left;
    expect(Math.abs(start('card') - start('text'))).toBeLessThan(1);
    const label = container.querySelector('dt')!;
    const words = document.createRange();
    words.selectNodeContents(label);
    // One line is one box: a word that breaks makes two.
    expect(words.getClientRects()).toHaveLength(1);
  });

  it('a table scrolls rather than break its words into high columns', async () => {
    await page.viewport(width, 760);
    const notes = 'For one person who needs little';
    const text = `| Plan | Price | What is in it | Notes |\n|-|-|-|-|\n| Basic | $ 5 | Ten gigabytes | ${notes} |`;
    const { slots, container } = draw({ type: 'text', text });
    const [table] = slots('table');
    expect(table!.scrollWidth).toBeGreaterThan(table!.clientWidth);
    // Two lines and their padding.
    expect(container.querySelector('td')!.offsetHeight).toBeLessThan(64);
  });
});
