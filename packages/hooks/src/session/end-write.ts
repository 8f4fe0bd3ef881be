import type { WriteOutcome } from '../connection/connection.ts';
import { describeTarget, wordsOf } from './describe-failure.ts';
import type { SessionCore } from './session-core.ts';

interface WriteEnd {
  readonly id: string;
  readonly outcome: WriteOutcome;
  /** Something in the response was understood. */
  readonly understood: boolean;
  /** The server asks to write nothing for so long, in milliseconds. */
  readonly hold: (ms: number) => void;
  readonly slowDown: () => void;
}

/** An exchange is over: what that means is the transport's to say, for where there are none nobody has to know. */
export function endWrite(core: SessionCore, { hold, slowDown, ...end }: WriteEnd): void {
  const ended = core.provider().transport.endExchange?.({
    ...end,
    outbox: core.conversation().outbox,
    isOnline: core.runtime.environment.isOnline(),
    describe: (close) => wordsOf(core, close),
    describeTarget,
  });
  if (ended?.slowDown) {
    slowDown();
  }
  hold(ended?.holdMs ?? 0);
  ended?.actions.forEach(core.dispatch);
}
