import { startNlx } from '@parley/simulators';

import { nlx } from '../providers/nlx/nlx.ts';
import { SECRET } from '../testing/open-chat.ts';
import { providerContract } from '../testing/provider-contract.ts';

const KEYS = { deploymentKey: 'dep', channelKey: 'chan' };

function textOf(frame: unknown): unknown {
  const { request } = frame as { request?: { unstructured?: { text?: string } } };
  return request?.unstructured?.text;
}

const start =
  (streamAs: 'sse' | 'ndjson' | 'concatenated' | 'json') =>
  ({ slowly = false } = {}) =>
    startNlx({
      port: 0,
      streamAs,
      latencyMs: slowly ? 40 : 0,
      credentials: [{ ...KEYS, apiKey: SECRET }],
    });

providerContract({
  name: 'NLX over a socket',
  start: start('sse'),
  provider: ({ url }, { apiKey }) =>
    nlx({ ...KEYS, channelKey: 'chan-en-US', transport: 'websocket', url, apiKey }),
  textOf,
  slow: 'slow please',
});

for (const streamAs of ['sse', 'ndjson', 'concatenated', 'json'] as const) {
  providerContract({
    name: `NLX over HTTP, streamed as ${streamAs}`,
    start: start(streamAs),
    provider: ({ restUrl: url }, { apiKey }) =>
      nlx({ ...KEYS, channelKey: 'chan-en-US', transport: 'http', url, apiKey }),
    textOf,
    slow: 'slow please',
  });
}

providerContract({
  name: 'NLX over HTTP, not streamed',
  start: start('sse'),
  provider: ({ restUrl: url }, { apiKey }) =>
    nlx({ ...KEYS, channelKey: 'chan-en-US', transport: 'http', stream: false, url, apiKey }),
  textOf,
  slow: 'slow please',
});
