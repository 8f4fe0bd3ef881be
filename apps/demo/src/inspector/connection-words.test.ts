import { createChatError, type ConnectionState } from '@parley/hooks/vanilla';
import { expect, it } from 'vitest';

import { connectionTone, connectionWords } from './connection-words.ts';

const reason = createChatError('unreachable', 'Nobody there.');

const TABLE: readonly (readonly [ConnectionState, string, string])[] = [
  [{ status: 'idle' }, 'Not connected. The next message dials.', 'quiet'],
  [{ status: 'connecting', attempt: 1 }, 'Dialing.', 'busy'],
  [{ status: 'ready' }, 'Connected.', 'good'],
  [
    { status: 'reconnecting', attempt: 2, retryAt: 0, reason },
    'Lost, waiting for attempt 2. Nobody there.',
    'busy',
  ],
  [{ status: 'failed', reason }, 'Given up. Nobody there.', 'bad'],
  [{ status: 'closed' }, 'Closed by this page.', 'quiet'],
];

it.each(TABLE)('says what %o means', (connection, words, tone) => {
  expect(connectionWords(connection)).toBe(words);
  expect(connectionTone(connection)).toBe(tone);
});
