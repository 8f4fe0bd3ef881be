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
  const answering = open.filter((turn) => turn.answering);
  const waiting = open.filter((turn) => !turn.answering);
  // A stopped answer is one that has begun, else the next: nobody waits for it any more.
  const stopped = discarding === 'unstarted' ? 1 : (discarding?.length ?? 0);
  const awaited = [...answering, ...waiting].slice(stopped);
  if (awaited.length > 0 && handoff !== 'agent') {
    return awaited.some((turn) => turn.answering) ? 'streaming' : 'submitted';
  }
  return error ? 'error' : 'ready';
}
