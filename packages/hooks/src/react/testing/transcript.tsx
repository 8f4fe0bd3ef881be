import { screen } from '@testing-library/react';
import { useEffect } from 'react';

import { messageText } from '../../chat/chat-message.ts';
import type { Chat, ChatView } from '../../chat.ts';
import { isCalm, textsOf, until } from '../../testing/until.ts';
import type { HookBench } from './hook-bench.ts';
import type { HookCase, Identity } from './hook-cases.ts';

interface TranscriptProps {
  readonly hookCase: HookCase;
  readonly bench: HookBench;
  readonly identity?: Identity | undefined;
  readonly onChat?: ((chat: ChatView) => void) | undefined;
}

/** A page of a case's hook: the connection and every message, as text. */
export function Transcript({ hookCase, bench, identity, onChat }: TranscriptProps) {
  const chat = hookCase.useCase(bench.simulator, { runtime: bench.runtime, identity });
  useEffect(() => {
    onChat?.(chat);
  });
  return (
    <section aria-label={identity ?? 'one'}>
      <p>connection: {chat.connection.status}</p>
      {chat.messages.map((message) => (
        <p key={message.id}>{messageText(message)}</p>
      ))}
    </section>
  );
}

/** Answered in full, and seen. */
export async function converse(chat: Chat, text: string): Promise<void> {
  const before = textsOf(chat.store.getState(), 'assistant').length;
  chat.sendMessage(text);
  await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length > before);
  await screen.findByText(text);
}
