'use client';

import type { JSX, KeyboardEvent } from 'react';

import { useOpenState } from '../root/open-context.ts';
import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { useChange } from '../root/use-change.ts';
import { keepFocusInside } from './keep-focus-inside.ts';
import { useMedia } from './use-media.ts';

export type ChatWindowProps = PartProps<'div'>;

/** At this width the window takes the whole screen, and so the whole attention. The stylesheet says the same. */
const WHOLE_SCREEN = '(max-width: 30rem)';

/** The window: a dialog over the page, modal where it covers all of it; a region of the page when inline. */
export function ChatWindow({ children, ...own }: ChatWindowProps): JSX.Element | null {
  const { id, composer } = useParts();
  const { open, opened, mode, setOpen } = useOpenState();
  const isNarrow = useMedia(WHOLE_SCREEN);
  const isModal = mode === 'floating' && isNarrow;

  useChange(open, () => {
    if (open) {
      composer.get()?.focus();
    }
  });

  if (!opened) {
    return null;
  }

  const handleKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (mode === 'inline' || event.defaultPrevented || event.nativeEvent.isComposing) {
      return;
    }
    if (event.key === 'Escape') {
      // A page behind may listen for Escape too, and this one was for the chat.
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === 'Tab' && isModal) {
      const next = keepFocusInside(event.currentTarget, event.shiftKey);
      if (next) {
        event.preventDefault();
        next.focus();
      }
    }
  };

  return (
    <Part
      slotName="window"
      id={`${id}-window`}
      role={mode === 'inline' ? 'region' : 'dialog'}
      aria-modal={isModal || undefined}
      aria-labelledby={`${id}-title`}
      data-state={open ? 'open' : 'closed'}
      hidden={!open}
      onKeyDown={handleKeyDown}
      over={own}
    >
      {children}
    </Part>
  );
}
