'use client';

import { useEffect, useRef } from 'react';

import { useParts } from '../root/parts-context.ts';

/** Says a text aloud whenever the value it stands for has changed, not for the value that was there at first. */
export function useSpokenChange(value: unknown, text: string): void {
  const { announcer } = useParts();
  const knownRef = useRef(value);
  useEffect(() => {
    if (value !== knownRef.current) {
      knownRef.current = value;
      announcer.say(text);
    }
  });
}
