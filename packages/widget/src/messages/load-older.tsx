'use client';

import { useChatState } from '@parley/hooks';
import type { JSX } from 'react';

import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';

/** Asks for the page before the oldest message, where there is one. */
export function LoadOlder(): JSX.Element | null {
  const { chat, capabilities, labels } = useParts();
  const history = useChatState(chat, (state) => state.history);
  const isLoading = history.status === 'loading';
  if (!capabilities.history || !(history.hasMore || isLoading)) {
    return null;
  }
  return (
    <Part slotName="load-older" data-status={history.status}>
      {history.status === 'error' && <p data-slot="note">{labels.loadOlderFailed}</p>}
      <button
        type="button"
        data-slot="button"
        aria-disabled={isLoading || undefined}
        onClick={() => {
          if (!isLoading) {
            void chat.loadOlder();
          }
        }}
      >
        {isLoading ? labels.loadingOlder : labels.loadOlder}
      </button>
    </Part>
  );
}
