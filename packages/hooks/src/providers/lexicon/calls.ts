import { createChatError } from '../../chat/chat-error.ts';
import type { Call, HistoryPage } from '../provider.ts';
import { isSuccess } from '../rest-exchange.ts';
import { lexiconRestHeaders, lexiconRestUrl } from './endpoint.ts';
import { errorOfResponse } from './lexicon-error.ts';
import { parseLexiconPage } from './protocol.ts';
import { messageOfRow } from './translate.ts';

// The platform answers 400 to more.
const MAX_PAGE = 100;

/** Pages of older messages. The newest come first on the wire, so that an offset counts what is here already. */
export function lexiconHistory(
  restUrl: string,
  chatIdOf: (sessionId: string | undefined) => string | undefined,
): Call<{ readonly loaded: number; readonly limit: number }, HistoryPage> {
  return {
    build({ loaded, limit }, facts, credentials) {
      const chatId = chatIdOf(facts.session.id);
      if (chatId === undefined) {
        return {
          error: createChatError('not-found', 'There is no chat yet to read the history of.'),
        };
      }
      return {
        method: 'GET',
        url: lexiconRestUrl(restUrl, [chatId, 'messages'], {
          offset: String(Math.max(0, Math.trunc(loaded))),
          limit: String(Math.min(MAX_PAGE, Math.max(1, Math.trunc(limit)))),
          order: 'desc',
        }),
        headers: lexiconRestHeaders(credentials),
      };
    },
    read(response) {
      const page = isSuccess(response) ? parseLexiconPage(response.body) : undefined;
      if (!page) {
        return { error: errorOfResponse(response) };
      }
      return {
        messages: page.rows.map(messageOfRow).toReversed(),
        // Never by `total`, and never on after a page that brought nothing: it would be asked for again.
        hasMore: page.hasMore && page.rows.length > 0,
      };
    },
  };
}
