import type { Clock } from '../core/platform.ts';
import { playSteps, type Playback, type TimedStep } from '../core/timeline.ts';
import type { NlxResponse } from './response.ts';

/** A socket that hears what a conversation says unasked. */
export interface Listener {
  hear(response: NlxResponse): void;
}

/** Something to say later. */
export interface TimedResponse extends TimedStep {
  /** Asked for at the moment it is said, so that it can look at the conversation as it is then. */
  readonly make: () => NlxResponse;
}

/** The sockets of every conversation, and what is still to be said to them. */
export interface Audience {
  join(conversationId: string, listener: Listener): void;
  /** Whether this was the last one. */
  leave(conversationId: string, listener: Listener): boolean;
  play(conversationId: string, steps: readonly TimedResponse[]): void;
  /** Drops what is still to be said. */
  hush(conversationId: string): void;
}

/** Keeps track of who hears which conversation. What is said to nobody is lost. */
export function createAudience(clock: Clock): Audience {
  const listeners = new Map<string, Set<Listener>>();
  const playing = new Map<string, Set<Playback>>();
  return {
    join: (id, listener) => {
      listeners.set(id, (listeners.get(id) ?? new Set()).add(listener));
    },
    leave: (id, listener) => {
      const all = listeners.get(id);
      all?.delete(listener);
      if (all === undefined || all.size > 0) return false;
      return listeners.delete(id);
    },
    play: (id, steps) => {
      if (steps.length === 0) return;
      const say = (step: TimedResponse): void => {
        const response = step.make();
        for (const listener of listeners.get(id) ?? []) listener.hear(response);
      };
      const playback = playSteps(clock, steps, say, () => undefined);
      playing.set(id, (playing.get(id) ?? new Set()).add(playback));
    },
    hush: (id) => {
      for (const playback of playing.get(id) ?? []) playback.cancel();
      playing.delete(id);
    },
  };
}
