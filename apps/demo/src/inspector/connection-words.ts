import type { ChatStatus, ConnectionState } from '@parley/hooks';

/** What the connection is doing, for a person. */
export function connectionWords(connection: ConnectionState): string {
  switch (connection.status) {
    case 'idle':
      return 'Not connected. The next message dials.';
    case 'connecting':
      return 'Dialing.';
    case 'ready':
      return 'Connected.';
    case 'reconnecting':
      return `Lost, waiting for attempt ${connection.attempt}. ${connection.reason.message}`;
    case 'failed':
      return `Given up. ${connection.reason.message}`;
    case 'closed':
      return 'Closed by this page.';
    default:
      return connection satisfies never;
  }
}

const STATUS_WORDS: Readonly<Record<ChatStatus, string>> = {
  ready: 'Waiting for you.',
  submitted: 'A message is out, no answer yet.',
  streaming: 'An answer is growing.',
  error: 'Something went wrong.',
};

/** Whose turn it is, for a person. */
export function statusWords(status: ChatStatus): string {
  return STATUS_WORDS[status];
}

export type Tone = 'good' | 'busy' | 'bad' | 'quiet';

const TONES: Readonly<Record<ConnectionState['status'], Tone>> = {
  idle: 'quiet',
  connecting: 'busy',
  ready: 'good',
  reconnecting: 'busy',
  failed: 'bad',
  closed: 'quiet',
};

/** How a connection's state is marked, beside its word. */
export function connectionTone({ status }: ConnectionState): Tone {
  return TONES[status];
}
