import type { PaceOptions } from '../core/pace.ts';
import type { Clock } from '../core/platform.ts';

/** A close that the platform does by itself. */
export interface ScriptedClose {
  readonly code: number;
  readonly reason: string;
}

/** Settings of the Lexicon simulator. */
export interface LexiconOptions extends PaceOptions {
  readonly clock?: Clock | undefined;
  /** Numbers in [0, 1) that ids are made from. @default Math.random */
  readonly random?: (() => number) | undefined;
  /** API key → tenant. @default both keys of the vendor's samples, one tenant; 'other-key', another */
  readonly keys?: Readonly<Record<string, string>> | undefined;
  /** Chat ids that exist from the start, for every tenant. @default the ids of the vendor's samples */
  readonly chatIds?: readonly string[] | undefined;
  /** How an inadmissible client is turned away: by an error event and 1008, or at the handshake. @default 'event' */
  readonly refusal?: 'event' | 'handshake' | undefined;
  /** @default { perSecond: 10 } */
  readonly rateLimit?:
    | { readonly perSecond: number; readonly closeCode?: number | undefined }
    | undefined;
  /** Sockets per tenant. @default 50 */
  readonly maxConnections?: number | undefined;
  /** Longest `content`, in characters. @default 32000 */
  readonly maxContentLength?: number | undefined;
  /** Closes a socket that sent nothing for so long. @default never */
  readonly idleClose?: (ScriptedClose & { readonly afterMs: number }) | undefined;
  /** Closes the asking socket after each answer. @default never */
  readonly closeAfterAnswer?: ScriptedClose | undefined;
  /** Where clients reach the media files. @default the address the client dialed */
  readonly mediaBase?: string | undefined;
}

/** The id of a chat that comes with 120 messages, for paging. */
export const CHAT_WITH_HISTORY = 'chat-with-history';

type Defaulted =
  | 'keys'
  | 'chatIds'
  | 'refusal'
  | 'rateLimit'
  | 'maxConnections'
  | 'maxContentLength';

/** The options with everything filled in that has a default. */
export type LexiconSettings = Omit<LexiconOptions, Defaulted> & {
  readonly [Name in Defaulted]: NonNullable<LexiconOptions[Name]>;
};

const DEFAULT_KEYS = {
  'your-api-key': 'tenant-simulated',
  'your-key': 'tenant-simulated',
  'other-key': 'tenant-other',
};

const DEFAULT_CHAT_IDS = ['chat-uuid', 'uuid', 'a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d'];

/** Fills in the defaults. */
export function completeOptions(options: LexiconOptions): LexiconSettings {
  return {
    ...options,
    keys: options.keys ?? DEFAULT_KEYS,
    chatIds: options.chatIds ?? DEFAULT_CHAT_IDS,
    refusal: options.refusal ?? 'event',
    rateLimit: options.rateLimit ?? { perSecond: 10 },
    maxConnections: options.maxConnections ?? 50,
    maxContentLength: options.maxContentLength ?? 32_000,
  };
}
