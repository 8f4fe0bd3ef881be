'use client';

import type { Chat, Clock } from '@parley/hooks';
import { useChatState } from '@parley/hooks';
import { Slottable } from '@radix-ui/react-slot';
import type { JSX } from 'react';
import { useId, useMemo, useState } from 'react';

import { createAnnouncer } from '../announcer/announcer.ts';
import { ChatAnnouncer } from '../announcer/chat-announcer.tsx';
import { createComposerLink } from '../composer/composer-link.ts';
import type { PartialLabels } from '../labels/labels.ts';
import { mergeLabels } from '../labels/labels.ts';
import type { Renderers } from '../message/renderers.ts';
import { OpenContext } from './open-context.ts';
import { Part } from './part.tsx';
import type { PartProps } from './part.tsx';
import { PartsContext } from './parts-context.ts';
import type { Parts } from './parts-context.ts';
import type { Slots } from './slots.ts';
import { SYSTEM_CLOCK } from './system-clock.ts';
import { isShallowEqual, useHeld } from './use-held.ts';
import { useKeptFocus } from './use-kept-focus.ts';
import { useOpen } from './use-open.ts';
import type { OpenOptions } from './use-open.ts';

/** What can be set for a whole chat, whoever lays out its parts. */
export interface ChatOptions extends OpenOptions {
  /** Words in place of the English ones. */
  readonly labels?: PartialLabels | undefined;
  /** How the parts of messages are drawn, by type. */
  readonly renderers?: Renderers | undefined;
  /** A class name, properties or a component for any part, by its `data-slot`. */
  readonly slots?: Slots | undefined;
  /**
   * Origins whose images may be loaded, such as `https://cdn.example.com`. Any other image is a link.
   * @default none
   */
  readonly allowedImageOrigins?: readonly string[] | undefined;
  /**
   * Time, for what counts down or fades away.
   * @default the page's own
   */
  readonly clock?: Clock | undefined;
}

export type ChatRootProps = PartProps<'div'> &
  ChatOptions & {
    /** From any of the hooks, or from `createChat`. */
    readonly chat: Chat;
  };

/**
 * What is around the parts of a chat: its theme, its words, and the live region that reads messages out.
 *
 * @example
 * <ChatRoot chat={chat} inline>
 *   <ChatWindow>
 *     <ChatViewport><ChatMessages /></ChatViewport>
 *     <ChatComposer />
 *   </ChatWindow>
 * </ChatRoot>
 */
export function ChatRoot(props: ChatRootProps): JSX.Element {
  const {
    chat: _chat,
    labels: _labels,
    renderers: _renderers,
    slots: _slots,
    allowedImageOrigins: _allowedImageOrigins,
    clock: _clock,
    open: _open,
    defaultOpen: _defaultOpen,
    onOpenChange: _onOpenChange,
    inline: _inline,
    children,
    className,
    ...own
  } = props;
  const openState = useOpen(props);
  const parts = useRootParts(props);
  return (
    <PartsContext.Provider value={parts}>
      <OpenContext.Provider value={openState}>
        <Part
          slotName="root"
          data-mode={openState.mode}
          data-state={openState.open ? 'open' : 'closed'}
          className={className ? `parley ${className}` : 'parley'}
          {...useKeptFocus()}
          over={own}
        >
          <Slottable>{children}</Slottable>
          <ChatAnnouncer />
        </Part>
      </OpenContext.Provider>
    </PartsContext.Provider>
  );
}

const NONE = {};
const NO_ORIGINS: readonly string[] = [];

function useRootParts(props: ChatRootProps): Parts {
  const id = useId();
  // A view is another object whenever a field its owner reads changes; its store is always the same.
  const chat = useHeld(props.chat, (a, b) => a.store === b.store);
  const labels = useHeld(props.labels ?? NONE, isShallowEqual);
  const renderers = useHeld(props.renderers ?? NONE, isShallowEqual);
  const slots = useHeld(props.slots ?? NONE, isShallowEqual);
  const allowedImageOrigins = useHeld(props.allowedImageOrigins ?? NO_ORIGINS, isShallowEqual);
  const clock = props.clock ?? SYSTEM_CLOCK;
  const capabilities = useChatState(chat, (state) => state.capabilities);
  const [announcer] = useState(createAnnouncer);
  const [composer] = useState(createComposerLink);
  return useMemo(
    () => ({
      chat,
      capabilities,
      labels: mergeLabels(labels),
      renderers,
      slots,
      allowedImageOrigins,
      clock,
      id,
      announcer,
      composer,
    }),
    [
      chat,
      capabilities,
      labels,
      renderers,
      slots,
      allowedImageOrigins,
      clock,
      id,
      announcer,
      composer,
    ],
  );
}
