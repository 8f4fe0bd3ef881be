import { createChatError } from '@parley/hooks';
import { act, fireEvent, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { renderWidget } from '../testing/render-widget.tsx';
import { sampleMessage } from '../testing/sample-messages.ts';
import { ALL_CAPABILITIES, seedChat } from '../testing/seed-chat.ts';

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });
const sent = (chat: ReturnType<typeof seedChat>) =>
  chat.asked.filter(({ action }) => action === 'sendMessage').map((asked) => asked.with[0]);

describe('ChatComposer', () => {
  it('sends on Enter and makes a line on Shift+Enter', async () => {
    const user = userEvent.setup();
    const { chat } = renderWidget();
    await user.type(box(), 'one{Shift>}{Enter}{/Shift}two{Enter}');
    expect(sent(chat)).toEqual(['one\ntwo']);
    expect(box().value).toBe('');
    expect(document.activeElement).toBe(box());
  });

  it('does not send what is blank', async () => {
    const user = userEvent.setup();
    const { chat } = renderWidget();
    await user.type(box(), '  {Enter}');
    expect(sent(chat)).toEqual([]);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send message' }).disabled).toBe(
      true,
    );
  });

  it('keeps the draft and says why when the chat refuses it', async () => {
    const user = userEvent.setup();
    const { chat } = renderWidget();
    chat.refuse(
      createChatError('queue-full', 'Too many messages wait.', { fix: 'Wait a moment.' }),
    );
    await user.type(box(), 'precious words{Enter}');
    expect(box().value).toBe('precious words');
    expect(box().getAttribute('aria-invalid')).toBe('true');
    const note = document.getElementById(box().getAttribute('aria-describedby') ?? '');
    expect(note?.textContent).toBe('Too many messages wait. Wait a moment.');
    expect(screen.getByRole('status').textContent).toContain('Too many messages wait.');
    chat.refuse(null);
    await user.type(box(), '{Enter}');
    expect(sent(chat)).toEqual(['precious words', 'precious words']);
    expect(box().value).toBe('');
  });

  it('leaves Enter to an input method that composes', () => {
    const { chat } = renderWidget();
    fireEvent.compositionStart(box());
    fireEvent.change(box(), { target: { value: 'にほん' } });
    fireEvent.keyDown(box(), { key: 'Enter', keyCode: 229, isComposing: true });
    fireEvent.compositionEnd(box(), { data: '日本' });
    expect(sent(chat)).toEqual([]);
    // Safari ends the composition first and reports the key afterwards, with only its code to tell.
    fireEvent.keyDown(box(), { key: 'Enter', keyCode: 229 });
    expect(sent(chat)).toEqual([]);
    fireEvent.keyDown(box(), { key: 'Enter', keyCode: 13 });
    expect(sent(chat)).toEqual(['にほん']);
  });

  it('sends a Hangul syllable that one Enter both closes and sends, once', () => {
    const { chat } = renderWidget();
    fireEvent.compositionStart(box());
    fireEvent.change(box(), { target: { value: '안녕' } });
    fireEvent.keyDown(box(), { key: 'Enter', keyCode: 229, isComposing: true });
    fireEvent.compositionEnd(box(), { data: '녕' });
    fireEvent.keyDown(box(), { key: 'Enter', keyCode: 13 });
    expect(sent(chat)).toEqual(['안녕']);
    expect(box().value).toBe('');
  });

  it('grows with its text, up to a limit, and scrolls from there', async () => {
    renderWidget();
    const low = box().offsetHeight;
    fireEvent.change(box(), { target: { value: 'a\nb\nc' } });
    const high = box().offsetHeight;
    fireEvent.change(box(), { target: { value: 'line\n'.repeat(40) } });
    expect(high).toBeGreaterThan(low + 30);
    expect(box().offsetHeight).toBeLessThan(180);
    expect(box().scrollHeight).toBeGreaterThan(box().clientHeight);
  });

  it('counts characters once the end is near', () => {
    const { slots } = renderWidget(seedChat({}, { provider: { maxLength: 100 } }));
    fireEvent.change(box(), { target: { value: 'x'.repeat(79) } });
    expect(slots('count')).toHaveLength(0);
    fireEvent.change(box(), { target: { value: 'x'.repeat(90) } });
    expect(slots('count')[0]?.textContent).toBe('10 left');
    fireEvent.change(box(), { target: { value: 'x'.repeat(103) } });
    expect(slots('count')[0]?.textContent).toBe('3 too many');
    expect(box().getAttribute('aria-invalid')).toBe('true');
  });

  it('counts by the limit of the chat’s own once a message went over it', async () => {
    const user = userEvent.setup();
    const { chat, slots } = renderWidget();
    chat.refuse(createChatError('too-large', 'Too long.', { limit: 20 }));
    await user.type(box(), `${'x'.repeat(23)}{Enter}`);
    expect(slots('count')[0]?.textContent).toBe('3 too many');
    await user.type(box(), '{Backspace>5/}');
    expect(slots('count')[0]?.textContent).toBe('2 left');
    expect(box().getAttribute('aria-invalid')).toBeNull();
  });

  it('stops an answer, and keeps the focus in the message box', async () => {
    const user = userEvent.setup();
    const { chat } = renderWidget(seedChat({ status: 'streaming' }));
    await user.click(screen.getByRole('button', { name: 'Stop answering' }));
    expect(chat.asked.at(-1)?.action).toBe('stop');
    expect(screen.queryByRole('button', { name: 'Stop answering' })).toBeNull();
    expect(document.activeElement).toBe(box());
  });

  it('offers files only where the platform takes them, and shows how far they are', async () => {
    const user = userEvent.setup();
    const chat = seedChat({ capabilities: { ...ALL_CAPABILITIES, uploads: false } });
    const { container } = renderWidget(chat);
    expect(screen.queryByRole('button', { name: 'Attach files' })).toBeNull();
    act(() => chat.setState({ capabilities: { ...ALL_CAPABILITIES, uploads: true } }));
    const file = new File(['x'], 'photo.png', { type: 'image/png' });
    await user.upload(container.querySelector<HTMLInputElement>('input[type="file"]')!, file);
    expect(chat.asked.at(-1)).toEqual({ action: 'upload', with: [[file]] });
    expect(screen.getByRole('progressbar', { name: 'Uploading photo.png' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Cancel upload' }));
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  it('offers files only while the session takes one, where it says so', () => {
    const uploads = { ...ALL_CAPABILITIES, uploads: true };
    const chat = seedChat({ capabilities: uploads, session: { canUpload: false } });
    renderWidget(chat);
    expect(screen.queryByRole('button', { name: 'Attach files' })).toBeNull();
    act(() => chat.setState({ session: { canUpload: true } }));
    expect(screen.getByRole('button', { name: 'Attach files' })).toBeTruthy();
  });

  it('takes no typed answer while the platform wants none, says so, and keeps the draft', async () => {
    const user = userEvent.setup();
    const { chat } = renderWidget();
    await user.type(box(), 'A draft');
    act(() => chat.setState({ session: { inputDisabled: true } }));
    await user.type(box(), ' that grows{Enter}');
    expect(box().value).toBe('A draft');
    expect(box().readOnly).toBe(true);
    expect(sent(chat)).toEqual([]);
    const note = document.getElementById(box().getAttribute('aria-describedby') ?? '');
    expect(note?.textContent).toBe('Typing is off for now. Please use one of the buttons.');
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Send message' });
    expect(button.disabled).toBe(true);
    act(() => chat.setState({ session: { inputDisabled: false } }));
    expect(note?.textContent).toBe('');
    await user.type(box(), '{Enter}');
    expect(sent(chat)).toEqual(['A draft']);
  });

  it('takes a message back for editing before what is written already', async () => {
    const user = userEvent.setup();
    const lost = sampleMessage('user', 'the lost one', { delivery: 'failed' });
    renderWidget(seedChat({ messages: [lost] }));
    await user.type(box(), 'a draft');
    await user.click(screen.getByRole('button', { name: 'Edit' }));
    expect(box().value).toBe('the lost one\na draft');
    expect(document.activeElement).toBe(box());
  });
});
