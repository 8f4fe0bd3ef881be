'use client';

import type { Chat, ChatState } from '@parley/hooks';
import { useMessageIds } from '@parley/hooks';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';

import type { ReadingPlace } from './follow-end.ts';
import { AT_END, nextPlace, topAfterPrepend } from './follow-end.ts';

/** Where the reader is, as a viewport shows it. */
export type FollowState = 'following' | 'reading' | 'unseen';

export interface FollowEnd {
  readonly onViewport: (viewport: HTMLElement | null) => void;
  readonly onContent: (content: HTMLElement | null) => void;
  /** `unseen`: something came while the reader was elsewhere. */
  readonly state: FollowState;
  readonly goToEnd: () => void;
}

// A server has no layout, and React 18 complains about an effect that waits for one.
const useBrowserLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/** Keeps the end in view while the reader is there, and the reader's lines where they are while not. */
export function useFollowEnd(chat: Chat): FollowEnd {
  const [viewport, onViewport] = useState<HTMLElement | null>(null);
  const [content, onContent] = useState<HTMLElement | null>(null);
  const placeRef = useRef<ReadingPlace>(AT_END);
  const [state, setState] = useState<FollowState>('following');
  const firstId = useMessageIds(chat)[0];

  useEffect(() => {
    if (!viewport || !content) {
      return undefined;
    }
    const note = () => {
      // A window that is closed has no size, and the reader's place in it is where it was.
      if (viewport.clientHeight === 0) {
        return;
      }
      placeRef.current = nextPlace(placeRef.current, factsOf(viewport));
      const { following } = placeRef.current;
      setState((now) => (following ? 'following' : now === 'following' ? 'reading' : now));
    };
    const follow = () => {
      if (placeRef.current.following) {
        viewport.scrollTo({ top: viewport.scrollHeight });
      }
      note();
    };
    const observer = new ResizeObserver(follow);
    observer.observe(content);
    observer.observe(viewport);
    viewport.addEventListener('scroll', note, { passive: true });
    const unsubscribe = chat.store.subscribe((now, before) => {
      if (hasOwnNewMessage(now, before)) {
        placeRef.current = { ...placeRef.current, following: true };
      } else if (now.messages.at(-1) !== before.messages.at(-1)) {
        setState((was) => (was === 'reading' ? 'unseen' : was));
      }
    });
    return () => {
      observer.disconnect();
      viewport.removeEventListener('scroll', note);
      unsubscribe();
    };
  }, [chat, viewport, content]);

  useBrowserLayoutEffect(() => {
    const place = placeRef.current;
    if (viewport && firstId !== undefined && !place.following && place.contentHeight > 0) {
      viewport.scrollTo({ top: topAfterPrepend(place, viewport.scrollHeight) });
      placeRef.current = { ...factsOf(viewport), following: false };
    }
  }, [firstId]);

  const goToEnd = () => {
    placeRef.current = { ...placeRef.current, following: true };
    setState('following');
    viewport?.scrollTo({ top: viewport.scrollHeight });
  };

  return { onViewport, onContent, state, goToEnd };
}

function factsOf(viewport: HTMLElement) {
  return {
    top: viewport.scrollTop,
    contentHeight: viewport.scrollHeight,
    viewHeight: viewport.clientHeight,
  };
}

/** The user has just written: they want to see it. */
function hasOwnNewMessage(now: ChatState, before: ChatState): boolean {
  const last = now.messages.at(-1);
  return last?.role === 'user' && last.id !== before.messages.at(-1)?.id;
}
