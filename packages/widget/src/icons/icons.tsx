import type { JSX } from 'react';

const PATHS = {
  chat: 'M21 11.5a8.4 8.4 0 0 1-8.5 8.4 8.6 8.6 0 0 1-3.8-.9L3 21l2-5.4a8.2 8.2 0 0 1-1-4.1 8.5 8.5 0 0 1 17 0Z',
  close: 'M6 6l12 12M18 6 6 18',
  send: 'M12 19V5M5.5 11.5 12 5l6.5 6.5',
  attach:
    'm20 11.6-8.2 8.2a5.2 5.2 0 0 1-7.4-7.4l8.6-8.6a3.5 3.5 0 0 1 5 5l-8.6 8.5a1.7 1.7 0 0 1-2.4-2.4l7.9-7.9',
  down: 'M12 5v14M5.5 12.5 12 19l6.5-6.5',
  file: 'M13.5 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8.5L13.5 3Zm0 0v5.5H19',
  copy: 'M9 9h9a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2ZM4.5 15H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v.5',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  up: 'M7 10v11M7 11l4-8a2.6 2.6 0 0 1 2.6 2.6V9H19a2 2 0 0 1 2 2.3l-1.2 7.7a2 2 0 0 1-2 1.7H7m0-10H4a1 1 0 0 0-1 1v9a1 1 0 0 0 1 1h3',
  alert:
    'M12 8v5m0 3.2v.1M10.3 3.9 2.5 17.5A2 2 0 0 0 4.2 20.5h15.6a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0Z',
  clock: 'M12 7v5l3.2 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  person: 'M19 20a7 7 0 0 0-14 0M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z',
  external: 'M14 4h6v6M20 4l-9 9M18 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h4',
} as const;

export type IconName = keyof typeof PATHS | 'stop' | 'thumbs-down';

/** A line icon in the colour of its text. It says nothing to a screen reader: the button beside it does. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg data-slot="icon" data-icon={name} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {name === 'stop' ? (
        <rect x="6.5" y="6.5" width="11" height="11" rx="2" fill="currentColor" stroke="none" />
      ) : (
        <path d={PATHS[name === 'thumbs-down' ? 'up' : name]} />
      )}
    </svg>
  );
}
