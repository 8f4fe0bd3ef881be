import { useLayoutEffect, useState } from 'react';

export type Theme = 'system' | 'light' | 'dark';
export type Direction = 'ltr' | 'rtl';

export interface Appearance {
  readonly theme: Theme;
  readonly direction: Direction;
}

/** How the page looks, set on the document: the widget takes it from there. */
export function useAppearance(): [Appearance, (change: Partial<Appearance>) => void] {
  const [appearance, setAppearance] = useState<Appearance>({ theme: 'system', direction: 'ltr' });
  const { theme, direction } = appearance;

  useLayoutEffect(() => {
    const { documentElement: root } = document;
    root.dir = direction;
    if (theme === 'system') {
      delete root.dataset['theme'];
    } else {
      root.dataset['theme'] = theme;
    }
    return () => {
      root.removeAttribute('dir');
      delete root.dataset['theme'];
    };
  }, [theme, direction]);

  return [appearance, (change) => setAppearance((before) => ({ ...before, ...change }))];
}
