import { wait } from '../core/clock.ts';
import { CutConnection, json } from '../core/http-answer.ts';
import type { HttpRequest, HttpResponse } from '../core/platform.ts';
import type { Door, Engine, Turn } from './engine.ts';
import { isAuthorized, readChannel, type Channel } from './keys.ts';
import {
  isJsonObject,
  JSON_TYPE,
  readJson,
  readRequest,
  type Reading,
  strangerIn,
} from './request.ts';
import { STREAM_TYPES, streamBody, toEvents, type PiecewiseFormat } from './stream.ts';

const PATH = /^\/c\/([^/]+)\/([^/]+?)(\/context)?\/?$/;

const refuse = (status: number, message: string): HttpResponse => json(status, { message });

async function* halfOf(text: string): AsyncGenerator<string> {
  yield text.slice(0, Math.floor(text.length / 2));
  throw new CutConnection();
}

function streamed(engine: Engine, turn: Turn, format: PiecewiseFormat): HttpResponse {
  const { draft, response, wishes } = turn;
  const { clock, settings } = engine;
  const finalResponse = wishes.finalResponse ?? settings.finalResponse;
  return {
    status: 200,
    headers: { 'content-type': STREAM_TYPES[format], 'cache-control': 'no-cache' },
    body: streamBody(toEvents(response, draft.interim ?? [], finalResponse), {
      clock,
      // About three events fit into the time of an ordinary answer.
      pauseMs: (settings.latencyMs * (draft.pause ?? 1)) / 3,
      format,
      noisy: wishes.noisy,
      sliced: wishes.sliced,
      mishap: draft.mishap,
    }),
  };
}

async function answerTurn(engine: Engine, body: unknown, door: Door): Promise<HttpResponse> {
  const { clock, settings } = engine;
  const read = readRequest(body, door.languageCode);
  if (!read.ok) return refuse(400, `Invalid request body: ${read.problem}`);
  const turn = engine.take(read.value, door);
  const { draft, response, wishes } = turn;
  const format = wishes.streamAs ?? settings.streamAs;
  const failed = draft.mishap === 'server-error' || draft.mishap === 'crash';
  if (failed) return refuse(500, 'Internal server error');
  engine.follow(turn, door);
  if ((read.value.stream ?? settings.streamByDefault) && format !== 'json') {
    return streamed(engine, turn, format);
  }
  await wait(clock, settings.latencyMs * (draft.pause ?? 1));
  const whole = json(200, response);
  return draft.mishap === 'cut' ? { ...whole, body: halfOf(JSON.stringify(response)) } : whole;
}

const CONTEXT_FIELDS = ['conversationId', 'userId', 'languageCode', 'context'];

/** Stores context without a turn; the header and the body must name the same conversation. */
function answerContext(engine: Engine, request: HttpRequest, body: unknown): HttpResponse {
  if (!isJsonObject(body)) return refuse(400, 'The body is not a JSON object');
  const stranger = strangerIn(body, CONTEXT_FIELDS, 'the body');
  if (stranger !== undefined) return refuse(400, stranger);
  const { conversationId, context } = body;
  if (typeof conversationId !== 'string' || conversationId === '') {
    return refuse(400, 'conversationId is missing');
  }
  if (request.headers['nlx-conversation-id'] !== conversationId) {
    return refuse(400, 'The header nlx-conversation-id does not name the conversation');
  }
  if (!isJsonObject(context)) return refuse(400, 'context must be an object');
  const { conversations } = engine;
  const found = conversations.find(conversationId);
  if (found === undefined) return refuse(404, 'There is no such conversation');
  conversations.change(found.id, { context: { ...found.context, ...context } });
  return json(200, {});
}

interface Endpoint extends Channel {
  readonly deploymentKey: string;
  readonly forContext: boolean;
}

function readEndpoint(path: string): Reading<Endpoint> | undefined {
  const [, deployment, channel, context] = PATH.exec(path) ?? [];
  if (deployment === undefined || channel === undefined) return undefined;
  try {
    const read = readChannel(decodeURIComponent(channel));
    if (read === undefined) return { ok: false, problem: 'the channel key names no language' };
    const deploymentKey = decodeURIComponent(deployment);
    return { ok: true, value: { ...read, deploymentKey, forContext: context !== undefined } };
  } catch {
    return { ok: false, problem: 'the address is not encoded' };
  }
}

/** Answers the conversation address and its `/context`; `undefined` for any other address. */
export async function handleConversation(
  engine: Engine,
  request: HttpRequest,
): Promise<HttpResponse | undefined> {
  const endpoint = readEndpoint(request.url.pathname);
  if (endpoint === undefined) return undefined;
  if (request.method !== 'POST') return refuse(405, 'Only POST takes a turn');
  if (!endpoint.ok) return refuse(400, endpoint.problem);
  const { deploymentKey, channelKey, languageCode, forContext } = endpoint.value;
  const keys = { deploymentKey, channelKey, apiKey: request.headers['nlx-api-key'] ?? '' };
  if (request.faults().authError || !isAuthorized(engine.settings.credentials, keys)) {
    return refuse(401, 'Unauthorized');
  }
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) {
    return refuse(400, 'Content-Type must be application/json');
  }
  const body = readJson(new TextDecoder().decode(request.body));
  if (!body.ok) return refuse(400, `Invalid request body: ${body.problem}`);
  if (forContext) return answerContext(engine, request, body.value);
  return answerTurn(engine, body.value, { languageCode, origin: request.url.origin });
}
