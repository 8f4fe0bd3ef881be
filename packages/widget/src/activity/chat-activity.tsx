'use client';

import type { Activity, ChatState } from '@parley/hooks';
import { useChatState } from '@parley/hooks';
import type { JSX } from 'react';

import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';

const SUBMITTED: Activity = { kind: 'typing' };

/** That somebody is at it: three dots, with the platform's own words for its progress where it has some. */
export function ChatActivity(): JSX.Element | null {
  const { chat, labels } = useParts();
  const activity = useChatState(chat, selectActivity);
  if (!activity) {
    return null;
  }
  return (
    <Part slotName="activity" data-kind={activity.kind}>
      <span data-slot="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span data-slot={activity.text ? 'activity-text' : 'hidden-text'} dir="auto">
        {activity.text ?? labels.thinking}
      </span>
    </Part>
  );
}

function selectActivity({ activity, status }: ChatState): Activity | null {
  return activity ?? (status === 'submitted' ? SUBMITTED : null);
}
