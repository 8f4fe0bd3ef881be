import { type ChatError, createChatError } from '../chat/chat-error.ts';
import { type Outbox, writtenTurns } from '../chat/outbox.ts';
import type { CloseFacts, CloseVerdict } from '../connection/connection.ts';

/** Finds out which message makes a server close the connection, so that the rest can go on without it. */
export interface Quarantine {
  /** The message that fails with this close, and why. */
  judge(
    facts: CloseFacts,
    verdict: CloseVerdict,
    described: ChatError | undefined,
  ): { readonly id: string; readonly error: ChatError } | undefined;
}

/**
 * A close that means `poison` fails the oldest message that nobody has answered. A server error may have other
 * reasons: the message becomes unconfirmed like any other, is sent again when the user asks for it, and fails when
 * the server then fails again.
 */
export function createQuarantine(
  outbox: () => Pick<Outbox<unknown>, 'open' | 'loose'>,
): Quarantine {
  const suspects = new Set<string>();
  return {
    judge(facts, verdict, described) {
      const turns = writtenTurns(outbox());
      const unheard = turns.find(({ acknowledged, answering }) => !acknowledged && !answering);
      const providerCode = String(facts.code);
      if (verdict === 'poison') {
        const { entry } = unheard ?? turns[0] ?? {};
        const error =
          described ??
          (facts.code === 1009
            ? createChatError('too-large', 'This message is too long.', { providerCode })
            : createChatError('rejected', 'The server refused this message.', { providerCode }));
        return entry && { id: entry.id, error };
      }
      if (!unheard || !isServerError(facts)) {
        return undefined;
      }
      const { id, messageId = id } = unheard.entry;
      if (!suspects.has(messageId)) {
        suspects.add(messageId);
        return undefined;
      }
      const error = createChatError(
        'rejected',
        'The server failed each time it was given this message.',
        { fix: 'Change the message before you send it again.', providerCode },
      );
      return { id, error };
    },
  };
}

/** 1011, or one of the codes that gateways use like HTTP's 500 to 599. */
function isServerError({ origin, code }: CloseFacts): boolean {
  return origin === 'server' && (code === 1011 || (code >= 4500 && code < 4600));
}
