import type { Ids } from '../core/ids.ts';
import type { Conversation, Conversations, OfferedChoice } from './conversation.ts';
import type { Draft, DraftMessage } from './draft.ts';
import { FEEDBACK_CONFIG, type FeedbackBox } from './feedback.ts';
import type { NlxMessage, NlxMetadata, NlxResponse } from './response.ts';
import type { Uploads } from './uploads.ts';

/** What turns a draft into an answer. */
export interface Composing {
  readonly ids: Ids;
  readonly conversations: Conversations;
  readonly uploads: Uploads;
  readonly feedback: FeedbackBox;
  readonly expirationAs: 'iso' | 'ms';
}

function identify(ids: Ids, message: DraftMessage): NlxMessage {
  const { text, choices, choicesMetadata, sources, anonymous = false, messageId } = message;
  const named = { messageId: messageId ?? ids.uuid(), nodeId: ids.uuid(), type: 'text' };
  return {
    ...(anonymous ? {} : named),
    text,
    ...(choices && { choices }),
    ...(choicesMetadata && { choicesMetadata }),
    ...(sources && { metadata: { sources } }),
  };
}

const offersOf = (messages: readonly NlxMessage[], intentId: string | undefined): OfferedChoice[] =>
  messages.flatMap(({ choices = [], nodeId }) =>
    choices.map(({ choiceId }) => ({ choiceId, nodeId, intentId })),
  );

function metadataOf(
  draft: Draft,
  conversation: Conversation,
  origin: string,
  { uploads, feedback }: Composing,
): NlxMetadata {
  const { uploads: wanted, feedback: asked } = draft;
  const urls = Array.from({ length: wanted?.count ?? 0 }, () =>
    uploads.issue(conversation.id, origin, wanted?.refused ?? false),
  );
  return {
    ...(conversation.mode === 'agent' && { escalation: true }),
    ...draft.metadata,
    ...(wanted && { uploadUrls: wanted.as === 'strings' ? urls.map(({ url }) => url) : urls }),
    ...(asked && { feedbackUrl: feedback.urlFor(conversation.id, origin) }),
    ...(asked === 'configured' && { feedbackConfig: FEEDBACK_CONFIG }),
  };
}

/** Fills in a draft and remembers what it changes: the only step that writes to the memory. */
export function compose(
  draft: Draft,
  conversationId: string,
  origin: string,
  composing: Composing,
): NlxResponse {
  const { conversations, ids } = composing;
  const messages = draft.messages.map((message) => identify(ids, message));
  const offers = offersOf(messages, draft.metadata?.intentId);
  const before = conversations.change(conversationId, draft.change ?? {});
  const conversation =
    offers.length === 0
      ? before
      : conversations.change(conversationId, {
          current: offers,
          offered: [...before.offered, ...offers],
        });
  if (draft.shape === 'nothing') return {};
  if (draft.shape === 'messages-only') return { messages };
  const iso = (draft.expirationAs ?? composing.expirationAs) === 'iso';
  const { expiresAt, context } = conversation;
  return {
    messages,
    conversationId,
    expirationTimestamp: iso ? new Date(expiresAt).toISOString() : expiresAt,
    ...(draft.modalities !== undefined && { modalities: draft.modalities }),
    ...(draft.payload !== undefined && { payload: draft.payload }),
    metadata: metadataOf(draft, conversation, origin, composing),
    ...(Object.keys(context).length > 0 && { context }),
  };
}
