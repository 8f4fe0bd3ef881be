import type { ChatMessage } from '@parley/hooks';
import { createChatError } from '@parley/hooks';
import { act, render, screen, waitFor } from '@testing-library/react';
import { StrictMode } from 'react';
import { describe, expect, it } from 'vitest';

import { ChatWidget } from '../chat-widget/chat-widget.tsx';
import { listen } from '../testing/listen.ts';
import { renderWidget } from '../testing/render-widget.tsx';
import { CONVERSATION, sampleMessage } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';

describe('ChatAnnouncer', () => {
  it('is one polite region, there before there is anything to say', () => {
    const { container } = renderWidget(seedChat({ messages: CONVERSATION }), {});
    const regions = container.querySelectorAll(
      '[aria-live], [role="status"], [role="log"], [role="alert"]',
    );
    expect(regions).toHaveLength(1);
    expect(screen.getByRole('status').getAttribute('aria-live')).toBe('polite');
    expect(screen.getByRole('status').textContent).toBe('');
  });

  it('says an answer once, when it is whole, and never a token', async () => {
    const chat = seedChat({ messages: CONVERSATION });
    render(
      <StrictMode>
        <ChatWidget chat={chat} defaultOpen />
      </StrictMode>,
    );
    const heard = listen();
    const growing = sampleMessage('assistant', '', { state: 'streaming' });
    act(() => chat.setState({ messages: [...CONVERSATION, growing] }));
    for (const text of ['It is', 'It is **on', 'It is **on its way**.']) {
      act(() => chat.setMessage(growing.id, { parts: [{ type: 'text', text }] }));
    }
    expect(heard).toEqual([]);
    act(() => chat.setMessage(growing.id, { state: 'complete' }));
    act(() => chat.setMessage(growing.id, { metadata: { seen: true } }));
    await waitFor(() => expect(heard).toEqual(['Assistant: It is on its way.']));
  });

  it('says when a message of the user is in trouble, with the reason', async () => {
    const mine = sampleMessage('user', 'hello', { delivery: 'sending' });
    const { chat } = renderWidget(seedChat({ messages: [mine] }));
    const heard = listen();
    const error = createChatError('rate-limited', 'Too many messages.');
    act(() => chat.setMessage(mine.id, { delivery: 'failed', error }));
    await waitFor(() => expect(heard).toEqual(['Not sent. Too many messages.']));
  });

  it('says what became of the connection when it is shown', async () => {
    const { chat } = renderWidget();
    const heard = listen();
    act(() =>
      chat.setState({
        connection: {
          status: 'failed',
          reason: createChatError('not-found', 'There is no such chat.', { fix: 'Check the id.' }),
        },
      }),
    );
    await waitFor(() =>
      expect(heard).toEqual(['This chat is not available. There is no such chat. Check the id.']),
    );
  });

  it('holds no more lines than somebody can listen to, however many messages come', () => {
    const { chat } = renderWidget();
    const messages: ChatMessage[] = [];
    for (let count = 0; count < 200; count += 1) {
      messages.push(sampleMessage('assistant', `Message ${count}`));
      act(() => chat.setState({ messages: [...messages] }));
    }
    const lines = [...screen.getByRole('status').children].map(({ textContent }) => textContent);
    expect(lines).toEqual([197, 198, 199].map((count) => `Assistant: Message ${count}`));
  });
});
