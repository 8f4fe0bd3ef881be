import type { Ids } from '../core/ids.ts';
import type { Clock } from '../core/platform.ts';
import { playSteps, type Playback } from '../core/timeline.ts';
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

/** A socket that hears what a conversation says unasked. */
export interface Listener {
  hear(response: NlxResponse): void;
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
  listen(conversationId: string, listener: Listener): void;
  /** The last listener that leaves ends the conversation, unless the settings keep it. */
  leave(conversationId: string, listener: Listener): void;
}

const words = (act: NlxAct): string => {
  if (act.kind === 'text') return act.text;
  if (act.kind === 'choice') return act.choiceId;
  if (act.kind === 'uploads') return act.utterance ?? '';
  return act.kind === 'intent' ? act.intentId : '';
};

/** Everything an engine is made of. */
export interface EngineParts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: NlxSettings;
}

/** Makes the conversation logic. No Node, no browser, no bytes. */
export function createEngine({ clock, ids, settings }: EngineParts): Engine {
  const { sessionMs, unknownConversation, expirationAs } = settings;
  const conversations = createConversations({ clock, ids, sessionMs, unknownConversation });
  const feedback = createFeedbackBox();
  const uploads = createUploads({
    ids,
    maxBytes: settings.maxUploadBytes,
    refuseWith: settings.refuseUploadsWith,
  });
  const composing: Composing = { ids, conversations, uploads, feedback, expirationAs };
  const listeners = new Map<string, Set<Listener>>();
  const playing = new Map<string, Set<Playback>>();

  const follow: Engine['follow'] = ({ conversationId, draft }, { origin }) => {
    const steps = (draft.pushes ?? []).map((push) => ({
      afterMs: push.pause * settings.latencyMs,
      draft: push.draft,
    }));
    if (steps.length === 0) return;
    const running = playing.get(conversationId) ?? new Set();
    playing.set(conversationId, running);
    const playback = playSteps(
      clock,
      steps,
      (step) => {
        const response = compose(step.draft, conversationId, origin, composing);
        for (const listener of listeners.get(conversationId) ?? []) listener.hear(response);
      },
      () => undefined,
    );
    running.add(playback);
  };

  return {
    clock,
    ids,
    settings,
    conversations,
    uploads,
    feedback,
    take: (request, door) => {
      const opened = conversations.open(request.conversationId, request.userId);
      const conversation = conversations.change(opened.id, {
        context: { ...opened.context, ...request.context },
        turns: opened.turns + 1,
        expiresAt: clock.now() + sessionMs,
      });
      const wishes = readWishes(words(request.act));
      const input = {
        text: wishes.text,
        conversation,
        say: speak(door.languageCode),
        now: clock.now(),
        newId: ids.uuid,
        findUpload: (uploadId: string) => uploads.find(conversation.id, uploadId),
      };
      const act: NlxAct =
        request.act.kind === 'text' ? { kind: 'text', text: wishes.text } : request.act;
      const draft = answer(input, act);
      const response = compose(draft, conversation.id, door.origin, composing);
      return { conversationId: conversation.id, draft, response, wishes };
    },
    follow,
    listen: (conversationId, listener) => {
      const all = listeners.get(conversationId) ?? new Set();
      listeners.set(conversationId, all.add(listener));
    },
    leave: (conversationId, listener) => {
      const all = listeners.get(conversationId);
      all?.delete(listener);
      if (all === undefined || all.size > 0) return;
      listeners.delete(conversationId);
      if (settings.onSocketClose === 'keep') return;
      for (const playback of playing.get(conversationId) ?? []) playback.cancel();
      playing.delete(conversationId);
      conversations.end(conversationId);
    },
  };
}
