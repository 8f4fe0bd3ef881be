'use client';

import type { Capabilities, Chat, Clock } from '@parley/hooks';
import { createContext, useContext } from 'react';

import type { Announcer } from '../announcer/announcer.ts';
import type { ComposerLink } from '../composer/composer-link.ts';
import type { Labels } from '../labels/labels.ts';
import type { Renderers } from '../message/renderers.ts';
import type { Slots } from './slots.ts';

/** What every part can reach. Nothing in it changes for a message or a token. */
export interface Parts {
  readonly chat: Chat;
  /** What the platform can do. The store is asked once for all parts: one that asked for every message would be called for every token. */
  readonly capabilities: Capabilities;
  readonly labels: Labels;
  readonly renderers: Renderers;
  readonly slots: Slots;
  /** Origins whose images may be loaded, such as `https://cdn.example.com`. */
  readonly allowedImageOrigins: readonly string[];
  readonly clock: Clock;
  readonly announcer: Announcer;
  readonly composer: ComposerLink;
  /** Starts every id that parts refer to each other by. */
  readonly id: string;
}

export const PartsContext: React.Context<Parts | null> = createContext<Parts | null>(null);

/** What every part can reach, from the {@link ChatRoot} around it. */
export function useParts(): Parts {
  const parts = useContext(PartsContext);
  if (!parts) {
    throw new Error(
      'widget: a chat part was rendered outside <ChatRoot>. It has no chat to show. ' +
        'Wrap it in <ChatRoot chat={chat}>.',
    );
  }
  return parts;
}
