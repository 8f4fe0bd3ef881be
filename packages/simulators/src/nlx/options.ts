import type { Clock } from '../core/platform.ts';

/** How a stream is written. */
export type StreamFormat = 'sse' | 'ndjson' | 'concatenated' | 'json';

/** One set of keys the platform knows. */
export interface NlxCredentials {
  readonly deploymentKey: string;
  /** Without its language suffix. */
  readonly channelKey: string;
  readonly apiKey: string;
}

/** Limits of the gateway in front of the socket; each is off unless it is given. */
export interface SocketLimits {
  /** Close with 1001 after this long without a frame from the client. */
  readonly idleMs?: number | undefined;
  /** Close with 1001 this long after the connection was made. */
  readonly lifetimeMs?: number | undefined;
  /** Close with 1009 on a longer frame from the client, in bytes of UTF-8. */
  readonly maxFrameBytes?: number | undefined;
}

/** The limits that the shape of NLX's endpoint suggests (an assumption, not documented). */
export const CLOUD_LIMITS: SocketLimits = {
  idleMs: 10 * 60_000,
  lifetimeMs: 2 * 60 * 60_000,
  maxFrameBytes: 32 * 1024,
};

/** What can be set on an NLX simulator. */
export interface NlxOptions {
  /** Known keys; without it every key that is there is right. */
  readonly credentials?: readonly NlxCredentials[] | undefined;
  /** Time to an ordinary answer, in milliseconds; every other pause is a share of it. @default 350 */
  readonly latencyMs?: number | undefined;
  /** @default 'sse' */
  readonly streamAs?: StreamFormat | undefined;
  /** Whether a body without `stream` is answered with a stream, as the API page says. @default false */
  readonly streamByDefault?: boolean | undefined;
  /** Whether the last event of a stream repeats the messages before it. @default 'all' */
  readonly finalResponse?: 'all' | 'rest' | undefined;
  /** @default 'iso' */
  readonly expirationAs?: 'iso' | 'ms' | undefined;
  /** Life of a conversation after its last turn. @default 1_800_000 */
  readonly sessionMs?: number | undefined;
  /** What happens to an id this server has not made. @default 'accept' */
  readonly unknownConversation?: 'accept' | 'renew' | undefined;
  /** Whether a closed socket ends its conversation, as the vendor documents. @default 'end' */
  readonly onSocketClose?: 'end' | 'keep' | undefined;
  /** Whether the first frame names the conversation. @default true */
  readonly acknowledge?: boolean | undefined;
  /** @default {} */
  readonly limits?: SocketLimits | undefined;
  /** Status that every upload is answered with instead of being stored. */
  readonly refuseUploadsWith?: number | undefined;
  /** @default 10_485_760 */
  readonly maxUploadBytes?: number | undefined;
  readonly clock?: Clock | undefined;
  /** Source of identifiers, numbers in [0, 1). @default Math.random */
  readonly random?: (() => number) | undefined;
}

type Optional = 'credentials' | 'refuseUploadsWith';

/** The options with every default filled in, but for what belongs to the host. */
export type NlxSettings = Pick<NlxOptions, Optional> & {
  readonly [Name in Exclude<keyof NlxOptions, Optional | 'clock' | 'random'>]-?: NonNullable<
    NlxOptions[Name]
  >;
};

/** Fills in the defaults. */
export function settle(options: NlxOptions): NlxSettings {
  return {
    credentials: options.credentials,
    refuseUploadsWith: options.refuseUploadsWith,
    latencyMs: options.latencyMs ?? 350,
    streamAs: options.streamAs ?? 'sse',
    streamByDefault: options.streamByDefault ?? false,
    finalResponse: options.finalResponse ?? 'all',
    expirationAs: options.expirationAs ?? 'iso',
    sessionMs: options.sessionMs ?? 30 * 60_000,
    unknownConversation: options.unknownConversation ?? 'accept',
    onSocketClose: options.onSocketClose ?? 'end',
    acknowledge: options.acknowledge ?? true,
    limits: options.limits ?? {},
    maxUploadBytes: options.maxUploadBytes ?? 10 * 1024 * 1024,
  };
}
