import type { ChatEvent } from '../chat/chat-event.ts';
import type { Runtime } from '../connection/runtime.ts';
import { atNextPaint } from './at-next-paint.ts';

export type GrowthEvent = Extract<ChatEvent, { type: 'answer-delta' | 'answer-snapshot' }>;

/** Holds what makes an answer grow until the next paint: however many tokens come, one change follows. */
export interface PaintBuffer {
  add(event: GrowthEvent): void;
  /** Hands everything over now: what comes next must find it in the store. */
  flush(): void;
  /** Forgets everything. */
  clear(): void;
}

export function createPaintBuffer(
  runtime: Pick<Runtime, 'clock' | 'environment'>,
  onFlush: (events: readonly GrowthEvent[]) => void,
): PaintBuffer {
  let pending: GrowthEvent[] = [];
  let cancel: (() => void) | undefined;

  function unschedule(): void {
    cancel?.();
    cancel = undefined;
  }

  function flush(): void {
    unschedule();
    if (pending.length > 0) {
      const events = pending;
      pending = [];
      onFlush(events);
    }
  }

  return {
    add(event) {
      const last = pending.at(-1);
      const goesOn = last?.type === event.type && last.key === event.key;
      const grown = goesOn && event.type === 'answer-delta' ? last.text + event.text : event.text;
      // Neighbouring deltas of one draft are one; of neighbouring snapshots of one draft only the last counts.
      pending.splice(goesOn ? -1 : pending.length, 1, { ...event, text: grown });
      cancel ??= atNextPaint(runtime, flush);
    },
    flush,
    clear() {
      unschedule();
      pending = [];
    },
  };
}
