import { type ChatError, createChatError } from '../chat/chat-error.ts';
import { type OpenTurn, type Outbox, writtenTurns } from '../chat/outbox.ts';
import type { CloseFacts, CloseVerdict } from '../connection/connection.ts';

/**
 * The message that fails with a close, and why: with `poison`, the oldest that nobody has answered. A server error may
 * have other reasons: its message becomes unconfirmed like any other and one of the `suspects`, is sent again when the
 * user asks for it, and fails when the server then fails again, so that the rest can go on without it.
 */
export function judgeClose(
  suspects: Set<string>,
  outbox: Pick<Outbox<unknown>, 'open' | 'loose'>,
  facts: CloseFacts,
  verdict: CloseVerdict,
  described: ChatError | undefined,
): { readonly id: string; readonly error: ChatError } | undefined {
  const unheard = unheardTurn(outbox);
  const providerCode = String(facts.code);
  if (verdict === 'poison') {
    const { entry } = unheard ?? writtenTurns(outbox)[0] ?? {};
    const isLarge = facts.code === 1009;
    const message = isLarge ? 'This message is too long.' : 'The server refused this message.';
    const error =
      described ?? createChatError(isLarge ? 'too-large' : 'rejected', message, { providerCode });
    return entry && { id: entry.id, error };
  }
  if (!unheard || !isServerError(facts)) {
    return undefined;
  }
  const { id, messageId = id } = unheard.entry;
  const isKnown = suspects.has(messageId);
  suspects.add(messageId);
  const error = createChatError('rejected', 'The server fails at this message each time.', {
    fix: 'Change it before you send it again.',
    providerCode,
  });
  return isKnown ? { id, error } : undefined;
}

/** The oldest message that was written and nobody has said a word about. */
export function unheardTurn<Act>(
  outbox: Pick<Outbox<Act>, 'open' | 'loose'>,
): OpenTurn<Act> | undefined {
  return writtenTurns(outbox).find(({ acknowledged, answering }) => !acknowledged && !answering);
}

/** 1011, or one of the codes that gateways use like HTTP's 500 to 599. */
function isServerError({ origin, code }: CloseFacts): boolean {
  return origin === 'server' && (code === 1011 || (code >= 4500 && code < 4600));
}
