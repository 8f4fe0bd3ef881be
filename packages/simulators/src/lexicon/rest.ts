import { json } from '../core/http-answer.ts';
import type { HttpRequest, HttpResponse } from '../core/platform.ts';
import { isRecord, parseBody, readInteger } from '../core/request-json.ts';
import type { LexiconArchive, LexiconChat } from './archive.ts';

/** Largest page the API gives. */
const MAX_LIMIT = 100;

/** What the REST calls work on. */
export interface RestParts {
  readonly archive: LexiconArchive;
  readonly tenantOf: (key: string) => string | undefined;
  readonly isConnected: (chatId: string) => boolean;
  readonly now: () => number;
}

const failure = (status: number, detail: string): HttpResponse => json(status, { detail });

const iso = (at: number): string => new Date(at).toISOString();

function describe(chat: LexiconChat): Record<string, unknown> {
  const last = chat.messages.at(-1)?.created_at ?? null;
  return {
    id: chat.id,
    user_id: chat.userId,
    tenant_id: chat.tenantId,
    title: chat.title,
    config: { metadata: chat.metadata },
    created_at: iso(chat.createdAt),
    updated_at: last ?? iso(chat.createdAt),
    last_message_at: last,
  };
}

function page<Item>(
  query: URLSearchParams,
  name: string,
  oldestFirst: readonly Item[],
  order: 'asc' | 'desc',
): HttpResponse {
  const offset = readInteger(query.get('offset'), 0);
  const limit = readInteger(query.get('limit'), 50);
  const asked = query.get('order') ?? order;
  if (offset === undefined || offset < 0) return failure(400, 'offset is not a count');
  if (limit === undefined || limit < 1) return failure(400, 'limit is not a count');
  if (limit > MAX_LIMIT) return failure(400, `limit is larger than ${MAX_LIMIT}`);
  if (asked !== 'asc' && asked !== 'desc') return failure(400, 'order is neither asc nor desc');
  const items = asked === 'asc' ? oldestFirst : oldestFirst.toReversed();
  const part = items.slice(offset, offset + limit);
  const total = items.length;
  return json(200, { [name]: part, total, offset, limit, has_more: offset + part.length < total });
}

function createChat({ archive }: RestParts, tenantId: string, body: Uint8Array): HttpResponse {
  const value = parseBody(body);
  if (!isRecord(value)) return failure(400, 'The body is not a JSON object');
  const { metadata = {}, title = 'New chat', user_id: userId } = value;
  if (typeof userId !== 'string' || userId.trim() === '') return failure(400, 'user_id is missing');
  if (typeof title !== 'string') return failure(400, 'title is not a string');
  if (!isRecord(metadata)) return failure(400, 'metadata is not an object');
  archive.meet(userId);
  return json(201, describe(archive.create({ userId, tenantId, title, metadata })));
}

function deleteChat(parts: RestParts, chat: LexiconChat): HttpResponse {
  if (parts.isConnected(chat.id)) return failure(409, 'A WebSocket is connected to this chat');
  parts.archive.remove(chat.id);
  return json(200, { success: true, message: 'Chat deleted', deleted_at: iso(parts.now()) });
}

const ROOT = '/api/v1/chats';

function oneChat(
  parts: RestParts,
  request: HttpRequest,
  tenantId: string,
  path: string,
): HttpResponse {
  const [id = '', tail] = path.split('/');
  const chat = parts.archive.find(decodeURIComponent(id), tenantId);
  if (tail !== undefined && tail !== 'messages') return failure(404, 'Not found');
  if (!chat) return failure(404, 'Chat not found');
  const count = chat.messages.length;
  switch (`${request.method}${tail === undefined ? '' : ' messages'}`) {
    case 'GET':
      return json(200, { ...describe(chat), message_count: count, status: 'active' });
    case 'DELETE':
      return deleteChat(parts, chat);
    case 'GET messages':
      return page(request.url.searchParams, 'messages', chat.messages, 'asc');
    default:
      return failure(405, 'Method not allowed');
  }
}

/** Answers one REST call. */
export function answerRest(parts: RestParts, request: HttpRequest): HttpResponse {
  const { headers, method, url } = request;
  if (!url.pathname.startsWith(ROOT)) return failure(404, 'Not found');
  const key = headers['x-api-key'];
  const tenantId = key === undefined ? undefined : parts.tenantOf(key);
  if (tenantId === undefined)
    return failure(401, key ? 'Invalid API key' : 'Missing X-API-Key header');
  const path = url.pathname.slice(ROOT.length);
  // The documented address ends in a slash; a redirect is what its kind of server does without one.
  if (path === '') return { status: 307, headers: { location: `${ROOT}/${url.search}` } };
  if (path === '/') {
    if (method !== 'POST') return failure(405, 'Method not allowed');
    return createChat(parts, tenantId, request.body);
  }
  if (path.startsWith('/user/')) {
    if (method !== 'GET') return failure(405, 'Method not allowed');
    const userId = decodeURIComponent(path.slice('/user/'.length));
    const chats = parts.archive.ofUser(userId, tenantId);
    const shown = chats.map((chat) => ({ ...describe(chat), message_count: chat.messages.length }));
    return page(url.searchParams, 'chats', shown, 'desc');
  }
  return oneChat(parts, request, tenantId, path.slice(1));
}
