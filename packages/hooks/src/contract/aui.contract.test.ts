import { startAui } from '@parley/simulators';

import { aui } from '../providers/aui/aui.ts';
import { createAuiTask } from '../providers/aui/create-aui-task.ts';
import { SECRET } from '../testing/open-chat.ts';
import { providerContract } from '../testing/provider-contract.ts';

for (const update of ['event', 'channel', 'channel-camel'] as const) {
  providerContract({
    name: `AUI, its updates named by ${update}`,
    start: ({ slowly = false } = {}) =>
      startAui({
        port: 0,
        tokenDelayMs: slowly ? 2 : 0,
        keys: [SECRET],
        perSecond: 1000,
        shapes: { update },
      }),
    provider: ({ url, restUrl }, { apiKey }) =>
      aui({
        taskId: async () => {
          const made = await createAuiTask({ userId: 'user123', apiKey: SECRET, restUrl });
          return made.ok ? made.task.id : made;
        },
        url,
        apiKey,
      }),
    textOf: (frame) => (frame as { text?: string }).text,
    slow: 'slow please',
  });
}
