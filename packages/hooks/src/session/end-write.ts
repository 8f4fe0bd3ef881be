import type { WriteOutcome } from '../connection/connection.ts';
import { describeTarget, wordsOf } from './describe-failure.ts';
import type { Pump } from './pump.ts';
import type { SessionCore } from './session-core.ts';

/**
 * An exchange is over: what that means is the transport's to say, for where there are none nobody has to know.
 * `understood`: something in the response was.
 */
export function endWrite(
  core: SessionCore,
  pump: Pump,
  exchange: { readonly id: string; readonly outcome: WriteOutcome; readonly understood: boolean },
): void {
  const ended = core.provider.transport.endExchange?.({
    ...exchange,
    outbox: core.outbox,
    isOnline: core.runtime.environment.isOnline(),
    describe: (close) => wordsOf(core, close),
    describeTarget,
  });
  if (ended?.slowDown) {
    pump.slowDown();
  }
  pump.backOff(ended?.holdMs);
  ended?.actions.forEach(core.dispatch);
}
