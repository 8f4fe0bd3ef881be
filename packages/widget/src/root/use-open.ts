'use client';

import { useState } from 'react';

import type { OpenState } from './open-context.ts';

export interface OpenOptions {
  /** Controlled: with it, `onOpenChange` asks and the owner decides. */
  readonly open?: boolean | undefined;
  /** @default false */
  readonly defaultOpen?: boolean | undefined;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
  /**
   * Fills the place it is put in: always open, no launcher.
   * @default false
   */
  readonly inline?: boolean | undefined;
}

export function useOpen({ open, defaultOpen, onOpenChange, inline }: OpenOptions): OpenState {
  const [own, setOwn] = useState(defaultOpen ?? false);
  const isOpen = inline || (open ?? own);
  const [opened, setOpened] = useState(isOpen);
  if (isOpen && !opened) {
    setOpened(true);
  }
  return {
    open: isOpen,
    opened: opened || isOpen,
    mode: inline ? 'inline' : 'floating',
    setOpen: (next) => {
      setOwn(next);
      onOpenChange?.(next);
    },
  };
}
