import type { Ids } from '../core/ids.ts';
import type { Clock } from '../core/platform.ts';
import { createAudience, type Listener } from './audience.ts';
import { compose, type Composing } from './compose.ts';
import { createConversations, type Conversations } from './conversation.ts';
import type { Draft } from './draft.ts';
import { createFeedbackBox, type FeedbackBox } from './feedback.ts';
import type { NlxSettings } from './options.ts';
import type { NlxAct, NlxRequest } from './request.ts';
import type { NlxResponse } from './response.ts';
import { speak } from './say.ts';
import { answer } from './script/answer.ts';
import { readWishes, type Wishes } from './script/wishes.ts';
import { createUploads, type Uploads } from './uploads.ts';

/** Where a turn came in. */
export interface Door {
  readonly languageCode: string;
  /** Base of the addresses handed out, such as `http://localhost:8010`. */
  readonly origin: string;
}

/** One decided turn. */
export interface Turn {
  readonly conversationId: string;
  readonly draft: Draft;
  readonly response: NlxResponse;
  readonly wishes: Wishes;
}

/** The conversation logic that REST, streams and sockets share. */
export interface Engine {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: NlxSettings;
  readonly conversations: Conversations;
  readonly uploads: Uploads;
  readonly feedback: FeedbackBox;
  /** Decides a turn and remembers it. Nothing is sent. */
  take(request: NlxRequest, door: Door): Turn;
  /** Starts what the server says after a turn, over the sockets of its conversation. */
  follow(turn: Turn, door: Door): void;
  join(conversationId: string, listener: Listener): void;
  /** The last listener that leaves ends the conversation, unless the settings keep it. */
  leave(conversationId: string, listener: Listener): void;
}

/** Everything an engine is made of. */
export interface EngineParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: NlxSettings;
}

/** What the script reads of an act that is not text. */
function wordsOf(act: NlxAct): string {
  switch (act.kind) {
    case 'choice':
      return act.choiceId;
    case 'uploads':
      return act.utterance ?? '';
    case 'intent':
      return act.intentId;
    default:
      return '';
  }
}

const NO_WISHES = { sliced: false, noisy: false } as const;

function decide(
  { clock, ids, settings, conversations, uploads }: Omit<Engine, 'take' | 'follow'>,
  { act, conversationId, userId, context }: NlxRequest,
  door: Door,
): { conversationId: string; draft: Draft; wishes: Wishes } {
  const opened = conversations.open(conversationId, userId);
  const conversation = conversations.change(opened.id, {
    context: { ...opened.context, ...context },
    isNamed: opened.isNamed || userId !== undefined,
    turns: opened.turns + 1,
    expiresAt: clock.now() + settings.sessionMs,
  });
  const wishes = act.kind === 'text' ? readWishes(act.text) : { ...NO_WISHES, text: wordsOf(act) };
  const input = {
    text: wishes.text,
    conversation,
    say: speak(door.languageCode),
    now: clock.now(),
    newId: ids.uuid,
    findUpload: (uploadId: string) => uploads.find(conversation.id, uploadId),
  };
  const draft = answer(input, act.kind === 'text' ? { kind: 'text', text: wishes.text } : act);
  return { conversationId: conversation.id, draft, wishes };
}

/** Makes the conversation logic. No Node, no browser, no bytes. */
export function createEngine({ clock, ids, settings }: EngineParts): Engine {
  const { sessionMs, unknownConversation, expirationAs, latencyMs } = settings;
  const conversations = createConversations({ clock, ids, sessionMs, unknownConversation });
  const feedback = createFeedbackBox((id) => conversations.find(id)?.isNamed === true);
  const uploads = createUploads({
    ids,
    maxBytes: settings.maxUploadBytes,
    refuseWith: settings.refuseUploadsWith,
  });
  const composing: Composing = { ids, conversations, uploads, feedback, expirationAs };
  const audience = createAudience(clock);
  const base = {
    clock,
    ids,
    settings,
    conversations,
    uploads,
    feedback,
    join: audience.join,
    leave: (id: string, listener: Listener): void => {
      if (!audience.leave(id, listener) || settings.onSocketClose === 'keep') return;
      audience.hush(id);
      conversations.end(id);
    },
  };
  return {
    ...base,
    take: (request, door) => {
      const decided = decide(base, request, door);
      const response = compose(decided.draft, decided.conversationId, door.origin, composing);
      return { ...decided, response };
    },
    follow: ({ conversationId, draft }, { origin }) => {
      const steps = (draft.pushes ?? []).map((push) => ({
        afterMs: push.pause * latencyMs,
        make: () => compose(push.draft, conversationId, origin, composing),
      }));
      audience.play(conversationId, steps);
    },
  };
}
