import { describe, expect, it } from 'vitest';

import type { ChatAction } from '../chat/chat-action.ts';
import { createChatError } from '../chat/chat-error.ts';
import type { UserAct } from '../providers/provider.ts';
import { redactAction, redactText, secretsOf } from './redact-error.ts';

const KEY = 'canary key/1';
const said = createChatError('unauthorized', `No ${KEY} here`, {
  fix: `Replace ${encodeURIComponent(KEY)}.`,
  providerCode: `E-${KEY}`,
});
const clean = createChatError('unauthorized', 'No ••• here', {
  fix: 'Replace •••.',
  providerCode: 'E-•••',
});
const secrets = secretsOf({ apiKey: KEY });

describe('secretsOf', () => {
  it('finds keys, words of headers and of the query of an address', () => {
    expect(
      secretsOf({
        apiKey: 'key-12345',
        headers: { authorization: 'Bearer token-123' },
        url: 'wss://host.example/path-12345?ticket=ticket-1&short=x',
      }),
    ).toEqual(expect.arrayContaining(['key-12345', 'token-123', 'ticket-1']));
  });

  it('takes what is short or absent for no secret', () => {
    expect(secretsOf({ apiKey: 'k', url: 'wss://host.example/long-path' })).toEqual([]);
    expect(secretsOf({})).toEqual([]);
  });
});

describe('redactAction', () => {
  it.each<[string, (error: typeof said) => ChatAction<UserAct>]>([
    [
      'an error event',
      (error) => ({ type: 'event', event: { type: 'error', error, scope: 'chat' } }),
    ],
    ['a failed act', (error) => ({ type: 'act-fail', id: 'a', error })],
    ['a lost connection', (error) => ({ type: 'connection-lose', error })],
    ['an error of the chat', (error) => ({ type: 'error-set', error })],
    [
      'a connection that failed',
      (error) => ({ type: 'connection-change', connection: { status: 'failed', reason: error } }),
    ],
  ])('shows no key in %s', (_name, make) => {
    expect(redactAction(make(said), secrets)).toEqual(make(clean));
  });

  it.each<ChatAction<UserAct>>([
    { type: 'error-set', error: null },
    { type: 'connection-change', connection: { status: 'ready' } },
    { type: 'event', event: { type: 'session-ready' } },
  ])('leaves the rest alone', (action) => {
    expect(redactAction(action, secrets)).toEqual(action);
  });

  it('keeps the very error that says nothing secret', () => {
    const action = redactAction({ type: 'error-set', error: clean }, secrets);
    expect('error' in action && action.error).toBe(clean);
  });
});

describe('redactText', () => {
  it('finds a key however often it is repeated', () => {
    expect(redactText(`${KEY}${KEY} and ${KEY}`, secrets)).toBe('•••••• and •••');
  });
});
