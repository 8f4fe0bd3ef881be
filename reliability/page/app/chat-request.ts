import type {
  ChatMessage,
  CommonOptions,
  UseAuiStreamOptions,
  UseLexiconChatOptions,
  UseNlxChatOptions,
  UseNlxSocketOptions,
} from '@parley/hooks';

/** What a hook of each provider is called with, beyond what every chat takes. */
export interface HookOptions {
  readonly 'nlx-socket': Omit<UseNlxSocketOptions, keyof CommonOptions>;
  readonly 'nlx-http': Omit<UseNlxChatOptions, keyof CommonOptions>;
  readonly lexicon: Omit<UseLexiconChatOptions, keyof CommonOptions>;
  readonly aui: Omit<UseAuiStreamOptions, keyof CommonOptions>;
}

export type ProviderName = keyof HookOptions;

/** The parts of the common options that travel as JSON. */
export type PlainOptions = Pick<
  CommonOptions,
  'autoConnect' | 'deadlines' | 'enabled' | 'heartbeat' | 'maxLength' | 'pace' | 'reconnect'
>;

/** One component of the page that talks. */
export interface ChatRequest<Name extends ProviderName = ProviderName> {
  readonly provider: Name;
  readonly options: HookOptions[Name];
  readonly common?: PlainOptions | undefined;
  /** How many times faster than real time the chat's clock runs. Default 1. */
  readonly speed?: number | undefined;
  /** `suspending`: it suspends at its first render. `bare`: the hook without the widget. Default `plain`. */
  readonly shape?: 'plain' | 'suspending' | 'bare' | undefined;
  /** Where each dial goes, one after the other; the last is for all that follow. Default: the options' own. */
  readonly urls?: readonly string[] | undefined;
  /** The key as a function that gives it, or throws an error that quotes it. Default: as it stands. */
  readonly key?: 'asked' | 'thrown' | undefined;
  /** Changes remount the component, as another route does. */
  readonly route?: number | undefined;
}

/** A message as it is shown. */
export interface ShownMessage {
  readonly role: string;
  readonly text: string;
  readonly delivery?: ChatMessage['delivery'];
  readonly state?: ChatMessage['state'];
  readonly error?: string | undefined;
}

/** What the page says about itself. */
export interface PageReport {
  readonly connection: string;
  /** The code of the reason, where the connection has one. */
  readonly reason?: string | undefined;
  readonly fix?: string | undefined;
  readonly status: string;
  readonly error?: string | undefined;
  readonly messages: readonly ShownMessage[];
  /** The messages of the chats that were kept in hand, whether they are shown or not. */
  readonly kept: readonly ShownMessage[];
  /** Sockets made since the page was loaded, and how many of them are open or opening. */
  readonly sockets: { readonly made: number; readonly open: number; readonly connecting: number };
  readonly requests: number;
  /** The most that any socket held unsent after a send, in bytes. */
  readonly mostBuffered: number;
  /** The first of what `onProtocolEvent` was told, and how often it was told something. */
  readonly oddities: readonly string[];
  readonly told: number;
  /** Every connection status, with the milliseconds of the page's own clock at which it came. */
  readonly connections: readonly { readonly status: string; readonly at: number }[];
  /** The page's clock now, in milliseconds. */
  readonly now: number;
}
