import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';

import { renderWidget } from '../testing/render-widget.tsx';
import { CONVERSATION } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';

const closeButton = () => screen.getByRole('button', { name: 'Close chat' });
const messageBox = () => screen.getByRole('textbox', { name: 'Message' });

afterEach(() => page.viewport(800, 600));

describe('ChatWindow', () => {
  it('leaves the page beside it usable where there is room', async () => {
    renderWidget(seedChat({ messages: CONVERSATION }));
    const dialog = screen.getByRole('dialog');
    expect(dialog.getAttribute('aria-modal')).toBeNull();
    expect(dialog.getBoundingClientRect().width).toBeLessThan(500);
  });

  it('takes the whole of a phone, and keeps the focus', async () => {
    await page.viewport(360, 640);
    const user = userEvent.setup();
    renderWidget(seedChat({ messages: CONVERSATION }));
    const dialog = screen.getByRole('dialog');
    await waitFor(() => expect(dialog.getAttribute('aria-modal')).toBe('true'));
    await Promise.all(dialog.getAnimations().map(({ finished }) => finished));
    const { left, top, width, height } = dialog.getBoundingClientRect();
    expect([left, top, width, height]).toEqual([0, 0, 360, 640]);

    // The send button is disabled while there is nothing to send: the message box is the last.
    messageBox().focus();
    await user.tab();
    expect(document.activeElement).toBe(closeButton());
    await user.tab({ shift: true });
    expect(document.activeElement).toBe(messageBox());
  });

  it('shows nothing wider than a phone', async () => {
    await page.viewport(320, 640);
    renderWidget(seedChat({ messages: CONVERSATION }));
    const opening = screen.getByRole('dialog').getAnimations();
    await Promise.all(opening.map(({ finished }) => finished));
    const { clientWidth, scrollWidth } = document.documentElement;
    expect(scrollWidth).toBe(clientWidth);
    const small: string[] = [];
    for (const button of screen.getAllByRole('button')) {
      const { width, height } = button.getBoundingClientRect();
      small.push(...(Math.min(width, height) < 44 ? [button.outerHTML] : []));
    }
    expect(small).toEqual([]);
  });
});
