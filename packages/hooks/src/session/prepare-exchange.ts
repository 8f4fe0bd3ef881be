import { describeTarget } from './describe-failure.ts';
import { ensureSession } from './prepare-session.ts';
import type { Pump } from './pump.ts';
import type { SessionCore } from './session-core.ts';
import { toldError } from './told-error.ts';

/** HTTP: makes the session that the next exchange speaks in. A socket does so when it dials. */
export function prepareExchange(core: SessionCore, pump: Pump): void {
  const { epoch, isHttp, needs } = core;
  if (isHttp && needs) {
    ensureSession(core).then(pump.run, (cause: unknown) => {
      // Whoever left waits for nothing.
      const isWanted = epoch === core.epoch && core.connection?.status().status === 'ready';
      if (isWanted && !isHopeless(core, cause)) {
        core.showError(describeTarget(cause));
        pump.backOff(0);
        pump.run();
      }
    });
  }
}

/** A conversation that could not be made or found, for a reason that asking again does not change: ends the attempt. */
export function isHopeless(core: SessionCore, cause: unknown): boolean {
  const told = toldError(cause);
  const isFinal = told?.retryable === false;
  if (isFinal) {
    core.connection?.fail('stop', told);
  }
  return isFinal;
}
