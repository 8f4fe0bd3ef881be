'use client';

import { useRef, useState } from 'react';

import type { Chat } from '../chat.ts';
import type { CommonOptions } from '../session/chat-options.ts';
import { chatKey, type ChatSource, findOrMakeChat, type Hold, holdChat } from './chat-registry.ts';
import { useIsomorphicLayoutEffect } from './use-isomorphic-layout-effect.ts';

/** A chat, and what it was asked for by: a conversation's key, or the chat itself. */
interface Held {
  readonly key: string | Chat;
  readonly chat: Chat;
}

/**
 * The chat of a source, shared with every mounted component that speaks of the same conversation. Another
 * identity makes another chat; everything else reaches the chat that is there.
 */
export function useHeldChat(source: ChatSource, options: CommonOptions): Chat {
  const [held, setHeld] = useState(() => openHeld(source, options));
  let current = held;
  if (held.key !== sourceKey(source)) {
    current = openHeld(source, options);
    setHeld(current);
  }

  const hold = useRef<Hold>(undefined);
  const latest = useRef({ source, options });
  useIsomorphicLayoutEffect(() => {
    latest.current = { source, options };
    hold.current?.update(source, options);
  });
  useIsomorphicLayoutEffect(() => {
    const taken = holdChat(current.chat, latest.current.source, latest.current.options);
    hold.current = taken;
    if (taken.chat !== current.chat) {
      setHeld({ key: current.key, chat: taken.chat });
    }
    return () => {
      hold.current = undefined;
      taken.release();
    };
  }, [current]);

  return current.chat;
}

function sourceKey(source: ChatSource): string | Chat {
  return source.chat ?? chatKey(source.provider);
}

function openHeld(source: ChatSource, options: CommonOptions): Held {
  return {
    key: sourceKey(source),
    chat: source.chat ?? findOrMakeChat(source.provider, options),
  };
}
