import { systemClock } from '../core/clock.ts';
import { json } from '../core/http-answer.ts';
import { createIds } from '../core/ids.ts';
import type { HttpRequest, HttpResponse, Platform } from '../core/platform.ts';
import { createRateWindow, type RateWindow } from '../core/rate-window.ts';
import { createEngine, type Engine } from './engine.ts';
import { FEEDBACK_PATH, type FeedbackEntry } from './feedback.ts';
import { settle, type NlxOptions } from './options.ts';
import { handleConversation } from './rest.ts';
import { acceptSocket } from './socket.ts';
import { UPLOAD_PATH, type StoredUpload } from './uploads.ts';

/** What an NLX simulator shows beyond what every simulator shows. */
export interface NlxRecords {
  /** Ratings and comments, oldest first. */
  readonly feedback: readonly FeedbackEntry[];
  /** Files that were stored, oldest first. */
  readonly uploads: readonly StoredUpload[];
}

/** NLX without a host. */
export interface NlxPlatform extends NlxRecords {
  readonly platform: Platform;
}

async function handle(
  engine: Engine,
  rate: RateWindow,
  request: HttpRequest,
): Promise<HttpResponse> {
  const { pathname } = request.url;
  if (pathname.startsWith(UPLOAD_PATH)) return engine.uploads.put(request);
  if (pathname.startsWith(FEEDBACK_PATH)) return engine.feedback.post(request);
  const { rateLimit } = request.faults();
  if (rateLimit !== null && !rate.take(rateLimit.perSecond)) {
    return json(429, { message: 'Too Many Requests' }, { 'retry-after': '1' });
  }
  const answer = await handleConversation(engine, request);
  return answer ?? json(404, { message: 'Not Found' });
}

const isAcknowledgement = (frame: object | string): boolean =>
  typeof frame === 'object' && Object.keys(frame).join() === 'conversationId';

/**
 * NLX as a platform: REST, streams, socket, uploads and feedback over one conversation logic.
 * To teach it something new, add a row to `script/topics.ts`.
 */
export function createNlxPlatform(options: NlxOptions): NlxPlatform {
  const { clock = systemClock, random } = options;
  const engine = createEngine({ clock, ids: createIds(random), settings: settle(options) });
  const rate = createRateWindow(clock.now);
  return {
    feedback: engine.feedback.entries,
    uploads: engine.uploads.stored,
    platform: {
      accept: (request, peer) =>
        request.url.pathname === '/' ? acceptSocket(engine, request, peer) : { refuse: 404 },
      handle: (request) => handle(engine, rate, request),
      isAcknowledgement,
    },
  };
}
