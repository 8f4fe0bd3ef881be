import type { Tools } from './break.ts';

/** Puts right whatever is broken. */
export async function mend({ link, network }: Tools): Promise<string> {
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
  return 'Everything works again.';
}
