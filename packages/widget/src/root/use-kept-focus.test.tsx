import { createChatError } from '@parley/hooks';
import { act, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { renderWidget } from '../testing/render-widget.tsx';
import { seedChat } from '../testing/seed-chat.ts';

const error = createChatError('server', 'The server failed.');
const dismiss = () => screen.findByRole('button', { name: 'Dismiss' });

describe('the focus of a chat', () => {
  it('goes to the conversation from what goes away, where Escape still closes the window', async () => {
    const user = userEvent.setup();
    const { chat } = renderWidget(seedChat({ error }));
    (await dismiss()).focus();
    act(() => chat.setState({ error: null }));
    const conversation = screen.getByRole('region', { name: 'Conversation' });
    await waitFor(() => expect(document.activeElement).toBe(conversation));
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('is left where the page or the reader has put it', async () => {
    const { chat, container, slots } = renderWidget(seedChat({ error }));
    const outside = document.body.appendChild(document.createElement('button'));
    const gone = () => waitFor(() => expect(slots('error')).toHaveLength(0));
    (await dismiss()).focus();
    act(() => chat.setState({ error: null }));
    // Before anybody could hear that the button is gone.
    outside.focus();
    await gone();
    expect(document.activeElement).toBe(outside);

    act(() => chat.setState({ error }));
    (await dismiss()).focus();
    (await dismiss()).blur();
    act(() => chat.setState({ error: null }));
    await gone();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(container.contains(document.activeElement)).toBe(false);
    outside.remove();
  });
});
