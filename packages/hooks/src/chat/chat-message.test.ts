import { describe, expect, it } from 'vitest';

import { messageText } from './chat-message.ts';

describe('messageText', () => {
  it('joins the text parts and nothing else', () => {
    const text = (words: string) => ({ type: 'text', text: words }) as const;
    const file = { type: 'attachment', name: 'a.png' } as const;
    expect(messageText({ parts: [text('a'), file, text('b')] })).toBe('a\n\nb');
    expect(messageText({ parts: [file] })).toBe('');
    expect(messageText({ parts: [] })).toBe('');
  });
});
