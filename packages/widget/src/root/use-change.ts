'use client';

import { useEffect, useRef } from 'react';

/** Runs something after every change of a value, not for the value that was there at first. */
export function useChange(value: unknown, onChange: () => void): void {
  const knownRef = useRef(value);
  useEffect(() => {
    if (value !== knownRef.current) {
      knownRef.current = value;
      onChange();
    }
  });
}
