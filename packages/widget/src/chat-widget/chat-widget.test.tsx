import { createChatError } from '@parley/hooks';
import { act, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';

import { renderWidget } from '../testing/render-widget.tsx';
import { CONVERSATION, MARKDOWN_ANSWER, sampleMessage } from '../testing/sample-messages.ts';
import { ALL_CAPABILITIES, seedChat } from '../testing/seed-chat.ts';

const openButton = () => screen.getByRole('button', { name: 'Open chat' });
const messageBox = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });

describe('ChatWidget', () => {
  it('opens with the keyboard into the message box, and gives the focus back on Escape', async () => {
    const user = userEvent.setup();
    renderWidget(seedChat(), { title: 'Support' });
    await user.tab();
    expect(document.activeElement).toBe(openButton());
    await user.keyboard('{Enter}');
    expect(screen.getByRole('dialog', { name: 'Support' })).toBeTruthy();
    expect(document.activeElement).toBe(messageBox());
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(document.activeElement).toBe(openButton());
  });

  it('leaves the focus where it is when it is open from the start', () => {
    renderWidget(seedChat(), { defaultOpen: true });
    expect(document.activeElement).toBe(document.body);
  });

  it('keeps the draft while it is closed', async () => {
    const user = userEvent.setup();
    renderWidget();
    await user.type(messageBox(), 'half a th');
    await user.click(screen.getByRole('button', { name: 'Close chat' }));
    await user.click(openButton());
    expect(messageBox().value).toBe('half a th');
  });

  it('asks its owner when it is controlled', async () => {
    const user = userEvent.setup();
    const onOpenChange = vi.fn<(open: boolean) => void>();
    renderWidget(seedChat(), { open: false, onOpenChange });
    await user.click(openButton());
    expect(onOpenChange.mock.calls).toEqual([[true]]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('reaches everything by Tab', async () => {
    const user = userEvent.setup();
    renderWidget(
      seedChat({
        capabilities: { ...ALL_CAPABILITIES, uploads: true, handoff: true, feedback: 'rating' },
        history: { status: 'idle', hasMore: true },
        suggestions: [{ id: 's', text: 'Suggest' }],
        messages: [
          sampleMessage('assistant', [
            { type: 'text', text: MARKDOWN_ANSWER },
            { type: 'choices', choices: [{ id: 'c', text: 'Choose' }] },
          ]),
          sampleMessage('user', 'lost', { delivery: 'failed' }),
        ],
      }),
    );
    await user.type(messageBox(), 'x');
    const names: string[] = [];
    messageBox().blur();
    for (let step = 0; step < 40; step += 1) {
      await user.tab();
      const { activeElement } = document;
      if (activeElement === document.body) {
        break;
      }
      names.push(activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '');
    }
    expect(names).toEqual(
      expect.arrayContaining([
        'Talk to a person',
        'Close chat',
        'Conversation',
        'Show earlier messages',
        'Table',
        'Copy code',
        'manual',
        'Choose',
        'Helpful',
        'Not helpful',
        'Send again',
        'Edit',
        'Discard',
        'Suggest',
        'Attach files',
        'Message',
        'Send message',
      ]),
    );
  });

  it('counts what came while it was closed, without changing the name of its button', () => {
    const { chat, slots } = renderWidget(seedChat({ messages: CONVERSATION }), {});
    act(() => chat.setState({ messages: [...CONVERSATION, sampleMessage('assistant', 'Hello?')] }));
    const described = openButton().getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(described)?.textContent).toBe('1 new message');
    expect(slots('unread')[0]?.dataset['count']).toBe('1');
  });

  it('is a region of the page without a button when it is inline', () => {
    renderWidget(seedChat(), { inline: true, title: 'Help' });
    expect(screen.getByRole('region', { name: 'Help' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Open chat' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Close chat' })).toBeNull();
  });

  it('renders one message for a token, and nothing else', async () => {
    const drawn: string[] = [];
    const Text = ({ message }: { readonly message: { readonly id: string } }) => {
      drawn.push(message.id);
      return <p>{message.id}</p>;
    };
    const growing = sampleMessage('assistant', 'One', { state: 'streaming' });
    const chat = seedChat({ status: 'streaming', messages: [...CONVERSATION, growing] });
    renderWidget(chat, { defaultOpen: true, renderers: { text: Text } });
    // The first layout may render once more: what scrolls has been measured.
    await waitFor(() => expect(drawn.length).toBeGreaterThan(CONVERSATION.length));
    drawn.length = 0;
    for (const text of ['One two', 'One two three']) {
      act(() => chat.setMessage(growing.id, { parts: [{ type: 'text', text }] }));
    }
    expect(drawn).toEqual([growing.id, growing.id]);
  });

  it('injects no style element and no script', () => {
    const before = document.querySelectorAll('style, script').length;
    const { container } = renderWidget(seedChat({ messages: CONVERSATION }));
    expect(document.querySelectorAll('style, script').length).toBe(before);
    expect(container.querySelectorAll('style, script, iframe')).toHaveLength(0);
  });

  it.each([
    ['empty', seedChat({ suggestions: [{ id: 's', text: 'Where is my order?' }] })],
    ['a conversation', seedChat({ messages: CONVERSATION })],
    ['markdown', seedChat({ messages: [sampleMessage('assistant', MARKDOWN_ANSWER)] })],
    ['streaming', seedChat({ status: 'streaming', messages: CONVERSATION })],
    [
      'messages in trouble',
      seedChat({
        messages: [
          sampleMessage('user', 'maybe', { delivery: 'unconfirmed' }),
          sampleMessage('user', 'no', { delivery: 'failed' }),
          sampleMessage('user', 'later', { delivery: 'queued' }),
        ],
        error: createChatError('server', 'Something broke.', { fix: 'Try again.' }),
      }),
    ],
    [
      'a failed connection',
      seedChat({
        connection: { status: 'failed', reason: createChatError('unauthorized', 'Refused.') },
      }),
    ],
  ])('has nothing for axe to find: %s', async (_title, chat) => {
    for (const theme of ['light', 'dark'] as const) {
      const { container, unmount } = renderWidget(chat, { defaultOpen: true, theme });
      for (const animation of container.getAnimations({ subtree: true })) {
        if (animation.effect?.getComputedTiming().iterations === 1) {
          animation.finish();
        }
      }
      const { violations } = await axe.run(container, { resultTypes: ['violations'] });
      expect(violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes[0]?.html}`)).toEqual([]);
      unmount();
    }
  });
});
