import type { Scene } from '../scene.ts';

/** What was open is reset, nobody listens any more, and the client knows. */
export async function loseNetwork({ provider, proxy, noticed }: Scene): Promise<void> {
  await proxy.refuse();
  proxy.reset();
  // Between two requests there is nothing to notice.
  if (provider !== 'nlx-http') await noticed();
}
