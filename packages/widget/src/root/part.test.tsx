import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { ChatWidget } from '../chat-widget/chat-widget.tsx';
import { ChatLauncher } from '../launcher/chat-launcher.tsx';
import { CONVERSATION, sampleMessage } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';
import { ChatRoot } from './chat-root.tsx';
import type { SlotComponentProps } from './slots.ts';

afterEach(cleanup);

describe('slots', () => {
  it('take a class name', () => {
    const { container } = render(
      <ChatWidget chat={seedChat()} defaultOpen slots={{ header: 'mine', viewport: 'mine' }} />,
    );
    expect(container.querySelectorAll('.mine')).toHaveLength(2);
  });

  it('take properties, whose handlers run before the part’s own and can keep it from running', async () => {
    const user = userEvent.setup();
    const onClick = vi.fn<(event: React.MouseEvent) => void>();
    const chat = seedChat();
    render(<ChatWidget chat={chat} slots={{ launcher: { title: 'Hi', onClick } }} />);
    await user.click(screen.getByTitle('Hi'));
    expect(onClick).toHaveBeenCalledOnce();
    expect(screen.getByRole('dialog')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Close chat' }));
    onClick.mockImplementation((event) => event.preventDefault());
    await user.click(screen.getByTitle('Hi'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('take a component, which receives everything the part has', () => {
    const Bubble = ({ children, ...props }: SlotComponentProps) => (
      <section {...props} data-mine="">
        {children}
      </section>
    );
    const { container } = render(
      <ChatWidget
        chat={seedChat({ messages: CONVERSATION })}
        defaultOpen
        slots={{ bubble: Bubble }}
      />,
    );
    const bubbles = container.querySelectorAll('section[data-mine][data-slot="bubble"]');
    expect(bubbles).toHaveLength(CONVERSATION.length);
  });
});

describe('asChild', () => {
  it('makes a part of the element that is given, with its own name', async () => {
    const user = userEvent.setup();
    const onOpenChange = vi.fn<(open: boolean) => void>();
    render(
      <ChatRoot chat={seedChat()} onOpenChange={onOpenChange}>
        <ChatLauncher asChild>
          <button type="button">Ask us</button>
        </ChatLauncher>
      </ChatRoot>,
    );
    await user.click(screen.getByRole('button', { name: 'Ask us' }));
    expect(onOpenChange).toHaveBeenCalledWith(true);
  });
});

describe('renderers', () => {
  it('draw parts by type, custom ones by name, and the rest by the fallback', () => {
    const messages = [
      sampleMessage('assistant', [
        { type: 'text', text: 'a' },
        { type: 'custom', name: 'rating', data: 4 },
        { type: 'custom', name: 'constructor', data: { text: 'degraded' } },
      ]),
    ];
    const chat = seedChat({ messages });
    const { rerender } = render(
      <ChatWidget
        chat={chat}
        defaultOpen
        renderers={{
          text: () => <p>my text</p>,
          custom: {
            rating: ({ part }) => <p>{part.type === 'custom' && `${String(part.data)} stars`}</p>,
          },
        }}
      />,
    );
    expect(screen.getByText('my text')).toBeTruthy();
    expect(screen.getByText('4 stars')).toBeTruthy();
    expect(screen.getByText('degraded')).toBeTruthy();
    rerender(
      <ChatWidget chat={chat} defaultOpen renderers={{ fallback: () => <p>fell back</p> }} />,
    );
    expect(screen.getAllByText('fell back')).toHaveLength(2);
  });
});

describe('a part outside <ChatRoot>', () => {
  it('says what to do', () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(() => render(<ChatLauncher />)).toThrow(/Wrap it in <ChatRoot chat=\{chat\}>/);
    quiet.mockRestore();
  });
});
