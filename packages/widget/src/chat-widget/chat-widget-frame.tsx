'use client';

import type { Chat } from '@parley/hooks';
import type { JSX } from 'react';
import { useEffect } from 'react';

import { ChatComposer } from '../composer/chat-composer.tsx';
import { ChatConnection } from '../connection/chat-connection.tsx';
import { ChatError } from '../error/chat-error.tsx';
import { ChatHandoff } from '../handoff/chat-handoff.tsx';
import { ChatHeader } from '../header/chat-header.tsx';
import { ChatLauncher } from '../launcher/chat-launcher.tsx';
import { ChatMessages } from '../messages/chat-messages.tsx';
import { ChatRoot } from '../root/chat-root.tsx';
import type { ChatOptions } from '../root/chat-root.tsx';
import { useOpenState } from '../root/open-context.ts';
import { useParts } from '../root/parts-context.ts';
import { ChatSuggestions } from '../suggestions/chat-suggestions.tsx';
import { ChatViewport } from '../viewport/chat-viewport.tsx';
import { ChatWindow } from '../window/chat-window.tsx';

/** What the widget is told, whichever way its chat is made. */
export interface ChatWidgetOptions extends ChatOptions {
  /** The window's name. @default labels.title */
  readonly title?: string | undefined;
  /** Characters a message may have. @default what the platform takes, else 10,000 */
  readonly maxLength?: number | undefined;
  readonly className?: string | undefined;
  /** @default the page's */
  readonly dir?: 'ltr' | 'rtl' | 'auto' | undefined;
  /** @default what the reader's system asks for */
  readonly theme?: 'light' | 'dark' | undefined;
}

export interface ChatWidgetFrameProps extends ChatWidgetOptions {
  readonly chat: Chat;
  /** Whether the chat may dial. */
  readonly isEnabled: boolean;
}

/** The whole widget around a chat. */
export function ChatWidgetFrame(props: ChatWidgetFrameProps): JSX.Element {
  const { title, theme, maxLength, isEnabled, ...root } = props;
  return (
    <ChatRoot data-theme={theme} {...root}>
      {isEnabled && <DialWhenOpened />}
      <ChatLauncher />
      <ChatWindow>
        <ChatHeader title={title} />
        <ChatConnection />
        <ChatHandoff />
        <ChatViewport>
          <ChatMessages />
        </ChatViewport>
        <ChatError />
        <ChatSuggestions />
        <ChatComposer maxLength={maxLength} />
      </ChatWindow>
    </ChatRoot>
  );
}

/** A chat that is on its way, or was disconnected on purpose, is left alone. */
function DialWhenOpened(): null {
  const { chat } = useParts();
  const { opened } = useOpenState();
  useEffect(() => {
    if (opened && chat.store.getState().connection.status === 'idle') {
      chat.connect();
    }
  }, [chat, opened]);
  return null;
}
