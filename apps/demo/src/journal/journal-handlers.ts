import type { ChatError, ChatHandlers, ChatMessage, ConnectionState, Logger } from '@parley/hooks';

import type { Journal } from './journal.ts';

/** The connection in one line. */
export function describeConnection(connection: ConnectionState): string {
  switch (connection.status) {
    case 'connecting':
      return connection.attempt > 1 ? `connecting, attempt ${connection.attempt}` : 'connecting';
    case 'reconnecting':
      return `waiting to dial again, attempt ${connection.attempt} (${connection.reason.code})`;
    case 'failed':
      return `failed (${connection.reason.code})`;
    default:
      return connection.status;
  }
}

/** An error in one line: what happened, what to do, and the platform's own code. */
export function describeError({ code, message, fix, providerCode }: ChatError): string {
  return [`${code}: ${message}`, fix, providerCode && `(${providerCode})`]
    .filter(Boolean)
    .join(' ');
}

/** Who spoke, and of what the message is made. What it says is nobody's business here. */
export function describeMessage({ role, parts }: Pick<ChatMessage, 'role' | 'parts'>): string {
  const kinds = parts.map((part) =>
    part.type === 'text' ? `text of ${part.text.length} characters` : part.type,
  );
  return `${role}: ${kinds.join(', ') || 'nothing'}`;
}

/** Writes what the chat tells into the journal. No key, no address's query and no message text gets there. */
export function journalHandlers(journal: Journal): ChatHandlers {
  return {
    onConnectionChange: (connection) => journal.add('connection', describeConnection(connection)),
    onMessage: (message) => journal.add('message', describeMessage(message)),
    onError: (error) => journal.add('error', describeError(error)),
    onProtocolEvent: ({ provider, reason }) => journal.add('protocol', `${provider}: ${reason}`),
  };
}

/** Writes the library's own log, which comes redacted. */
export function journalLogger(journal: Journal): Logger {
  return (level, event, details = {}) => {
    const facts = Object.entries(details)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${String(value)}`);
    journal.add(level === 'error' ? 'error' : 'log', [event, ...facts].join(' '));
  };
}
