'use client';

import type { Clock } from '@parley/hooks';
import { useEffect, useState } from 'react';

import { secondsUntil } from './connection-notice.ts';

/** A countdown to a moment, in whole seconds; undefined before the first tick, as a server has another clock. */
export function useSecondsUntil(at: number | undefined, clock: Clock): number | undefined {
  const [seconds, setSeconds] = useState<number>();

  useEffect(() => {
    if (at === undefined) {
      return undefined;
    }
    let timer: unknown;
    const tick = () => {
      const left = at - clock.now();
      setSeconds(secondsUntil(at, clock.now()));
      if (left > 0) {
        timer = clock.setTimeout(tick, left % 1000 || 1000);
      }
    };
    tick();
    return () => clock.clearTimeout(timer);
  }, [at, clock]);

  return at === undefined ? undefined : seconds;
}
