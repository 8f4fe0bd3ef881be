import type { ChatError } from '@parley/hooks/vanilla';
import { expect } from 'vitest';

import type { ParleyClient } from '../clients/parley.ts';
import type { Scene } from '../scene.ts';

type Reason = Partial<Pick<ChatError, 'code' | 'retryable'>>;

/** The connection has failed, and says why. */
export function expectFailed({ chat }: ParleyClient, reason: Reason): void {
  expect(chat.store.getState().connection).toMatchObject({ status: 'failed', reason });
}

/** Far longer than any wait between two dials. */
const LONG_MS = 120_000;

/** The connection fails after so many dials, says why, and is not dialed again by itself. */
export async function expectGivenUp(
  { failed, elapse }: Scene,
  parley: ParleyClient,
  dials: number,
  reason: Reason,
): Promise<void> {
  await failed();
  expectFailed(parley, reason);
  expect(parley.dials).toHaveLength(dials);
  await elapse(LONG_MS);
  expect(parley.dials).toHaveLength(dials);
}
