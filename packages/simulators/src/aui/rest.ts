import { wait } from '../core/clock.ts';
import { CutConnection, json } from '../core/http-answer.ts';
import type { Pace } from '../core/pace.ts';
import type { Clock, HttpRequest, HttpResponse } from '../core/platform.ts';
import { isRecord, parseBody, readInteger } from '../core/request-json.ts';
import { auiError } from './aui-frames.ts';
import type { AuiSettings } from './aui-options.ts';
import { readMessage, type Complaint } from './client-frame.ts';
import { planReply, type ReplyStep } from './reply-script.ts';
import type { AuiTask, AuiTasks } from './tasks.ts';

/** What the REST calls work on. */
export interface RestParts {
  readonly tasks: AuiTasks;
  readonly settings: AuiSettings;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly isKey: (key: string) => boolean;
}

const ROOT = '/api/v1/external/';

const invalid = (complaints: readonly Complaint[]): HttpResponse =>
  json(422, { detail: complaints });

const problem = (status: number, message: string): HttpResponse =>
  json(status, auiError(status, message));

const complaint = (place: 'body' | 'query', field: string, msg: string): Complaint => ({
  loc: [place, field],
  msg,
  type: 'value_error',
});

function describe({ id, title, userId }: AuiTask): Record<string, unknown> {
  return { id, user_id: userId, title };
}

function createTask({ tasks }: RestParts, body: Uint8Array): HttpResponse {
  const value = parseBody(body);
  const userId = isRecord(value) ? value['user_id'] : undefined;
  if (typeof userId !== 'string' || userId.trim() === '') {
    return invalid([complaint('body', 'user_id', 'Field required')]);
  }
  const origin = isRecord(value) ? value['task_origin_type'] : undefined;
  if (origin !== undefined && typeof origin !== 'string') {
    return invalid([complaint('body', 'task_origin_type', 'Not a string')]);
  }
  return json(200, {
    ...describe(tasks.create(userId)),
    welcome_message: 'Welcome! What are you looking for today?',
    followup_suggestions: ['A built-in microwave', 'Something for a small kitchen'],
  });
}

function listTasks({ tasks }: RestParts, query: URLSearchParams): HttpResponse {
  const userId = query.get('user_id');
  const page = readInteger(query.get('page'), 1);
  const size = readInteger(query.get('size'), 10);
  if (!userId) return invalid([complaint('query', 'user_id', 'Field required')]);
  if (page === undefined || page < 1) return invalid([complaint('query', 'page', 'From 1')]);
  if (size === undefined || size < 1 || size > 100) {
    return invalid([complaint('query', 'size', 'From 1 to 100')]);
  }
  const all = tasks.ofUser(userId);
  const part = all.slice((page - 1) * size, page * size).map(describe);
  return json(200, { tasks: part, total: all.length, page, size });
}

async function* cutBody(): AsyncGenerator<string> {
  yield '{"id":';
  throw new CutConnection();
}

/** What a turn's end other than a final looks like over REST. */
function failureOf(steps: readonly ReplyStep[]): HttpResponse | undefined {
  for (const step of steps) {
    if (step.kind === 'error') {
      const { message, status_code: status } = step.error;
      return status === 401 ? json(401, { detail: message }) : json(status, step.error);
    }
    if (step.kind === 'cut') return { status: 200, body: cutBody() };
  }
  return undefined;
}

async function sendMessage(parts: RestParts, body: Uint8Array): Promise<HttpResponse> {
  const { clock, pace, settings, tasks } = parts;
  const read = readMessage(parseBody(body));
  if (read.kind === 'invalid') return invalid(read.complaints);
  const task = tasks.find(read.message.taskId);
  if (!task) return problem(404, 'There is no such task');
  const { text } = read.message;
  const { shapes, steps } = planReply(text, settings.shapes, pace, task.answeredBy);
  tasks.add(task, 'user', { text }, shapes.dates);
  await wait(
    clock,
    steps.reduce((sum, step) => sum + step.afterMs, 0),
  );
  const failure = failureOf(steps);
  if (failure) return failure;
  const finals = steps.flatMap((step) => {
    if (step.kind === 'hand-over') tasks.handOver(task.id, step.to);
    return step.kind === 'final' ? [tasks.add(task, step.from, step.content, shapes.dates)] : [];
  });
  return finals[0] ? json(200, finals[0]) : problem(500, 'The agent gave no answer');
}

/** Answers one REST call; whatever stands before `/api/v1/external/` does not matter. */
export function answerRest(
  parts: RestParts,
  { body, headers, method, url }: HttpRequest,
): HttpResponse | Promise<HttpResponse> {
  const start = url.pathname.lastIndexOf(ROOT);
  if (start < 0) return problem(404, 'There is no such address');
  const key = headers['x-network-api-key'];
  if (key === undefined || !parts.isKey(key)) return json(401, { detail: 'Invalid API key' });
  const path = url.pathname.slice(start + ROOT.length);
  switch (`${method} ${path}`) {
    case 'POST tasks':
      return createTask(parts, body);
    case 'GET tasks':
      return listTasks(parts, url.searchParams);
    case 'POST message':
      return sendMessage(parts, body);
  }
  const id = /^tasks\/([^/]+)\/messages$/.exec(path)?.[1];
  if (id === undefined) return problem(404, 'There is no such address');
  if (method !== 'GET') return problem(405, 'Method not allowed');
  const task = parts.tasks.find(id);
  return task ? json(200, task.messages) : problem(404, 'There is no such task');
}
