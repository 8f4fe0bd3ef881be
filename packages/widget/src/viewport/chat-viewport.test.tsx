import type { ChatMessage } from '@parley/hooks';
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { renderWidget } from '../testing/render-widget.tsx';
import { sampleMessage } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';

const many = (count: number): ChatMessage[] =>
  Array.from({ length: count }, (_, index) =>
    sampleMessage(index % 2 ? 'assistant' : 'user', `Line ${index} of a long conversation.`),
  );
const viewport = () => screen.getByRole('region', { name: 'Conversation' });
const toEnd = () => viewport().scrollHeight - viewport().clientHeight - viewport().scrollTop;
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const atEnd = () => waitFor(() => expect(toEnd()).toBeLessThan(2));

describe('ChatViewport', () => {
  it('opens at the end and stays there while an answer grows', async () => {
    const growing = sampleMessage('assistant', 'One', { state: 'streaming' });
    const { chat } = renderWidget(seedChat({ messages: [...many(40), growing] }));
    await atEnd();
    const height = viewport().scrollHeight;
    act(() =>
      chat.setMessage(growing.id, { parts: [{ type: 'text', text: 'word\n\n'.repeat(60) }] }),
    );
    await waitFor(() => expect(viewport().scrollHeight).toBeGreaterThan(height + 500));
    await atEnd();
  });

  it('leaves a reader alone, says that something came, and brings them to it', async () => {
    const user = userEvent.setup();
    const messages = many(40);
    const { chat } = renderWidget(seedChat({ messages }));
    await atEnd();
    viewport().scrollTo({ top: 300 });
    await screen.findByRole('button', { name: 'Go to the latest message' });
    act(() => chat.setState({ messages: [...messages, sampleMessage('assistant', 'New!')] }));
    const button = await screen.findByRole('button', { name: 'New messages' });
    expect(viewport().scrollTop).toBe(300);
    await user.click(button);
    await atEnd();
    expect(screen.queryByRole('button', { name: 'New messages' })).toBeNull();
    expect(document.activeElement).toBe(viewport());
  });

  it('goes to what the user has just written', async () => {
    const user = userEvent.setup();
    renderWidget(seedChat({ messages: many(40) }));
    await atEnd();
    viewport().scrollTo({ top: 100 });
    await screen.findByRole('button', { name: 'Go to the latest message' });
    await user.type(screen.getByRole('textbox', { name: 'Message' }), 'here{Enter}');
    await atEnd();
  });

  it('keeps the reader’s lines in place when older messages come', async () => {
    const messages = many(40);
    const { chat, slots } = renderWidget(
      seedChat({ messages, history: { status: 'idle', hasMore: true } }),
    );
    await atEnd();
    viewport().scrollTo({ top: 0 });
    await screen.findByRole('button', { name: 'Go to the latest message' });
    const first = slots('message')[0]!;
    const before = first.getBoundingClientRect().top;
    act(() => chat.setState({ messages: [...many(30), ...messages] }));
    expect(Math.abs(first.getBoundingClientRect().top - before)).toBeLessThan(2);
    expect(viewport().scrollTop).toBeGreaterThan(500);
  });

  it('keeps the reader’s line in place while what is above it comes into sight for the first time', async () => {
    const long = many(400).map((message, index) => ({
      ...message,
      parts: [{ type: 'text' as const, text: 'word '.repeat(5 + ((index * 37) % 90)) }],
    }));
    const { slots } = renderWidget(seedChat({ messages: long }));
    await atEnd();
    viewport().scrollBy({ top: -500 });
    await screen.findByRole('button', { name: 'Go to the latest message' });
    for (let message = 380; message > 200; message -= 10) {
      viewport().scrollBy({ top: slots('message')[message]!.getBoundingClientRect().top - 300 });
      await nextFrame();
      const before = slots('message')[message]!.getBoundingClientRect().top;
      await nextFrame();
      await nextFrame();
      const after = slots('message')[message]!.getBoundingClientRect().top;
      expect(Math.abs(after - before)).toBeLessThan(2);
    }
  });

  it('draws nothing of a long conversation that is far away', async () => {
    const { slots } = renderWidget(seedChat({ messages: many(400) }));
    await atEnd();
    const isDrawn = (message: HTMLElement | undefined) =>
      message?.checkVisibility({ contentVisibilityAuto: true });
    await waitFor(() => expect(isDrawn(slots('message')[0])).toBe(false));
    expect(isDrawn(slots('message').at(-1))).toBe(true);
    // Out of sight is not out of reach: a screen reader and a search in the page find all of it.
    expect(screen.getAllByRole('listitem')).toHaveLength(400);
    viewport().scrollTo({ top: 0 });
    await waitFor(() => expect(isDrawn(slots('message')[0])).toBe(true));
  });

  it('asks no more of the store for a long conversation than for a short one', async () => {
    const listeners = (count: number) => {
      const chat = seedChat({ messages: many(count) });
      const subscribe = vi.spyOn(chat.store, 'subscribe');
      renderWidget(chat);
      cleanup();
      return subscribe.mock.calls.length;
    };
    expect(listeners(400)).toBe(listeners(4));
  });

  it('asks for older messages', async () => {
    const user = userEvent.setup();
    const { chat } = renderWidget(
      seedChat({ messages: many(3), history: { status: 'idle', hasMore: true } }),
    );
    await user.click(screen.getByRole('button', { name: 'Show earlier messages' }));
    expect(chat.asked.at(-1)?.action).toBe('loadOlder');
  });

  it('has a scrollbar of the library’s, which knows the viewport that is ours', async () => {
    const user = userEvent.setup();
    const { slots, container } = renderWidget(seedChat({ messages: many(40) }));
    await user.hover(viewport());
    await waitFor(() => expect(slots('scrollbar-thumb')).toHaveLength(1));
    await waitFor(() => expect(slots('scrollbar-thumb')[0]!.offsetHeight).toBeGreaterThan(10));
    expect(container.querySelector('style')).toBeNull();
  });
});
