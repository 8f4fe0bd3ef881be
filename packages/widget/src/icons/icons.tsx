import type { JSX } from 'react';

const PATHS = {
  chat: 'M8.7 19 3 21l2-5.4A8.5 8.5 0 1 1 8.7 19z',
  close: 'M6 6l12 12M18 6 6 18',
  send: 'M12 19V5M5.5 11.5 12 5l6.5 6.5',
  attach:
    'm20 11.6-8.2 8.2a5.2 5.2 0 0 1-7.4-7.4l8.6-8.6a3.5 3.5 0 0 1 5 5l-8.6 8.5a1.7 1.7 0 0 1-2.4-2.4l7.9-7.9',
  down: 'M12 5v14M5.5 12.5 12 19l6.5-6.5',
  file: 'M13.5 3H7Q5 3 5 5v14q0 2 2 2h10q2 0 2-2V8.5zv5.5H19',
  copy: 'M9 9h9q2 0 2 2v8q0 2-2 2H9q-2 0-2-2v-8q0-2 2-2zM4.5 15H4q-2 0-2-2V5q0-2 2-2h9q2 0 2 2v.5',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  up: 'M7 10v10.7M7 11l4-8q2.6 0 2.6 2.6V9H19q2.3 0 2 2.3l-1.2 7.7q-.3 1.7-2 1.7H4q-1 0-1-1V11q0-1 1-1h3',
  alert: 'M12 8v5m0 3.2v.1M10.3 4 2.5 17.5q-1.5 3 1.7 3h15.6q3.2 0 1.7-3L13.7 4q-1.7-2-3.4 0z',
  clock: 'M12 7v5l3.2 2M21 12a9 9 0 1 1 0-.1z',
  person: 'M19 20a7 7 0 0 0-14 0M16 8a4 4 0 1 1 0-.1z',
  stop: 'M8.5 6.5h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2z',
  external: 'M14 4h6v6M20 4l-9 9M18 14v4q0 2-2 2H6q-2 0-2-2V8q0-2 2-2h4',
} as const;

export type IconName = keyof typeof PATHS | 'thumbs-down';

/** A line icon in the colour of its text. It says nothing to a screen reader: the button beside it does. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg data-slot="icon" data-icon={name} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name === 'thumbs-down' ? 'up' : name]} />
    </svg>
  );
}
