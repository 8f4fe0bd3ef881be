'use client';

import type { JSX } from 'react';
import { useEffect, useState } from 'react';

import { useParts } from '../root/parts-context.ts';
import { secondsUntil } from './connection-notice.ts';

/** The whole seconds to a moment; nothing before the first tick, as a server has another clock. */
export function Countdown({ at }: { readonly at: number }): JSX.Element | null {
  const { labels, clock } = useParts();
  const [seconds, setSeconds] = useState<number>();

  useEffect(() => {
    let timer: unknown;
    const tick = () => {
      const now = clock.now();
      setSeconds(secondsUntil(at, now));
      if (at > now) {
        timer = clock.setTimeout(tick, (at - now) % 1000 || 1000);
      }
    };
    tick();
    return () => clock.clearTimeout(timer);
  }, [at, clock]);

  return seconds === undefined ? null : <p data-slot="countdown">{labels.retryIn(seconds)}</p>;
}
