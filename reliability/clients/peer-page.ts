import type { ClientSetup, Outcome } from './client.ts';
import { framesOf, type SocketProvider } from './platform-frames.ts';

/** What the page around a socket library holds: the messages it was given, and the answers it heard. */
export interface PeerPage {
  /** Where to dial. */
  readonly url: string;
  readonly said: { readonly text: string; outcome: Outcome }[];
  readonly shown: string[];
  /** Adds the user's message to the page, and has its frame written. A library that throws has refused it. */
  send(text: string, write: (frame: string) => Outcome | void): void;
  /** What an app's handler does with a frame: parse it, show what it says. Throws as `JSON.parse` does. */
  receive(data: unknown): void;
}

/** The page of an app that speaks a platform's socket. */
export function createPeerPage({ provider, socketUrl }: ClientSetup): PeerPage {
  // Peers name the providers they can speak; they are started for no other.
  const frames = framesOf(provider as SocketProvider);
  const said: PeerPage['said'] = [];
  const shown: string[] = [];

  return {
    url: frames.dial(socketUrl),
    said,
    shown,
    send(text, write) {
      const message: PeerPage['said'][number] = { text, outcome: 'unknown' };
      said.push(message);
      try {
        message.outcome = write(frames.message(text)) ?? 'unknown';
      } catch {
        message.outcome = 'refused';
      }
    },
    receive(data) {
      const frame: unknown = JSON.parse(String(data));
      shown.push(...frames.answers(Object(frame) as Record<string, unknown>));
    },
  };
}

/** The names of a socket's `readyState`. */
export const READY_STATES = ['connecting', 'open', 'closing', 'closed'] as const;
