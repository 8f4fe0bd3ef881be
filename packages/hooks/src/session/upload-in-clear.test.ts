import { expect, it, vi } from 'vitest';

import { nlx } from '../providers/nlx/nlx.ts';
import type { Provider } from '../providers/provider.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';

it.each([
  ['http://files.example/put', 'unsupported', 0],
  ['http://localhost:1/put', undefined, 1],
  ['https://files.example/put', undefined, 1],
])('a file goes to %s only where nobody on the way can read it', async (url, code, requests) => {
  const given = { deploymentKey: 'd', channelKey: 'c-en-US', apiKey: SECRET };
  const platform = nlx({ transport: 'http', ...given });
  const provider: Provider = {
    ...platform,
    calls: {
      upload: {
        build: ({ file }) => ({ method: 'PUT', url, body: file }),
        read: () => ({ uploadId: 'upload-1' }),
      },
    },
  };
  const fetch = vi.fn((address: RequestInfo | URL) =>
    Promise.resolve(new Response(address === url ? '' : '{"messages":[]}')),
  );
  const { chat } = openChat(provider, { runtime: { fetch } });
  const result = await chat.upload([new File(['x'], 'x.txt')]).finished;
  expect(result.ok ? undefined : result.error.code).toBe(code);
  expect(fetch.mock.calls.filter(([address]) => address === url)).toHaveLength(requests);
});
