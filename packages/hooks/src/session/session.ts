/**
 * Joins one connection, one provider and one conversation: the only room that knows all three. It holds no
 * state of the conversation (the store does) and decides nothing that a reducer or a provider can decide.
 */
import type { Chat } from '../chat.ts';
import type { Provider, UserAct } from '../providers/provider.ts';
import { createMessageActions } from './actions.ts';
import type { ChatHandlers, CommonOptions } from './chat-options.ts';
import { compose } from './compose.ts';
import { createInbox } from './inbox.ts';
import { createLifecycle } from './lifecycle.ts';
import { createLink } from './link.ts';
import { ensureSession, resolveTarget, type SessionLife } from './prepare-session.ts';
import { createPump } from './pump.ts';
import type { RestActions } from './rest-actions.ts';
import { createSentActs } from './send-act.ts';
import { createCore } from './session-core.ts';
import { tellStep } from './tell-step.ts';
import { createUpload } from './start-upload.ts';

/** A chat and what its keepers (hooks, mostly) may do to it. */
export interface Session {
  readonly chat: Chat;
  /**
   * Takes a provider value with the same `id`, and fresh options; dials anew when the destination differs. Another
   * `id` only while every provider value so far was incomplete.
   */
  update(provider: Provider, options: CommonOptions): void;
  /** Adds a listener's handlers, read at every call. Returns its undo. */
  addHandlers(handlers: () => ChatHandlers): () => void;
  /** Whether nothing was said here, nor waits to be, beyond the transcript to start from. */
  isBlank(): boolean;
  /** Lets go of the outside world (socket, timers, listeners) without being `closed`; `connect` revives. */
  release(): void;
}

export function createSession(provider: Provider, options: CommonOptions): Session {
  const current = { provider, options };
  const life: SessionLife = { needs: 'start', epoch: 0, wantsConnection: false };
  const listeners = new Set<() => ChatHandlers>([() => current.options]);
  const core = createCore(current, life, listeners, {
    connection: () => link.connection(),
    onStep: (after, before) => {
      if (after.outbox !== before.outbox) {
        pump.watch();
      }
      tellStep(core, after, before);
    },
  });
  const pump = createPump(core, {
    prepare: () => link.prepare(),
    catchUp: () => inbox.catchUp(),
    slowDown: () => link.slowDown(),
  });
  const inbox = createInbox(core, {
    onFollowUp,
    onError: (event) => link.hearError(event),
  });
  const link = createLink({
    core,
    inbox,
    pump,
    target: (refresh) => resolveTarget(core, life, refresh),
    ensureSession: () => ensureSession(core, life),
    onRepair: () => void repairHistory(),
  });
  /** REST beside the conversation is loaded with its first use: most conversations have none. */
  const rest = async (): Promise<RestActions> => {
    const { createRestActions } = await import('./later.ts');
    return createRestActions(core, (context) => {
      life.context = context;
    });
  };
  const lifecycle = createLifecycle({ core, life, link, inbox, pump });

  /** Belongs to the session and the connection of the answer that asked for it, and to no later ones. */
  function onFollowUp(act: UserAct): void {
    if (core.connection()?.status().status === 'ready' && !core.isExpired()) {
      compose(core, act, undefined, 'first');
      pump.run();
    }
  }

  async function repairHistory(): Promise<void> {
    if (core.provider().calls?.history) {
      await (await rest()).repairHistory();
    }
  }

  /** What was queued goes out now, or dials first where nothing does yet. */
  function onSend(): void {
    if (core.conversation().state.connection.status === 'idle') {
      lifecycle.connect();
    }
    pump.run();
  }

  const acts = createSentActs(core, onSend);
  const { follow, ...lifecycleActions } = lifecycle;
  const chat: Chat = {
    store: core.store,
    get provider() {
      return current.provider;
    },
    ...lifecycleActions,
    ...createMessageActions(core, acts, onSend),
    upload: createUpload(core, acts.send),
    loadOlder: async () => (await rest()).loadOlder(),
    setContext: async (context) => (await rest()).setContext(context),
    sendFeedback: async (id, feedback) => (await rest()).sendFeedback(id, feedback),
  };

  return {
    chat,
    update(next, nextOptions) {
      const before = current.provider;
      current.provider = next;
      current.options = nextOptions;
      follow(before);
    },
    addHandlers(handlers) {
      listeners.add(handlers);
      return () => listeners.delete(handlers);
    },
    isBlank() {
      const { state, outbox } = core.conversation();
      const isUntouched = state.messages === core.store.getInitialState().messages;
      return outbox.queued.length === 0 && (isUntouched || state.messages.length === 0);
    },
    release() {
      life.wantsConnection = false;
      link.release();
    },
  };
}
