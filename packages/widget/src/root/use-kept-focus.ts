'use client';

import type { FocusEvent, RefObject } from 'react';
import { useEffect, useRef } from 'react';

import { focusedElement } from './focused-element.ts';

export interface KeptFocus {
  readonly ref: RefObject<HTMLElement | null>;
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  readonly onBlur: () => void;
}

/**
 * A button that goes away with the state it stood for (a delivery, a connection, an error) takes the focus with it,
 * and the next key press would be the page's. The message it was in gets the focus instead, or the conversation:
 * not the message box, which would open a phone's keyboard.
 */
export function useKeptFocus(): KeptFocus {
  const ref = useRef<HTMLElement>(null);
  // The element that has the focus, and where it is to go in its place.
  const heldRef = useRef<readonly (HTMLElement | null)[]>([]);

  useEffect(() => {
    const root = ref.current;
    if (!root) {
      return undefined;
    }
    const observer = new MutationObserver(() => {
      const [element, ...places] = heldRef.current;
      if (element && !element.isConnected && !focusedElement(root)) {
        heldRef.current = [];
        places.find((place) => place?.isConnected)?.focus({ preventScroll: true });
      }
    });
    observer.observe(root, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);

  return {
    ref,
    onFocus: ({ target, currentTarget }) => {
      heldRef.current = [
        target,
        target.closest<HTMLElement>('[data-slot="message"]'),
        currentTarget.querySelector<HTMLElement>('[data-slot="viewport"]'),
      ];
    },
    // Not told of an element that is taken away: React is silent while it changes the page.
    onBlur: () => {
      heldRef.current = [];
    },
  };
}
