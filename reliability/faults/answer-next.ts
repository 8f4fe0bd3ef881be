import type { Scene } from '../scene.ts';

/** The next request meets this answer; a connection that is kept alive would not. `headers` are made when it is set. */
export async function answerNext(
  { proxy, until, elapse }: Scene,
  status: number,
  headers: () => Readonly<Record<string, string>>,
): Promise<void> {
  proxy.reset();
  await until('no connection is kept', () => proxy.open === 0);
  // The client's pool has to learn of it, too.
  await elapse(2_000);
  proxy.answer(status, headers());
}
