import { createChatError } from '@parley/hooks';
import { act, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { listen } from '../testing/listen.ts';
import { renderWidget } from '../testing/render-widget.tsx';
import { sampleMessage } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';

const makeError = () => createChatError('timeout', 'No answer came.', { fix: 'Send it again.' });

describe('ChatError', () => {
  it('says what went wrong and what to do, shown and aloud', async () => {
    const { chat, slots } = renderWidget();
    const heard = listen();
    act(() => chat.setState({ error: makeError() }));
    expect(slots('error')[0]?.textContent).toBe('No answer came.Send it again.');
    await waitFor(() => expect(heard).toEqual(['No answer came. Send it again.']));
  });

  it('does not repeat what a message says, even once the message has arrived after all', async () => {
    const mine = sampleMessage('user', 'Hello?', { delivery: 'sending' });
    const { chat, slots } = renderWidget(seedChat({ messages: [mine] }));
    const heard = listen();
    const error = makeError();
    act(() => {
      chat.setMessage(mine.id, { delivery: 'unconfirmed', error });
      chat.setState({ error });
    });
    expect(slots('error')).toHaveLength(0);
    act(() => chat.setMessage(mine.id, { delivery: 'acknowledged', error: undefined }));
    expect(slots('error')).toHaveLength(0);
    await waitFor(() =>
      expect(heard).toEqual(['May not have arrived. No answer came. Send it again.']),
    );
  });

  it('does not repeat what the connection says, even while the next try is made', () => {
    const { chat, slots } = renderWidget();
    const error = createChatError('unauthorized', 'Invalid key');
    act(() => chat.setState({ error, connection: { status: 'failed', reason: error } }));
    expect(slots('error')).toHaveLength(0);
    act(() => chat.setState({ connection: { status: 'connecting', attempt: 1 } }));
    expect(slots('error')).toHaveLength(0);
  });

  it('leaves the focus in the conversation when it is dismissed', async () => {
    const user = userEvent.setup();
    const { slots } = renderWidget(seedChat({ error: makeError() }));
    await user.click(await screen.findByRole('button', { name: 'Dismiss' }));
    expect(slots('error')).toHaveLength(0);
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Conversation' })),
    );
  });
});
