import type { ChatError } from '../chat/chat-error.ts';
import type { PreparedSession } from './provider.ts';

/** How making a conversation went. */
type Creation<Named> =
  | { readonly ok: true; readonly chat: Named }
  | { readonly ok: true; readonly task: Named }
  | { readonly ok: false; readonly error: ChatError };

/** What a function that makes or finds a conversation gives back: its id, itself, or how making it went. */
type Found<Named> = string | Named | Creation<Named>;

interface WithId {
  readonly id: string | undefined;
}

/**
 * Prepares a conversation that is made beside its socket: the one whose id was given, else the one that a
 * function makes or finds, for every renewal anew. `open` says what is in it.
 */
export function findSession<Named extends { readonly id: string }>(
  what: 'chat' | 'task',
  given: string | (() => Found<Named> | Promise<Found<Named>>) | undefined,
  reason: 'start' | 'renew',
  open: (found: Named | WithId) => PreparedSession,
): PreparedSession | Promise<PreparedSession> {
  if (typeof given === 'function') {
    return find(what, given).then(open);
  }
  return reason === 'start'
    ? open({ id: given })
    : Promise.reject(
        new Error(`A given ${what}Id stays: pass a function that makes ${what}s to reset.`),
      );
}

async function find<Named extends { readonly id: string }>(
  what: string,
  ask: () => Found<Named> | Promise<Found<Named>>,
): Promise<Named | WithId> {
  // A function of the application may forget to give anything back.
  const found: Found<Named> | null | undefined = await ask();
  const isCreation = typeof found === 'object' && found !== null && 'ok' in found;
  const named = typeof found === 'string' ? { id: found } : isCreation ? unwrap(found) : found;
  if (typeof named?.id !== 'string' || named.id === '') {
    throw new Error(`The ${what}Id function gave back no ${what} id.`);
  }
  return named;
}

function unwrap<Named>(creation: Creation<Named>): Named {
  if (!creation.ok) {
    throw new Error(creation.error.message, { cause: creation.error });
  }
  return 'chat' in creation ? creation.chat : creation.task;
}
