import { createChatError } from '@parley/hooks';
import { act, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { listen } from '../testing/listen.ts';
import { renderWidget } from '../testing/render-widget.tsx';
import { sampleMessage } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';

const button = (name: string) => screen.getByRole('button', { name });
const names = () => screen.queryAllByRole('button').map(({ textContent }) => textContent);
const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
const slow = createChatError('rate-limited', 'Too many messages', { fix: 'Wait a moment.' });
const mine = (delivery: 'queued' | 'sending' | 'unconfirmed' | 'failed', text = 'Hello?') =>
  sampleMessage('user', text, { delivery, ...(delivery === 'failed' && { error: slow }) });

describe('ChatDelivery', () => {
  it.each([
    ['queued', 'Waiting to be sent', ['Edit', 'Discard']],
    ['sending', 'Sending…', []],
    ['unconfirmed', 'May not have arrived', ['Send again', 'Edit', 'Discard']],
    ['failed', 'Not sent. Too many messages. Wait a moment.', ['Send again', 'Edit', 'Discard']],
  ] as const)('says of a message that is %s: %s', (delivery, words, actions) => {
    const { slots } = renderWidget(seedChat({ messages: [mine(delivery)] }));
    expect(slots('delivery-text')[0]?.textContent).toBe(words);
    expect(names().filter(Boolean)).toEqual(actions);
  });

  it('says aloud every time that a message gets into trouble', async () => {
    const message = mine('sending');
    const { chat } = renderWidget(seedChat({ messages: [message] }));
    const heard = listen();
    const words = 'Not sent. Too many messages. Wait a moment.';
    for (const delivery of ['failed', 'queued', 'sending', 'failed'] as const) {
      const error = delivery === 'failed' ? slow : undefined;
      act(() => chat.setMessage(message.id, { delivery, error }));
    }
    await waitFor(() => expect(heard).toEqual([words, words]));
  });

  it('says nothing aloud of trouble that is old', async () => {
    const { chat } = renderWidget(seedChat({ messages: [mine('failed')] }));
    const heard = listen();
    act(() => chat.setState({ handoff: 'agent' }));
    await waitFor(() => expect(heard).toEqual(['You are talking to a person.']));
  });

  it('leaves the reason to the connection while that says the same, seen and heard', async () => {
    const { chat, slots } = renderWidget(seedChat({ messages: [mine('sending')] }));
    const heard = listen();
    const reason = createChatError('unauthorized', 'No such key.', { fix: 'Check it.' });
    const { id } = chat.store.getState().messages[0]!;
    act(() => {
      chat.setMessage(id, {
        delivery: 'failed',
        error: createChatError('unauthorized', 'No such key.', { fix: 'Check it.' }),
      });
      chat.setState({ connection: { status: 'failed', reason } });
    });
    const said = () => slots('delivery-text')[0]?.textContent;
    expect(said()).toBe('Not sent');
    await waitFor(() =>
      expect(heard.toSorted()).toEqual([
        'Not sent',
        'You are not signed in to this chat. No such key. Check it.',
      ]),
    );
    act(() => chat.setState({ connection: { status: 'ready' } }));
    expect(said()).toBe('Not sent. No such key. Check it.');
  });

  it('says a reason that is not the one of the connection, or has other advice', () => {
    const reason = createChatError('rate-limited', slow.message, { fix: 'Come back tomorrow.' });
    const connection = { status: 'failed', reason } as const;
    const { slots } = renderWidget(seedChat({ connection, messages: [mine('failed')] }));
    expect(slots('delivery-text')[0]?.textContent).toBe(
      'Not sent. Too many messages. Wait a moment.',
    );
  });

  it('leaves a message that is sent again in its place, and the focus on it', async () => {
    const user = userEvent.setup();
    const message = mine('failed', 'The first');
    const { chat, slots } = renderWidget(seedChat({ messages: [message, mine('queued')] }));
    await user.click(button('Send again'));
    expect(chat.asked.at(-1)).toEqual({ action: 'retry', with: [message.id] });
    act(() => chat.setMessage(message.id, { delivery: 'sending', error: undefined }));
    await waitFor(() => expect(document.activeElement).toBe(slots('message')[0]));
    expect(slots('text').map(({ textContent }) => textContent)).toEqual(['The first', 'Hello?']);
  });

  it('discards at once, and gives it back before what is written', async () => {
    const user = userEvent.setup();
    const { chat } = renderWidget(seedChat({ messages: [mine('failed', 'Precious')] }));
    await user.type(box(), 'a draft');
    const heard = listen();
    await user.click(button('Discard'));
    expect(chat.store.getState().messages).toEqual([]);
    await waitFor(() => expect(heard).toEqual(['Message discarded.']));
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Conversation' }));
    await user.click(button('Undo'));
    expect(box().value).toBe('Precious\na draft');
    expect(document.activeElement).toBe(box());
    expect(names()).not.toContain('Undo');
  });

  it('offers what was discarded until something else is written', async () => {
    const user = userEvent.setup();
    renderWidget(seedChat({ messages: [mine('queued')] }));
    await user.click(button('Discard'));
    await user.type(box(), 'x');
    expect(names()).not.toContain('Undo');
  });

  describe('of a message with files', () => {
    const FILE = { type: 'attachment', name: 'lamp.jpg', mediaType: 'image/jpeg' } as const;
    const draw = (text?: string) => {
      const parts = text === undefined ? [FILE] : [{ type: 'text', text } as const, FILE];
      const message = sampleMessage('user', parts, { delivery: 'failed', error: slow });
      return renderWidget(seedChat({ messages: [message] }));
    };

    it('offers no "Edit": files do not go back into the message box', () => {
      draw('Like this one');
      expect(names().filter(Boolean)).toEqual(['Send again', 'Discard']);
    });

    it('asks before it discards, aloud as well, and leaves the focus where it is', async () => {
      const user = userEvent.setup();
      const { chat } = draw();
      const heard = listen();
      await user.click(button('Discard'));
      expect(chat.store.getState().messages).toHaveLength(1);
      expect(document.activeElement).toBe(button('Discard for good?'));
      await waitFor(() => expect(heard).toEqual(['Discard for good?']));
      await user.keyboard('{Enter}');
      expect(chat.store.getState().messages).toEqual([]);
      await waitFor(() => expect(heard.at(-1)).toBe('Message discarded.'));
    });

    it('does not take a double click for an answer', async () => {
      const { chat } = draw();
      await userEvent.setup().dblClick(button('Discard'));
      expect(chat.store.getState().messages).toHaveLength(1);
      expect(names()).toContain('Discard for good?');
    });

    it('asks anew once the person has turned to something else', async () => {
      const user = userEvent.setup();
      const { chat } = draw();
      await user.click(button('Discard'));
      await user.click(box());
      await user.click(button('Discard'));
      expect(chat.store.getState().messages).toHaveLength(1);
    });

    it('gives the words back that were with the files', async () => {
      const user = userEvent.setup();
      draw('Like this one');
      button('Discard').focus();
      await user.keyboard('{Enter}{Enter}');
      await user.click(button('Undo'));
      expect(box().value).toBe('Like this one');
    });
  });

  it('says at the message box why a message cannot be sent again, and keeps it', async () => {
    const user = userEvent.setup();
    const chat = seedChat({ messages: [mine('unconfirmed')] });
    const full = createChatError('queue-full', 'Too many wait.', { fix: 'Discard one.' });
    const { slots } = renderWidget({ ...chat, retry: () => ({ ok: false, error: full }) });
    await user.click(button('Send again'));
    expect(slots('composer-note')[0]?.textContent).toBe('Too many wait. Discard one.');
    expect(slots('message')).toHaveLength(1);
    expect(document.activeElement).toBe(button('Send again'));
  });

  it('shows whole what has no place to break', () => {
    const long = 'x'.repeat(400);
    const error = createChatError('rejected', long, { fix: long });
    const message = sampleMessage('user', long, { delivery: 'failed', error });
    const { slots } = renderWidget(seedChat({ messages: [message] }));
    const [viewport] = slots('viewport');
    expect(viewport?.scrollWidth).toBe(viewport?.clientWidth);
    const { left } = slots('delivery-text')[0]!.getBoundingClientRect();
    expect(left).toBeGreaterThanOrEqual(viewport!.getBoundingClientRect().left);
  });
});
