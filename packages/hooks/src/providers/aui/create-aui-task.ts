import { type ChatError, createChatError } from '../../chat/chat-error.ts';
import type { IncomingMessage } from '../../chat/chat-message.ts';
import {
  isRecord,
  type JsonRecord,
  readArray,
  readField,
  readId,
  readString,
} from '../json-value.ts';
import type { CallRequest } from '../provider.ts';
import { exchangeRest, isSuccess, restBase, type RestAccess } from '../rest-exchange.ts';
import { errorOfResponse } from './aui-error.ts';
import { readHistory } from './calls.ts';
import { AUI_REST_URLS, auiRestHeaders, auiRestUrl, type AuiRegion } from './endpoint.ts';
import { readSuggestions } from './translate.ts';

const MAX_TASKS = 500;

/** A task: AUI's word for a conversation. */
export interface AuiTask {
  readonly id: string;
  readonly userId: string | undefined;
  readonly title: string | undefined;
  /** What the agent opens with, shown as its first message. */
  readonly welcomeMessage: string | undefined;
  readonly suggestions: readonly string[];
}

/** How AUI's REST functions reach their server. */
export interface AuiRestAccess extends RestAccess {
  /** Picks the vendor's host where no `restUrl` is given. @default 'gcp' */
  readonly region?: AuiRegion | undefined;
}

export interface CreateAuiTaskOptions extends AuiRestAccess {
  readonly userId: string;
  /** Where the conversation happens, such as `web-widget`. */
  readonly taskOriginType?: string | undefined;
}

export type CreateAuiTaskResult =
  | { readonly ok: true; readonly task: AuiTask }
  | { readonly ok: false; readonly error: ChatError };

export type ListAuiTasksResult =
  | { readonly ok: true; readonly tasks: readonly AuiTask[]; readonly hasMore: boolean }
  | { readonly ok: false; readonly error: ChatError };

export type ListAuiMessagesResult =
  | { readonly ok: true; readonly messages: readonly IncomingMessage[] }
  | { readonly ok: false; readonly error: ChatError };

/**
 * Makes a task over REST: on a server with the API key, in a browser through a relay of yours (`restUrl`).
 * Its result may be given straight to the `taskId` option, welcome and suggestions included. Never rejects.
 *
 * @example
 * aui({ taskId: () => createAuiTask({ userId: 'user-1', restUrl: '/relay/aui' }), url });
 */
export async function createAuiTask(options: CreateAuiTaskOptions): Promise<CreateAuiTaskResult> {
  const body = JSON.stringify({
    user_id: options.userId,
    ...(options.taskOriginType !== undefined && { task_origin_type: options.taskOriginType }),
  });
  const outcome = await call(options, 'POST', ['tasks'], {}, body);
  if (!outcome.ok) {
    return outcome;
  }
  const task = isRecord(outcome.body) ? readTask(outcome.body) : undefined;
  return task ? { ok: true, task } : failure(unreadable());
}

/** Lists the tasks of a user. `page` counts from 1. Never rejects. */
export async function listAuiTasks(
  options: AuiRestAccess & {
    readonly userId: string;
    readonly page?: number | undefined;
    readonly size?: number | undefined;
  },
): Promise<ListAuiTasksResult> {
  const { page = 1, size = 10 } = options;
  const query = { user_id: options.userId, page: String(page), size: String(size) };
  const outcome = await call(options, 'GET', ['tasks'], query);
  if (!outcome.ok) {
    return outcome;
  }
  if (!isRecord(outcome.body) || !Array.isArray(readField(outcome.body, 'tasks'))) {
    return failure(unreadable());
  }
  const tasks = readArray(outcome.body, 'tasks', MAX_TASKS).flatMap((row) => {
    const task = isRecord(row) ? readTask(row) : undefined;
    return task ? [task] : [];
  });
  const total = readField(outcome.body, 'total');
  const hasMore = typeof total === 'number' && tasks.length > 0 && page * size < total;
  return { ok: true, tasks, hasMore };
}

/** Reads a task's messages, oldest first. Never rejects. */
export async function listAuiMessages(
  options: AuiRestAccess & { readonly taskId: string },
): Promise<ListAuiMessagesResult> {
  const outcome = await call(options, 'GET', ['tasks', options.taskId, 'messages'], {});
  if (!outcome.ok) {
    return outcome;
  }
  const messages = readHistory(outcome.body);
  return messages ? { ok: true, messages } : failure(unreadable());
}

async function call(
  access: AuiRestAccess,
  method: CallRequest['method'],
  path: readonly string[],
  query: Readonly<Record<string, string>>,
  body?: string,
): Promise<{ ok: true; body: unknown } | { ok: false; error: ChatError }> {
  const base = restBase(access.restUrl, AUI_REST_URLS[access.region ?? 'gcp']);
  if (typeof base !== 'string') {
    return failure(base.error);
  }
  const headers = auiRestHeaders(access);
  const request = {
    method,
    url: auiRestUrl(base, path, query),
    headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
    body,
  };
  const outcome = await exchangeRest(request, access);
  if (!outcome.ok) {
    return outcome;
  }
  const { response } = outcome;
  return isSuccess(response)
    ? { ok: true, body: response.body }
    : failure(errorOfResponse(response));
}

function readTask(row: JsonRecord): AuiTask | undefined {
  const id = readId(row, 'id');
  return id === undefined
    ? undefined
    : {
        id,
        userId: readId(row, 'user_id'),
        title: readString(row, 'title'),
        welcomeMessage: readString(row, 'welcome_message') || undefined,
        suggestions: readSuggestions(row),
      };
}

function unreadable(): ChatError {
  return createChatError('protocol', 'The server answered something that is no task.', {
    fix: 'Check that restUrl is the address of the messaging API.',
  });
}

function failure(error: ChatError): { readonly ok: false; readonly error: ChatError } {
  return { ok: false, error };
}
