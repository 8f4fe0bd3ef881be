import { expect, it } from 'vitest';

import type { ConnectionStatus } from './connection.ts';
import { projectStatus } from './project-status.ts';
import { STATES } from './testing/machine-samples.ts';

const reason = { kind: 'network' } as const;

it.each<ConnectionStatus>([
  { status: 'ready' },
  { status: 'connecting', attempt: 1 },
  { status: 'reconnecting', attempt: 2, retryAtMs: 1, reason },
])('the second attempt is shown as such after %o', (shown) => {
  expect(projectStatus(STATES.resolving, shown)).toEqual({ status: 'connecting', attempt: 2 });
});

it('what is shown already stays the same object', () => {
  const connecting = { status: 'connecting', attempt: 2 } as const;
  expect(projectStatus(STATES.dialing, connecting)).toBe(connecting);
  const ready = { status: 'ready' } as const;
  expect(projectStatus(STATES.stable, ready)).toBe(ready);
});
