/**
 * AUI (aui.io): JSON text frames over one WebSocket per task, REST beside it for making tasks and reading
 * their messages. The protocol is described in docs/protocol/aui.md: frames, close codes 1008 and 1011 and
 * error bodies are the vendor's documentation of version 1; the second shape of the text update, the cards
 * and the codes from 4001 on are its public API description. Nothing acknowledges a message but its answer.
 */
import type { Source } from '../../connection/credential.ts';
import { socketTransport } from '../../connection/socket-transport.ts';
import { checkOptions, oneOf, type OptionKinds, RECORD, TEXT_SOURCE } from '../check-options.ts';
import { encodeSegment } from '../endpoint-url.ts';
import { findSession } from '../find-session.ts';
import { reach } from '../option-source.ts';
import type { PreparedSession, Provider, ProviderTiming } from '../provider.ts';
import { classifyAuiClose, describeAuiClose } from './aui-error.ts';
import { auiHistory } from './calls.ts';
import type { AuiTask, CreateAuiTaskResult } from './create-aui-task.ts';
import { type AuiRegion, auiSocketTarget } from './endpoint.ts';
import { type AuiTextMode, readAuiFrame, suggestionsOf, writeAuiAct } from './translate.ts';

/** What a `taskId` function may give back: an id, a task, or the whole result of `createAuiTask`. */
export type AuiTaskSource = string | AuiTask | CreateAuiTaskResult;

/**
 * A task of AUI. `taskId` makes it what it is; `apiKey`, `url` and `region` dial anew when they change; the
 * rest is live.
 */
export interface AuiOptions {
  /**
   * A task made over REST, or a function that makes or finds one: called before the first dial and again by
   * `reset()`. A task with a welcome message and suggestions shows them. While undefined, nothing is dialed.
   */
  readonly taskId: string | (() => AuiTaskSource | Promise<AuiTaskSource>) | undefined;
  /** The network API key. May be left out when `url` names a relay that adds it. Asked for at every dial. */
  readonly apiKey?: Source<string> | undefined;
  /** The whole endpoint; its own query is kept. @default the session endpoint of `region` */
  readonly url?: Source<string> | undefined;
  /** For `restUrl`; on the socket they only go where an injected `WebSocket` can send them. */
  readonly headers?: Source<Readonly<Record<string, string>>> | undefined;
  /** @default 'gcp' */
  readonly region?: AuiRegion | undefined;
  /**
   * What goes with every message, such as `url` (the page, never read by itself) or `lead_details`. What
   * `setContext` was given wins, field by field.
   */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  /** The base before `/api/v1`, for the history. Without it there is none: it is never guessed. */
  readonly restUrl?: string | undefined;
  /** @default 'cumulative' */
  readonly textMode?: AuiTextMode | undefined;
  /**
   * Lets a message go before the one before it was answered. Answers name no question, so they are taken in
   * the order of the messages. @default false
   */
  readonly parallelTurns?: boolean | undefined;
}

const KINDS: OptionKinds<AuiOptions> = {
  taskId: TEXT_SOURCE,
  region: oneOf<AuiRegion>('gcp', 'azure'),
  context: RECORD,
  textMode: oneOf<AuiTextMode>('cumulative', 'delta'),
};

const TIMING: ProviderTiming = {
  connectMs: 10_000,
  // There is no welcome frame; a wrong key shows itself by the close that follows.
  ready: { on: 'open' },
  stableMs: 10_000,
  stableOnFrame: true,
  answerMs: 60_000,
  // Its errors mostly end the socket; one that has not by then leaves it open.
  closeAfterErrorMs: 2000,
  // The vendor asks for restraint and gives no figure; a person does not write faster than this.
  pace: { frames: 5, perMs: 1000 },
};

/** Makes a {@link Provider} for a task of AUI. */
export function aui(options: AuiOptions): Provider {
  checkOptions('AUI', options, KINDS);
  const { taskId, restUrl, region = 'gcp', textMode = 'cumulative' } = options;
  const given = typeof taskId === 'string' ? taskId : undefined;
  const taskIdOf = (sessionId: string | undefined): string | undefined => given ?? sessionId;
  return {
    ...reach(options, 'websocket', { taskId }, region),
    name: 'aui',
    transport: socketTransport,
    id: `aui:${encodeSegment(given ?? '')}`,
    shareable: given !== undefined,
    capabilities: {
      acknowledges: false,
      streams: true,
      // Suggestions are taken like choices.
      choices: true,
      structured: false,
      uploads: false,
      feedback: 'none',
      history: Boolean(restUrl),
      handoff: false,
      parallelTurns: options.parallelTurns === true,
      context: true,
      reset: typeof taskId === 'function',
    },
    timing: TIMING,
    prepare: (_facts, reason) => findSession('task', taskId, reason, openTask),
    connect: (_facts, credentials) => auiSocketTarget(region, credentials),
    encode: (act, facts) =>
      writeAuiAct(act, taskIdOf(facts.session.id), { ...options.context, ...facts.context }),
    decode: (frame, facts) => ({ events: readAuiFrame(frame, textMode, facts) }),
    classify: classifyAuiClose,
    describe: describeAuiClose,
    calls: restUrl ? { history: auiHistory(restUrl, taskIdOf) } : undefined,
  };
}

/** A task of which only the id is known shows nothing. */
function openTask(task: AuiTask | { readonly id: string | undefined }): PreparedSession {
  const { id } = task;
  if (!('suggestions' in task)) {
    return { session: { id } };
  }
  const { userId, welcomeMessage, suggestions } = task;
  return {
    // Remembered so that the history does not show it again: it has no id there to know it by.
    session: { id, userId, ...(welcomeMessage && { data: { welcomeMessage } }) },
    messages: welcomeMessage
      ? [{ role: 'assistant', parts: [{ type: 'text', text: welcomeMessage }] }]
      : [],
    suggestions: suggestionsOf(suggestions, undefined),
  };
}
