import type { JSX } from 'react';
import { memo } from 'react';

/** Costs more to make than a message to draw. */
let format: Intl.DateTimeFormat | undefined;

function timeOfDay(date: Date): string {
  format ??= new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit' });
  return format.format(date);
}

/** When a message was written, as the reader's own clock shows it. */
export const MessageTime: React.NamedExoticComponent<{ readonly at: number }> = memo(
  function MessageTime({ at }: { readonly at: number }): JSX.Element {
    const date = new Date(Number.isFinite(at) ? at : 0);
    return (
      // The server knows neither the reader's language nor the time zone.
      <time data-slot="time" dateTime={date.toISOString()} suppressHydrationWarning>
        {timeOfDay(date)}
      </time>
    );
  },
);
