'use client';

import { useEffect, useLayoutEffect } from 'react';

/** A layout effect in a browser; on a server, where React 18 warns of those, an effect that never runs. */
export const useIsomorphicLayoutEffect: typeof useLayoutEffect =
  typeof document === 'undefined' ? useEffect : useLayoutEffect;
