'use client';

import { Slottable } from '@radix-ui/react-slot';
import type { JSX } from 'react';
import { useRef } from 'react';

import { Icon } from '../icons/icons.tsx';
import { focusedElement } from '../root/focused-element.ts';
import { useOpenState } from '../root/open-context.ts';
import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { useChange } from '../root/use-change.ts';
import { useUnread } from './use-unread.ts';

export type ChatLauncherProps = PartProps<'button'>;

/** The button that opens the window, and gets the focus back when it closes. */
export function ChatLauncher({ children, ...own }: ChatLauncherProps): JSX.Element | null {
  const { chat, labels, id } = useParts();
  const { open, opened, mode, setOpen } = useOpenState();
  const unread = useUnread(chat, open);
  const ref = useRef<HTMLElement>(null);

  useChange(open, () => {
    const launcher = ref.current;
    if (!open && launcher && hasLostFocus(launcher)) {
      launcher.focus();
    }
  });

  if (mode === 'inline') {
    return null;
  }
  return (
    <Part
      as="button"
      slotName="launcher"
      type="button"
      ref={ref}
      hidden={open}
      aria-label={children === undefined ? labels.openChat : undefined}
      aria-haspopup="dialog"
      aria-expanded={open}
      aria-controls={opened ? `${id}-window` : undefined}
      aria-describedby={unread > 0 ? `${id}-unread` : undefined}
      onClick={() => setOpen(true)}
      over={own}
    >
      <Slottable>{children ?? <Icon name="chat" />}</Slottable>
      {unread > 0 && (
        <Part as="span" slotName="unread" data-count={unread > 99 ? '99+' : unread}>
          <span hidden id={`${id}-unread`}>
            {labels.unread(unread)}
          </span>
        </Part>
      )}
    </Part>
  );
}

/** The focus was in what has just been hidden. Where it is anywhere else, somebody has put it there. */
function hasLostFocus(launcher: HTMLElement): boolean {
  const active = focusedElement(launcher);
  return !active || active.closest('[hidden]') !== null;
}
