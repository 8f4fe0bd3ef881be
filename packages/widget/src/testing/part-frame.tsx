import '../styles.css';

import type { ChatState } from '@parley/hooks';
import type { JSX, ReactNode } from 'react';
import { useState } from 'react';

import { ChatRoot } from '../root/chat-root.tsx';
import type { ChatOptions } from '../root/chat-root.tsx';
import { seedChat } from './seed-chat.ts';
import type { SeededChat } from './seed-chat.ts';

export interface PartFrameProps extends ChatOptions {
  /** What the chat is in the middle of. */
  readonly state?: Partial<ChatState> | undefined;
  /** In place of a state: a chat that the story goes on with. */
  readonly chat?: SeededChat | undefined;
  readonly children: ReactNode;
}

/** A part by itself, in the width it has in a window. */
export function PartFrame({ state, chat, children, ...options }: PartFrameProps): JSX.Element {
  const [seeded] = useState(() => chat ?? seedChat(state));
  return (
    <div style={{ maxInlineSize: '25rem', minBlockSize: '4rem' }}>
      <ChatRoot chat={seeded} inline {...options}>
        {children}
      </ChatRoot>
    </div>
  );
}
