import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';

import { CONVERSATION } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';
import { ChatWidget } from './chat-widget.tsx';

describe('ChatWidget on a server', () => {
  it('renders the launcher and an empty live region', () => {
    expect(typeof document).toBe('undefined');
    const html = renderToString(createElement(ChatWidget, { chat: seedChat() }));
    expect(html).toContain('aria-label="Open chat"');
    expect(html).toMatch(/role="status"[^>]*><\/div>/);
  });

  it('renders an open window with its messages', () => {
    const chat = seedChat({ messages: CONVERSATION });
    const html = renderToString(createElement(ChatWidget, { chat, defaultOpen: true }));
    expect(html).toContain('role="dialog"');
    expect(html.match(/<li[^>]*data-slot="message"/g)).toHaveLength(CONVERSATION.length);
  });

  it('writes no style attribute, no style element and no script, which a strict policy refuses', () => {
    const chat = seedChat({ messages: CONVERSATION });
    for (const inline of [true, false]) {
      const html = renderToString(createElement(ChatWidget, { chat, defaultOpen: true, inline }));
      expect(html).not.toMatch(/\sstyle="/);
      expect(html).not.toMatch(/<(?:style|script)/);
    }
  });

  it('asks the chat for nothing', () => {
    const chat = seedChat({ messages: CONVERSATION });
    renderToString(createElement(ChatWidget, { chat, defaultOpen: true }));
    expect(chat.asked).toEqual([]);
  });
});
