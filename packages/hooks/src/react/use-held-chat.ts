'use client';

import { useEffect, useRef, useState } from 'react';

import type { Chat } from '../chat.ts';
import { findChat, findNextChat, type Hold, holdChat, keyOf, type Wishes } from './hold-chat.ts';

/**
 * The chat that is wished for, shared with every mounted component that speaks of the same conversation. Another
 * identity makes another chat; one that was missing, and everything else, reaches the chat that is there.
 *
 * The effects are passive ones on purpose: a boundary that suspends again undoes layout effects, and a
 * conversation goes on while its page shows a fallback.
 */
export function useHeldChat(wishes: Wishes): Chat {
  const [found, setFound] = useState(() => findChat(wishes));
  let current = found;
  if (found.key !== keyOf(wishes)) {
    current = findNextChat(found, wishes);
    setFound(current);
  }

  const hold = useRef<Hold>(undefined);
  const latest = useRef(wishes);
  useEffect(() => {
    latest.current = wishes;
    hold.current?.update(wishes);
  });
  useEffect(() => {
    const taken = holdChat(current, latest.current, () => setFound(findChat(latest.current)));
    hold.current = taken;
    if (taken.found.chat !== current.chat) {
      setFound(taken.found);
    }
    return () => {
      hold.current = undefined;
      taken.release();
    };
  }, [current]);

  return current.chat;
}
