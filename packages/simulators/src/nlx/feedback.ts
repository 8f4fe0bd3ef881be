import { json } from '../core/http-answer.ts';
import type { HttpRequest, HttpResponse } from '../core/platform.ts';
import { isFilled, isJsonObject, JSON_TYPE, readJson, strangerIn } from './request.ts';

/** One opinion a client has sent. */
export interface FeedbackEntry {
  readonly conversationId: string;
  readonly userId: string | undefined;
  readonly languageCode: string;
  /** 1, -1, or 0 when an earlier one is taken back. */
  readonly rating?: number | undefined;
  readonly comment?: string | undefined;
}

/** Where opinions are collected. */
export interface FeedbackBox {
  readonly entries: readonly FeedbackEntry[];
  urlFor(conversationId: string, origin: string): string;
  post(request: HttpRequest): HttpResponse;
}

/** Where opinions are posted. */
export const FEEDBACK_PATH = '/feedback/';

/** A configured two-way rating; its field names follow the vendor's public types. */
export const FEEDBACK_CONFIG: Readonly<Record<string, unknown>> = {
  feedbackId: 'answer-helpful',
  feedbackName: 'Answer helpful',
  feedbackType: { type: 'binary', config: { positiveValue: 1, negativeValue: -1 } },
  labels: { positive: 'Helpful', negative: 'Not helpful', comment: 'What was missing?' },
  commentsEnabled: true,
};

const RATINGS: readonly unknown[] = [-1, 0, 1];

const FIELDS = ['conversationId', 'userId', 'languageCode', 'rating', 'comment'];

/**
 * A box that takes a rating or a comment, for the conversation its address belongs to. A user whom the client named is
 * named here as well; one whom the server made up is known to nobody else.
 */
export function createFeedbackBox(isNamed: (conversationId: string) => boolean): FeedbackBox {
  const entries: FeedbackEntry[] = [];
  return {
    entries,
    urlFor: (conversationId, origin) =>
      `${origin}${FEEDBACK_PATH}${encodeURIComponent(conversationId)}`,
    post: ({ method, headers, body, url }) => {
      const refuse = (status: number, message: string): HttpResponse => json(status, { message });
      if (method !== 'POST') return refuse(405, 'Only POST leaves feedback');
      if (headers['nlx-api-key'] !== undefined) return refuse(400, 'No key belongs here');
      if (!JSON_TYPE.test(headers['content-type'] ?? '')) {
        return refuse(400, 'Content-Type must be application/json');
      }
      const read = readJson(new TextDecoder().decode(body));
      if (!read.ok || !isJsonObject(read.value))
        return refuse(400, 'The body is not a JSON object');
      const stranger = strangerIn(read.value, FIELDS, 'the body');
      if (stranger !== undefined) return refuse(400, stranger);
      const { conversationId, userId, languageCode, rating, comment } = read.value;
      const owner = url.pathname.slice(FEEDBACK_PATH.length);
      if (typeof conversationId !== 'string' || encodeURIComponent(conversationId) !== owner) {
        return refuse(400, 'conversationId does not belong to this address');
      }
      if (!isFilled(languageCode)) return refuse(400, 'languageCode must be a filled string');
      if (!isFilled(userId) && (userId !== undefined || isNamed(conversationId))) {
        return refuse(400, 'userId must be a filled string');
      }
      const common = { conversationId, userId, languageCode };
      if (rating === undefined && typeof comment === 'string' && comment.trim() !== '') {
        entries.push({ ...common, comment });
      } else if (typeof rating === 'number' && RATINGS.includes(rating) && comment === undefined) {
        entries.push({ ...common, rating });
      } else {
        return refuse(400, 'Either rating (1, -1, 0) or comment');
      }
      return json(200, {});
    },
  };
}
