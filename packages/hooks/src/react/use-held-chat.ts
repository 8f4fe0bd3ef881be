'use client';

import { useEffect, useRef, useState } from 'react';

import type { Chat } from '../chat.ts';
import type { CommonOptions } from '../session/chat-options.ts';
import {
  type ChatSource,
  findChat,
  findNextChat,
  type Hold,
  holdChat,
  sourceKey,
} from './hold-chat.ts';

/**
 * The chat of a source, shared with every mounted component that speaks of the same conversation. Another
 * identity makes another chat; one that was missing, and everything else, reaches the chat that is there.
 *
 * The effects are passive ones on purpose: a boundary that suspends again undoes layout effects, and a
 * conversation goes on while its page shows a fallback.
 */
export function useHeldChat(source: ChatSource, options: CommonOptions): Chat {
  const [found, setFound] = useState(() => findChat({ source, options }));
  let current = found;
  if (found.key !== sourceKey(source)) {
    current = findNextChat(found, { source, options });
    setFound(current);
  }

  const hold = useRef<Hold>(undefined);
  const latest = useRef({ source, options });
  useEffect(() => {
    latest.current = { source, options };
    hold.current?.update(latest.current);
  });
  useEffect(() => {
    const taken = holdChat(current, latest.current, () => setFound(findChat(latest.current)));
    hold.current = taken;
    if (taken.chat !== current.chat) {
      setFound({ ...current, chat: taken.chat });
    }
    return () => {
      hold.current = undefined;
      taken.release();
    };
  }, [current]);

  return current.chat;
}
