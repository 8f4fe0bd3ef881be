import { createChatError } from '../../chat/chat-error.ts';
import type { IncomingMessage } from '../../chat/chat-message.ts';
import type { Call, HistoryPage } from '../provider.ts';
import { isSuccess } from '../rest-exchange.ts';
import { errorOfResponse } from './aui-error.ts';
import { auiRestHeaders, auiRestUrl } from './endpoint.ts';
import { parseAuiMessages } from './protocol.ts';
import { messageOfAui } from './translate.ts';

/** A task's messages. The platform does not page: it answers with all of them at once. */
export function auiHistory(
  restUrl: string,
  taskIdOf: (sessionId: string | undefined) => string | undefined,
): Call<{ readonly loaded: number; readonly limit: number }, HistoryPage> {
  return {
    build(_request, facts, credentials) {
      const taskId = taskIdOf(facts.session.id);
      if (taskId === undefined) {
        return {
          error: createChatError('not-found', 'There is no task yet to read the history of.'),
        };
      }
      return {
        method: 'GET',
        url: auiRestUrl(restUrl, ['tasks', taskId, 'messages']),
        headers: auiRestHeaders(credentials),
      };
    },
    read(response, facts) {
      const welcome = facts.session.data?.['welcomeMessage'];
      const messages = isSuccess(response) ? readHistory(response.body, welcome) : undefined;
      return messages ? { messages, hasMore: false } : { error: errorOfResponse(response) };
    },
  };
}

/**
 * Oldest first, by their times: the platform documents no order. A `welcome` that is shown already and comes
 * first here is one message. Undefined when the body is no history.
 */
export function readHistory(
  body: unknown,
  welcome?: unknown,
): readonly IncomingMessage[] | undefined {
  const messages = parseAuiMessages(body);
  if (!messages) {
    return undefined;
  }
  const isTimed = messages.every((message) => message.createdAt !== undefined);
  const ordered = isTimed
    ? messages.toSorted((one, other) => (one.createdAt ?? 0) - (other.createdAt ?? 0))
    : messages;
  const isShown = ordered[0]?.sender === 'agent' && ordered[0].text === welcome;
  return ordered
    .slice(isShown ? 1 : 0)
    .filter((message) => message.text !== '' || message.cards.length > 0)
    .map(messageOfAui);
}
