import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { renderWidget } from '../testing/render-widget.tsx';
import { MARKDOWN_ANSWER, sampleMessage } from '../testing/sample-messages.ts';
import { ALL_CAPABILITIES, seedChat } from '../testing/seed-chat.ts';

const POLICY =
  "style-src 'none'; img-src 'none'; frame-src 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** What the browser refused since the policy is in force. It is there for the rest of this page: one test, one page. */
function enforcePolicy(): readonly string[] {
  const refused: string[] = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) => {
    refused.push(`${violatedDirective}: ${sample}`);
  });
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = POLICY;
  document.head.append(meta);
  return refused;
}

describe('ChatWidget under a strict policy', () => {
  it('does nothing that is refused', async () => {
    const user = userEvent.setup();
    const messages = [
      ...Array.from({ length: 30 }, () => sampleMessage('user', 'Where is it?')),
      sampleMessage('assistant', [
        { type: 'text', text: MARKDOWN_ANSWER },
        { type: 'text', text: '<style>*{color:red}</style> ![x](https://evil.invalid/x.png)' },
        { type: 'choices', choices: [{ id: 'a', text: 'A' }] },
        { type: 'cards', cards: [{ id: 'c', title: 'Card', attributes: [] }] },
        { type: 'attachment', name: 'a.png', url: 'https://evil.invalid/a.png' },
      ]),
    ];
    const refused = enforcePolicy();
    const { slots } = renderWidget(
      seedChat({ messages, capabilities: { ...ALL_CAPABILITIES, feedback: 'rating' } }),
      {},
    );
    await user.click(screen.getByRole('button', { name: 'Open chat' }));
    await user.hover(screen.getByRole('region', { name: 'Conversation' }));
    // The scrollbar of the library is the part that moves by itself.
    await waitFor(() => expect(slots('scrollbar-thumb')).toHaveLength(1));
    await user.type(screen.getByRole('textbox', { name: 'Message' }), 'Hello{Enter}');
    expect(refused).toEqual([]);

    // The policy is in force: what a less careful widget would do is refused.
    const style = document.createElement('style');
    style.textContent = 'p { color: red }';
    document.body.append(style);
    await waitFor(() => expect(refused.join()).toContain('style-src'));
    expect(() => {
      document.createElement('div').innerHTML = '<p></p>';
    }).toThrow(TypeError);
  });
});
