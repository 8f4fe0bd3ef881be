import type { ChatStatus } from './chat-state.ts';
import type { Step } from './step.ts';

/** What the chat is doing, derived: never set by hand. */
export function chatStatus({
  open,
  drafts,
  discarding,
  handoff,
  error,
}: Pick<Step, 'open' | 'drafts' | 'discarding' | 'handoff' | 'error'>): ChatStatus {
  if (drafts.length > 0) {
    return 'streaming';
  }
  // A stopped answer is one that has begun, else the next: nobody waits for it any more.
  const stopped = discarding.length;
  if (open.length > stopped && handoff !== 'agent') {
    const answering = open.filter((turn) => turn.answering);
    return answering.length > stopped ? 'streaming' : 'submitted';
  }
  return error ? 'error' : 'ready';
}
