import { startLexicon } from '@parley/simulators';

import { createLexiconChat } from '../providers/lexicon/create-lexicon-chat.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { SECRET } from '../testing/open-chat.ts';
import { providerContract } from '../testing/provider-contract.ts';

for (const auth of ['query', 'headers'] as const) {
  providerContract({
    name: `Lexicon, its key in the ${auth}`,
    start: ({ slowly = false } = {}) =>
      startLexicon({
        port: 0,
        tokenDelayMs: slowly ? 2 : 0,
        keys: { [SECRET]: 'tenant' },
        rateLimit: { perSecond: 1000 },
      }),
    provider: ({ url, restUrl }, { apiKey }) =>
      lexicon({
        userId: 'user123',
        chatId: () => createLexiconChat({ userId: 'user123', apiKey: SECRET, restUrl }),
        url,
        apiKey,
        auth,
      }),
    textOf: (frame) => (frame as { content?: string }).content,
    slow: 'slow please',
  });
}
