import { boundMessage } from '../chat/bound-message.ts';
import type { ActionResult } from '../chat/chat-error.ts';
import { mergeHistory } from '../chat/merge-history.ts';
import { findMessage } from '../chat/message-list.ts';
import type { Chat } from '../chat.ts';
import type { Call } from '../providers/provider.ts';
import { callFailure, type CallResult, performCall } from './perform-call.ts';
import { refuse, refuseMissing, refuseUnsupported } from './refuse.ts';
import type { SessionCore } from './session-core.ts';

/** A page may have more than was asked for where a platform does not page: its newest are taken. */
const MAX_HISTORY = 1000;

/** Messages asked for at once; the largest page that every platform gives is 100. */
const HISTORY_PAGE = 50;

export interface RestActions extends Pick<Chat, 'sendFeedback' | 'setContext' | 'loadOlder'> {
  /** Merges the newest page of the platform's history: what a lost connection left open. The signal ends it. */
  repairHistory(repair: AbortSignal): Promise<ActionResult>;
}

/** The actions that are REST calls beside the conversation. */
export function createRestActions(core: SessionCore): RestActions {
  const { signal } = core.leaving;
  const perform = async <Request, Result extends object>(
    call: Call<Request, Result>,
    request: Request,
    until?: AbortSignal,
  ): Promise<CallResult<Result>> =>
    performCall(core, call, request, { fresh: 'when-refused', signal: until }).catch(() =>
      refuse(callFailure(signal.aborted)),
    );

  async function loadHistory(loaded: number, repair?: AbortSignal): Promise<ActionResult> {
    const call = core.provider.calls?.history;
    if (!call) {
      return refuseUnsupported(core, 'history');
    }
    const { history } = core.state;
    if (history.status === 'loading') {
      return { ok: true };
    }
    core.dispatch({ type: 'history-change', history: { ...history, status: 'loading' } });
    const page = await perform(call, { loaded, limit: HISTORY_PAGE }, repair);
    if (signal.aborted) {
      return refuse(callFailure(true));
    }
    if (!page.ok) {
      const status = repair?.aborted ? 'idle' : 'error';
      core.dispatch({ type: 'history-change', history: { ...history, status } });
      return page;
    }
    // A repair reads the newest page again: it says nothing of what lies before the oldest.
    const hasMore = repair ? history.hasMore : page.result.hasMore;
    const messages = page.result.messages.slice(-MAX_HISTORY).map(boundMessage);
    core.dispatch({
      type: 'history-merge',
      merge: (known, context) => mergeHistory(known, messages, context, repair ? 'gap' : 'all'),
      history: { status: 'idle', hasMore },
    });
    return { ok: true };
  }

  return {
    loadOlder() {
      const loaded = core.state.messages.filter(
        ({ serverId, role }) => serverId !== undefined && role !== 'system',
      );
      return loadHistory(loaded.length);
    },
    repairHistory: (repair) => loadHistory(0, repair),
    async setContext(context) {
      if (!core.state.capabilities.context) {
        return refuseUnsupported(core, 'a context');
      }
      const call = core.provider.calls?.context;
      const result = call && (await perform(call, { context }));
      // Where the platform cannot take it by itself now, it goes with what is sent next.
      return result?.ok === false && result.error.code !== 'unsupported' ? result : { ok: true };
    },
    async sendFeedback(messageId, feedback) {
      const call = core.provider.calls?.feedback;
      const message = findMessage(core.state.messages, messageId);
      if (!call || core.state.capabilities.feedback === 'none') {
        return refuseUnsupported(core, 'feedback');
      }
      if (!message) {
        return refuseMissing(messageId);
      }
      const before = message.feedback;
      const after = { ...before, ...feedback };
      core.dispatch({ type: 'feedback-set', messageId, feedback: after });
      const result = await perform(call, { message, ...feedback });
      if (!result.ok) {
        core.dispatch({ type: 'feedback-set', messageId, feedback: before });
        return result;
      }
      return { ok: true };
    },
  };
}
