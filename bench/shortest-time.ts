/**
 * The shortest of several runs, in milliseconds of processor time: waiting for a machine that does something
 * else does not count, and whatever else disturbs a run only ever adds to it.
 */
export function shortestTime(run: () => void, rounds: number): number {
  run();
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    shortest = Math.min(shortest, (user + system) / 1000);
  }
  return shortest;
}
