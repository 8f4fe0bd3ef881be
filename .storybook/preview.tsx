import type { Decorator, Preview } from '@storybook/react-vite';
import { useLayoutEffect } from 'react';

interface FrameProps {
  readonly theme: string;
  readonly direction: string;
  readonly children: React.ReactNode;
}

/** A page of that theme and direction. It is set on the document too, for what a part draws outside its own element. */
function Frame({ theme, direction, children }: FrameProps) {
  useLayoutEffect(() => {
    const { documentElement: root } = document;
    root.dir = direction;
    root.lang = 'en';
    root.dataset.theme = theme;
    root.style.colorScheme = theme;
  }, [theme, direction]);

  return (
    <div
      data-theme={theme}
      dir={direction}
      style={{ background: 'Canvas', color: 'CanvasText', colorScheme: theme, padding: 16 }}
    >
      {children}
    </div>
  );
}

const framed: Decorator = (Story, { globals }) => (
  <Frame theme={String(globals.theme)} direction={String(globals.direction)}>
    <Story />
  </Frame>
);

const preview: Preview = {
  decorators: [framed],
  tags: ['autodocs'],
  initialGlobals: { theme: 'light', direction: 'ltr' },
  globalTypes: {
    theme: {
      description: 'Colour scheme',
      toolbar: { title: 'Theme', icon: 'mirror', items: ['light', 'dark'], dynamicTitle: true },
    },
    direction: {
      description: 'Writing direction',
      toolbar: { title: 'Direction', icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true },
    },
  },
  parameters: {
    a11y: { test: 'error' },
    layout: 'fullscreen',
    backgrounds: { disable: true },
    viewport: {
      options: {
        narrow: { name: 'Narrow phone', styles: { width: '360px', height: '640px' } },
        wide: { name: 'Wide', styles: { width: '1280px', height: '800px' } },
      },
    },
    options: {
      storySort: { order: ['Basics', 'Parts', 'Providers'] },
    },
  },
};

export default preview;
