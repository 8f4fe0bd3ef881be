import type { Tools } from './break.ts';

/** Puts right whatever is broken, and does not wait for the next try. */
export async function mend({ chat, link, network }: Tools): Promise<string> {
  network.setOffline(false);
  await link?.setFaults({
    delayMs: 0,
    dropAfterFrames: null,
    garbleNext: 0,
    refuse: false,
    hang: false,
    rateLimit: null,
    authError: false,
    loseAcknowledgements: 0,
    swallow: 0,
  });
  const { status } = chat.store.getState().connection;
  if (status === 'reconnecting' || status === 'failed') {
    chat.reconnect();
  }
  return 'Everything works again.';
}
