'use client';

import { createContext, useContext } from 'react';

/** Whether the window is open, and how that changes. */
export interface OpenState {
  readonly open: boolean;
  /** The window has been open before: from then on it keeps its place and its draft while closed. */
  readonly opened: boolean;
  /** `inline` fills the place it is put in, is always open and has no launcher. */
  readonly mode: 'floating' | 'inline';
  readonly setOpen: (open: boolean) => void;
}

export const OpenContext: React.Context<OpenState> = createContext<OpenState>({
  open: true,
  opened: true,
  mode: 'inline',
  setOpen: () => {},
});

export function useOpenState(): OpenState {
  return useContext(OpenContext);
}
