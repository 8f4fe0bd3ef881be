// AUI (aui.io), messaging API v1: JSON frames over one WebSocket per task, beside a REST API.
// Written from docs/protocol/aui.md. Documented: the update frame in its `event` shape, the final
// message, close codes 1008 and 1011, the error payload. Taken from the API description: tasks,
// products in both shapes, dates in three formats. Assumed: when 4001, 4002 and 4003 are used.

import type { AuiProducts } from './products.ts';

/** The event name of a text update. */
export const UPDATE_EVENT = 'thread-message-text-content-updated';

/** Where the event name stands. */
export type UpdateShape = 'event' | 'channel' | 'channel-camel';

/** Whether an update holds the text so far or only what is new. */
export type TextMode = 'cumulative' | 'delta';

/** The final as it is, or in `{event, data}`. */
export type FinalShape = 'bare' | 'wrapped';

/** `2026-01-15 10:30:00.000`, the same with a T, or with T and Z; without a zone it is UTC. */
export type DateShape = 'space' | 't' | 'z';

/** The faces one protocol generation has shown. */
export interface AuiShapes {
  readonly update: UpdateShape;
  readonly text: TextMode;
  readonly final: FinalShape;
  readonly dates: DateShape;
  readonly products: 'options' | 'cards';
}

/** Who said it. */
export interface AuiParty {
  readonly id: string;
  readonly type: 'user' | 'agent' | '3p';
  readonly email?: string | undefined;
}

/** The platform's message object, the same over REST and the socket. */
export interface AuiMessage extends AuiProducts {
  readonly id: string;
  readonly created_at: string;
  readonly text: string;
  readonly sender: AuiParty;
  readonly receiver: AuiParty;
  readonly followup_suggestions?: readonly string[] | null | undefined;
}

/** A moment in one of the three formats. */
export function formatDate(at: number, shape: DateShape): string {
  const iso = new Date(at).toISOString();
  if (shape === 'z') return iso;
  const zoneless = iso.slice(0, -1);
  return shape === 't' ? zoneless : zoneless.replace('T', ' ');
}

/** One text update; the message id is where the `channel` shapes carry it. */
export function updateFrame(shape: UpdateShape, text: string, messageId: string): object {
  const data = { text };
  if (shape === 'event') return { event: UPDATE_EVENT, data };
  const name = shape === 'channel' ? 'event_name' : 'eventName';
  return {
    channel: { [name]: UPDATE_EVENT },
    scope: { context: { message_id: messageId } },
    data,
  };
}

/** The message that ends a turn. */
export function finalFrame(shape: FinalShape, message: AuiMessage): object {
  return shape === 'bare' ? message : { event: 'thread-message-created', data: message };
}

/** The error payload of the socket, and of REST for 400, 404 and 5xx. */
export interface AuiError {
  readonly status_code: number;
  readonly description: string;
  readonly message: string;
  readonly extra_data: object;
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not authenticated',
  403: 'Forbidden',
  404: 'Not found',
  422: 'Unprocessable entity',
  429: 'Too many requests',
  500: 'Internal server error',
};

/** Makes an error payload. */
export function auiError(status: number, message: string, extra: object = {}): AuiError {
  const description = DESCRIPTIONS[status] ?? 'Error';
  return { status_code: status, description, message, extra_data: extra };
}
