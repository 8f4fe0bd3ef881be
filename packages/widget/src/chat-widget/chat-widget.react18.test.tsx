import { act, cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { StrictMode, version } from 'react';
import { afterEach, expect, it } from 'vitest';

import { ChatLauncher } from '../launcher/chat-launcher.tsx';
import { ChatRoot } from '../root/chat-root.tsx';
import { MARKDOWN_ANSWER, sampleMessage } from '../testing/sample-messages.ts';
import { ALL_CAPABILITIES, seedChat } from '../testing/seed-chat.ts';
import { ChatWidget } from './chat-widget.tsx';

afterEach(cleanup);

it('opens, draws, sends and gives the focus back on React 18', async () => {
  expect(version).toMatch(/^18\./);
  const user = userEvent.setup();
  const chat = seedChat({
    capabilities: { ...ALL_CAPABILITIES, uploads: true, feedback: 'rating' },
    messages: [sampleMessage('assistant', MARKDOWN_ANSWER)],
  });
  render(
    <StrictMode>
      <ChatWidget chat={chat} title="Support" />
    </StrictMode>,
  );
  await user.click(screen.getByRole('button', { name: 'Open chat' }));
  const box = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
  expect(document.activeElement).toBe(box);
  await user.type(box, 'Hello{Enter}');
  await screen.findByText('Hello');
  expect(box.value).toBe('');
  act(() => chat.setState({ status: 'streaming' }));
  await user.click(screen.getByRole('button', { name: 'Stop answering' }));
  await user.keyboard('{Escape}');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Open chat' }));
});

it('lets another button stand in for the launcher on React 18', () => {
  render(
    <ChatRoot chat={seedChat()}>
      <ChatLauncher asChild>
        <button type="button">Ask us</button>
      </ChatLauncher>
    </ChatRoot>,
  );
  expect(screen.getByRole('button', { name: 'Ask us' }).dataset['slot']).toBe('launcher');
});
