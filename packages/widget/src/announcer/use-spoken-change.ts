'use client';

import { useParts } from '../root/parts-context.ts';
import { useChange } from '../root/use-change.ts';

/** Says a text aloud whenever the value it stands for has changed, not for the value that was there at first. */
export function useSpokenChange(value: unknown, text: string): void {
  const { announcer } = useParts();
  useChange(value, () => announcer.say(text));
}
