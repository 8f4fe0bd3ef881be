import type { Simulator } from '@parley/simulators';

import { IDENTITY, textOf, wordsOf } from '../../platforms.ts';
import type { HookOptions, ProviderName } from '../app/chat-request.ts';

/** Where a platform is, through the proxy or not. */
export interface Addresses {
  readonly url: string;
  readonly restUrl: string;
  /** Tells the provider the REST address, for its history. */
  readonly history: boolean;
}

const { apiKey, userId, chatId, taskId, deploymentKey, channelKey } = IDENTITY;

/** What an application passes to the hook of each provider. An NLX chat with a conversation of its own is shared. */
const OPTIONS: { readonly [Name in ProviderName]: (addresses: Addresses) => HookOptions[Name] } = {
  'nlx-socket': ({ url }) => ({
    deploymentKey,
    channelKey,
    apiKey,
    conversationId: 'conversation-1',
    url,
  }),
  'nlx-http': ({ restUrl }) => ({
    deploymentKey,
    channelKey,
    apiKey,
    conversationId: 'conversation-1',
    url: restUrl,
  }),
  lexicon: ({ url, restUrl, history }) => ({
    userId,
    chatId,
    apiKey,
    url,
    restUrl: history ? restUrl : undefined,
  }),
  aui: ({ url, restUrl, history }) => ({
    taskId,
    apiKey,
    url,
    restUrl: history ? restUrl : undefined,
  }),
};

export function hookOptions<Name extends ProviderName>(
  provider: Name,
  addresses: Addresses,
): HookOptions[Name] {
  return OPTIONS[provider](addresses);
}

/** The words that have arrived at the server, in order. */
export function ledgerOf({ received }: Simulator): readonly string[] {
  return received.flatMap((entry) => textOf(entry) ?? []).map(wordsOf);
}
