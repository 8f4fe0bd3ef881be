import type { Source } from '../../connection/credential.ts';
import { checkOptions, type OptionKinds, RECORD, TEXT } from '../check-options.ts';

/**
 * A conversation with an application of NLX. `deploymentKey`, `channelKey`, `conversationId` and `userId`
 * make it what it is; `apiKey`, `languageCode` and `url` dial anew when they change; the rest is live.
 */
export interface NlxOptions {
  /**
   * `websocket`: one socket, anything at any time. `http`: one exchange per turn. After an escalation the
   * messages of a human come over the socket only; over HTTP the transcript says so instead of waiting.
   */
  readonly transport: 'websocket' | 'http';
  /** HTTP only. Shows each message of an answer as it is finished; false waits for the whole answer. @default true */
  readonly stream?: boolean | undefined;
  /** Names the deployment of the application. While undefined, nothing is dialed. */
  readonly deploymentKey: string | undefined;
  /** Names the channel. One that ends in a language (`…-en-US`) supplies the language. */
  readonly channelKey: string | undefined;
  /**
   * A conversation to resume. Without it the server makes one, and the chat is private to its hook.
   * A reset or an expiry starts another and does not use this again.
   */
  readonly conversationId?: string | undefined;
  /** The user, in your own terms. The server makes one up where it is absent. */
  readonly userId?: string | undefined;
  /** Asked for at every dial when it is a function. May be left out when `url` names a relay that adds it. */
  readonly apiKey?: Source<string> | undefined;
  /** Replaces the language of the channel key. @default the channel key's own, else `en-US` */
  readonly languageCode?: string | undefined;
  /**
   * The whole endpoint; its own query is kept and only what is missing is added. Over HTTP also an origin
   * (then `/c/{deploymentKey}/{channelKey}-{languageCode}` is added) or an endpoint without its language.
   * @default 'wss://us-east-1-ws.apps.nlx.ai', over HTTP 'https://apps.nlx.ai'
   */
  readonly url?: Source<string> | undefined;
  /**
   * The REST endpoint beside a socket, for `setContext`: an origin or an endpoint, as `url` over HTTP. Without
   * it and with a `url` of your own, a context goes with the next message instead. @default the vendor's own
   * when `url` is the vendor's own
   */
  readonly restUrl?: string | undefined;
  /** Added to every request. On a socket they only go where an injected `WebSocket` can send them. */
  readonly headers?: Source<Readonly<Record<string, string>>> | undefined;
  /** A plain JSON object that goes with every message, under what `setContext` and the message itself say. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  /** Has the application speak first in a new conversation; never on resume or reconnect. @default false */
  readonly welcome?: boolean | undefined;
  /** Goes with every request as it is: `production` or `development` to the vendor's own client. */
  readonly environment?: string | undefined;
  /** Goes with every request as it is: has the application answer as on another kind of channel. */
  readonly channelType?: string | undefined;
}

const KINDS: OptionKinds<NlxOptions> = {
  deploymentKey: TEXT,
  channelKey: TEXT,
  conversationId: TEXT,
  userId: TEXT,
  languageCode: TEXT,
  context: RECORD,
  environment: TEXT,
  channelType: TEXT,
};

/** Throws for a developer's mistake; see {@link checkOptions}. */
export function checkNlxOptions(options: Omit<NlxOptions, 'transport' | 'stream'>): void {
  checkOptions('NLX', options, KINDS);
}
