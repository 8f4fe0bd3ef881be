import type { JSX } from 'react';
import { memo } from 'react';

/** When a message was written, as the reader's own clock shows it. */
export const MessageTime: React.NamedExoticComponent<{ readonly at: number }> = memo(
  function MessageTime({ at }: { readonly at: number }): JSX.Element {
    const date = new Date(Number.isFinite(at) ? at : 0);
    return (
      // The server knows neither the reader's language nor the time zone.
      <time data-slot="time" dateTime={date.toISOString()} suppressHydrationWarning>
        {date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
      </time>
    );
  },
);
