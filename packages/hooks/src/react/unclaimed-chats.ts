import type { Provider } from '../providers/provider.ts';
import type { Session } from '../session/session.ts';

/**
 * The chats of hooks for which no complete provider has ever spoken: nothing of theirs was sent, so they are no
 * conversation yet. Once one was, its chat is that conversation's for good, whatever its options become.
 */
const unclaimed = new WeakSet<Session>();

/** What makes two provider values the same conversation. */
export function chatKey(provider: Provider): string {
  return `${provider.name}:${provider.transport.kind}:${provider.id}`;
}

/** A chat was made by this provider value. */
export function noteMade(session: Session, { incomplete }: Provider): void {
  if (incomplete !== undefined) {
    unclaimed.add(session);
  }
}

/** A chat follows this provider value from here on. */
export function noteFollowed(session: Session, { incomplete }: Provider): void {
  if (incomplete === undefined) {
    unclaimed.delete(session);
  }
}

/** Whether a chat that is no conversation yet may become this one: it fills in what was missing, and changes nothing. */
export function mayClaim(session: Session, provider: Provider): boolean {
  return unclaimed.has(session) && isFilledIn(chatKey(session.chat.provider), chatKey(provider));
}

/** A part that is not known yet is empty. Another user's is another part: what one typed is never sent as another. */
function isFilledIn(before: string, after: string): boolean {
  const [known, filled] = [before.split(':'), after.split(':')];
  return (
    known.length === filled.length &&
    known.every((part, index) => part === '' || part === filled[index])
  );
}
