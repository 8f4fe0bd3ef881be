'use client';

import type { Capabilities, Chat } from '@parley/hooks';
import { useChatState } from '@parley/hooks';
import type { JSX, ReactNode } from 'react';
import { createContext, useContext } from 'react';

import { useParts } from './parts-context.ts';

const CapabilitiesContext = createContext<Capabilities | null>(null);

export interface CapabilitiesProviderProps {
  readonly chat: Chat;
  readonly children: ReactNode;
}

/** Asks the store once for all messages: a subscription of each one's own would be called for every token. */
export function CapabilitiesProvider({ chat, children }: CapabilitiesProviderProps): JSX.Element {
  const capabilities = useChatState(chat, (state) => state.capabilities);
  return (
    <CapabilitiesContext.Provider value={capabilities}>{children}</CapabilitiesContext.Provider>
  );
}

/** What the platform can do, from the {@link ChatRoot} around. */
export function useCapabilities(): Capabilities {
  const { chat } = useParts();
  return useContext(CapabilitiesContext) ?? chat.provider.capabilities;
}
