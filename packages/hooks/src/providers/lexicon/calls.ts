import { readArray, readField } from '../json-value.ts';
import type { ProviderCalls } from '../provider.ts';
import { refuse } from '../refuse.ts';
import { isSuccess } from '../rest-exchange.ts';
import { lexiconRestHeaders, lexiconRestUrl } from './endpoint.ts';
import { errorOfResponse } from './lexicon-error.ts';
import { historyMessage } from './translate.ts';

// The platform answers 400 to more.
const MAX_PAGE = 100;
// More in one answer is not what the platform sends.
const MAX_ROWS = 200;

/** Pages of older messages. The newest come first on the wire, so that an offset counts what is here already. */
export function lexiconHistory(
  restUrl: string,
  chatIdOf: (sessionId: string | undefined) => string | undefined,
): ProviderCalls['history'] {
  return {
    build({ loaded, limit }, facts, credentials) {
      const chatId = chatIdOf(facts.session.id);
      if (!chatId) {
        return refuse('not-found', 'There is no chat yet to read the history of.');
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
      const { body } = response;
      if (!isSuccess(response) || !Array.isArray(readField(body, 'messages'))) {
        return { error: errorOfResponse(response) };
      }
      const messages = readArray(body, 'messages', MAX_ROWS)
        .flatMap((row) => historyMessage(row) ?? [])
        .toReversed();
      // Never by `total`, and never on after a page that brought nothing: it would be asked for again.
      return { messages, hasMore: readField(body, 'has_more') === true && messages.length > 0 };
    },
  };
}
