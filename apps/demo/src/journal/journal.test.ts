import { createChatError } from '@parley/hooks/vanilla';
import { describe, expect, it } from 'vitest';

import { describeConnection, describeError, describeMessage } from './journal-handlers.ts';
import { createJournal } from './journal.ts';

describe('createJournal', () => {
  it('keeps the newest 200 entries, in order', () => {
    const journal = createJournal(() => 7);
    for (let count = 1; count <= 250; count += 1) {
      journal.add('log', String(count));
    }
    const entries = journal.entries();
    expect(entries).toHaveLength(200);
    expect(entries[0]).toEqual({ id: 51, at: 7, kind: 'log', text: '51' });
    expect(entries.at(-1)?.text).toBe('250');
  });

  it('tells of every entry, until asked to stop', () => {
    const journal = createJournal();
    let told = 0;
    const stop = journal.subscribe(() => (told += 1));
    journal.add('break', 'one');
    journal.clear();
    stop();
    journal.add('break', 'two');
    expect(told).toBe(2);
    expect(journal.entries()).toHaveLength(1);
  });
});

describe('what is written', () => {
  const reason = createChatError('unreachable', 'Nobody there.', { fix: 'Wait.' });

  it('names the connection and why it is lost', () => {
    expect(describeConnection({ status: 'connecting', attempt: 1 })).toBe('connecting');
    expect(describeConnection({ status: 'reconnecting', attempt: 2, retryAt: 0, reason })).toBe(
      'waiting to dial again, attempt 2 (unreachable)',
    );
    expect(describeConnection({ status: 'failed', reason })).toBe('failed (unreachable)');
  });

  it('names an error, what to do and the platform’s code', () => {
    expect(describeError({ ...reason, providerCode: '503' })).toBe(
      'unreachable: Nobody there. Wait. (503)',
    );
  });

  it('tells of what a message is made, never what it says', () => {
    const text = 'my pin is 1234';
    const described = describeMessage({
      role: 'user',
      parts: [
        { type: 'text', text },
        { type: 'choices', choices: [] },
      ],
    });
    expect(described).toBe('user: text of 14 characters, choices');
  });
});
