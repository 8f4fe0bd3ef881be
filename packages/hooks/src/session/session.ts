/**
 * Joins one connection, one provider and one conversation: the only room that knows all three. It holds no
 * state of the conversation (the store does) and decides nothing that a reducer or a provider can decide.
 */
import { type ActionResult, createChatError } from '../chat/chat-error.ts';
import type { Chat } from '../chat.ts';
import type { Provider } from '../providers/provider.ts';
import { createMessageActions } from './actions.ts';
import type { ChatHandlers, CommonOptions } from './chat-options.ts';
import { createInbox } from './inbox.ts';
import { createLifecycle } from './lifecycle.ts';
import { createLink } from './link.ts';
import { createPump } from './pump.ts';
import { refuse } from './refuse.ts';
import type { RestActions } from './rest-actions.ts';
import { createCore } from './session-core.ts';
import { tellStep } from './tell-step.ts';

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
  let repair: AbortController | undefined;
  const core = createCore(provider, options, (after, before) => {
    if (after.outbox !== before.outbox) {
      pump.watch();
    }
    // The next connection has a repair of its own.
    if (core.state.connection.status !== 'ready') {
      repair?.abort();
    }
    tellStep(core, after, before);
  });
  const pump = createPump(core, () => inbox.catchUp());
  const inbox = createInbox(core, pump);
  const link = createLink(core, inbox, pump, () => {
    if (core.provider.calls?.history) {
      const { signal } = (repair = new AbortController());
      void beside((rest) => rest.repairHistory(signal));
    }
  });
  const lifecycle = createLifecycle(core, link, inbox, pump);

  /** REST beside the conversation is loaded with its first use: most conversations have none. */
  async function beside(run: (rest: RestActions) => Promise<ActionResult>): Promise<ActionResult> {
    const { signal } = core.leaving;
    try {
      const { createRestActions } = await import('./later.ts');
      // Whoever left in the meantime is asked for no key.
      signal.throwIfAborted();
      return await run(createRestActions(core));
    } catch {
      // Nor can it be loaded without a network.
      return refuse(
        signal.aborted
          ? createChatError('aborted', 'This was cancelled.')
          : createChatError('unreachable', 'The server could not be reached.'),
      );
    }
  }

  /** What was queued goes out now, or dials first where nothing does yet. */
  function onSend(): void {
    if (core.state.connection.status === 'idle') {
      lifecycle.connect();
    }
    pump.run();
  }

  const { follow, ...lifecycleActions } = lifecycle;
  const chat: Chat = {
    store: core.store,
    get provider() {
      return core.provider;
    },
    ...lifecycleActions,
    ...createMessageActions(core, onSend),
    loadOlder: () => beside((rest) => rest.loadOlder()),
    setContext(context) {
      // Goes with what is sent next, whatever comes of the call.
      core.context = core.state.capabilities.context ? context : core.context;
      return beside((rest) => rest.setContext(context));
    },
    sendFeedback: (id, feedback) => beside((rest) => rest.sendFeedback(id, feedback)),
  };

  return {
    chat,
    update(next, nextOptions) {
      const before = core.provider;
      core.provider = next;
      core.options = nextOptions;
      follow(before);
    },
    addHandlers(handlers) {
      core.listeners.add(handlers);
      return () => core.listeners.delete(handlers);
    },
    isBlank() {
      const { state, outbox } = core;
      const isUntouched = state.messages === core.store.getInitialState().messages;
      return outbox.queued.length === 0 && (isUntouched || state.messages.length === 0);
    },
    release() {
      core.wantsConnection = false;
      link.release();
    },
  };
}
