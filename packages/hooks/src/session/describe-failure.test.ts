import { describe, expect, it } from 'vitest';

import { type ChatError, type ChatErrorCode, createChatError } from '../chat/chat-error.ts';
import type { CloseFacts, ConnectionFailure } from '../connection/connection.ts';
import { createRuntime } from '../connection/default-runtime.ts';
import type { Environment } from '../connection/runtime.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import type { Provider, SessionFacts } from '../providers/provider.ts';
import { describeStatus } from './describe-failure.ts';
import type { SessionCore } from './session-core.ts';

const FACTS: SessionFacts = {
  session: {},
  handoff: 'bot',
  now: 0,
  streaming: false,
  turnOpen: false,
  lastError: undefined,
  context: undefined,
};
const CLOSE: CloseFacts = {
  code: 1006,
  reason: 'secret=1',
  origin: 'server',
  observed: 'ready',
  failuresBeforeOpen: 0,
  written: 0,
  received: 0,
  repeats: 0,
};
const OWN = createChatError('rejected', 'said by the platform');

const { describe: _describe, ...silent }: Provider = lexicon({
  userId: 'u',
  chatId: 'c',
  apiKey: 'k',
});
const outspoken: Provider = { ...silent, describe: () => OWN };

/** What describing asks of a core, and nothing else. */
function coreOf(provider: Provider, facts: SessionFacts, isOnline: boolean): SessionCore {
  const online: Environment = {
    isOnline: () => isOnline,
    isVisible: () => true,
    subscribe: () => () => undefined,
  };
  const asked: Pick<SessionCore, 'runtime' | 'provider' | 'facts'> = {
    runtime: createRuntime({ environment: online }),
    provider,
    facts: () => facts,
  };
  return asked as SessionCore;
}

/** The reason of a connection that failed like this, and of one that tries again: they are the same words. */
function describeFailure(
  failure: ConnectionFailure,
  provider: Provider,
  facts: SessionFacts,
  isOnline: boolean,
): ChatError {
  const core = coreOf(provider, facts, isOnline);
  const failed = describeStatus({ status: 'failed', reason: failure }, core);
  const retrying = { status: 'reconnecting', attempt: 2, retryAtMs: 7, reason: failure } as const;
  if (failed.status !== 'failed') {
    throw new Error('A failure is no longer a failure.');
  }
  expect(describeStatus(retrying, core)).toEqual({
    status: 'reconnecting',
    attempt: 2,
    retryAt: 7,
    reason: failed.reason,
  });
  return failed.reason;
}

describe('describeStatus', () => {
  it.each(['idle', 'ready', 'closed'] as const)('leaves %s as it is', (status) => {
    const situation = { status };
    expect(describeStatus(situation, {} as SessionCore)).toBe(situation);
  });

  it.each<[ConnectionFailure['kind'], boolean, ChatErrorCode]>([
    ['auth', true, 'unauthorized'],
    ['stop', true, 'protocol'],
    ['timeout', true, 'timeout'],
    ['target', true, 'unreachable'],
    ['network', true, 'unreachable'],
    ['network', false, 'offline'],
    ['auth', false, 'unauthorized'],
  ])('calls %s (online: %s) %s', (kind, isOnline, code) => {
    const error = describeFailure({ kind, facts: CLOSE }, silent, FACTS, isOnline);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/\.$/u);
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it.each(['auth', 'stop', 'target'] as const)('says what to check after %s', (kind) => {
    expect(describeFailure({ kind }, silent, FACTS, true).fix).toMatch(/^Check /u);
  });

  it('says that being offline passes', () => {
    expect(describeFailure({ kind: 'network' }, silent, FACTS, false).fix).not.toBe('');
  });

  it('leaves the word to the platform, its last error first', () => {
    const lastError = createChatError('not-found', 'no such chat');
    const told = { ...FACTS, lastError };
    const failure = { kind: 'network', facts: CLOSE } as const;
    expect(describeFailure(failure, outspoken, told, true)).toBe(lastError);
    expect(describeFailure(failure, outspoken, FACTS, true)).toBe(OWN);
    expect(describeFailure({ kind: 'network' }, outspoken, FACTS, true).code).toBe('unreachable');
    const cause = createChatError('expired', 'read out of a frame');
    expect(describeFailure({ ...failure, cause }, outspoken, told, true)).toBe(lastError);
    expect(describeFailure({ ...failure, cause }, outspoken, FACTS, true)).toEqual(cause);
  });
});
