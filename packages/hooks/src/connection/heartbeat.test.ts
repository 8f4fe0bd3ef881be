import { expect, it } from 'vitest';

import { beatOn, type HeartbeatOptions } from './heartbeat.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

function start(replyWithinMs?: number, waitMs: () => number = () => 0) {
  const clock = createVirtualClock();
  const beats: number[] = [];
  const silences: number[] = [];
  const startMs = clock.now();
  const ping = (): boolean => beats.push(clock.now() - startMs) > 0;
  const send = (): boolean => beats.push(clock.now() - startMs) > 0;
  // A message owes no reply unless it is asked for.
  const heartbeat = beatOn(
    { ping, send, waitMs },
    { runtime: { clock }, heartbeat: { intervalMs: 1_000, message: 'beat', replyWithinMs } },
    () => silences.push(clock.now() - startMs),
  );
  return { clock, beats, silences, heartbeat };
}

it('beats once per interval of silence when no reply is expected', async () => {
  const { clock, beats } = start();
  await clock.advance(3_500);
  expect(beats).toEqual([1_000, 2_000, 3_000]);
});

it('counts the interval from the last sign of life', async () => {
  const { clock, beats, heartbeat } = start();
  await clock.advance(700);
  heartbeat.heard();
  await clock.advance(1_000);
  expect(beats).toEqual([1_700]);
});

it('calls silence after a beat silence', async () => {
  const { clock, silences } = start(500);
  await clock.advance(1_499);
  expect(silences).toEqual([]);
  await clock.advance(1);
  expect(silences).toEqual([1_500]);
});

it('judges no silence by a timer that was slept through, but by the next one', async () => {
  const { clock, silences } = start(500);
  await clock.advance(1_000);
  clock.jump(60_000);
  await clock.advance(0);
  clock.jump(60_000);
  await clock.advance(0);
  expect(silences).toEqual([]);
  await clock.advance(500);
  expect(silences.length).toBe(1);
});

it('has one timer at most, and none once stopped', async () => {
  const { clock, heartbeat } = start(500);
  for (let step = 0; step < 10; step += 1) {
    expect(clock.pending().length).toBe(1);
    heartbeat.heard();
    await clock.advance(300);
  }
  heartbeat.stop();
  expect(clock.pending()).toEqual([]);
});

it('tells when it last sent a frame as a beat', async () => {
  const { clock, heartbeat } = start();
  expect(heartbeat?.beatAtMs()).toBe(-Infinity);
  await clock.advance(1_000);
  const beatAtMs = clock.now();
  clock.jump(400);
  expect(heartbeat?.beatAtMs()).toBe(beatAtMs);
});

it('tells of no ping as a beat', async () => {
  const clock = createVirtualClock();
  let pings = 0;
  const ping = (): boolean => (pings += 1) > 0;
  const heartbeat = beatOn(
    { ping, send: () => true, waitMs: () => 0 },
    { runtime: { clock }, heartbeat: { intervalMs: 1_000 } },
    () => {},
  );
  await clock.advance(1_000);
  expect(pings).toBe(1);
  expect(heartbeat?.beatAtMs()).toBe(-Infinity);
});

it('waits while the socket may not be written to, and beats as soon as it may', async () => {
  let mayAtMs = Infinity;
  const { clock, beats } = start(undefined, () => (clock.now() >= mayAtMs ? 0 : 100));
  mayAtMs = clock.now() + 4_250;
  await clock.advance(4_200);
  expect(beats).toEqual([]);
  expect(clock.pending().length).toBe(1);
  await clock.advance(100);
  expect(beats).toEqual([4_300]);
});

it('takes a reply for one though the clock was set back meanwhile', async () => {
  const { clock, heartbeat, silences } = start(500);
  await clock.advance(1_000);
  clock.correct(-3_600_000);
  heartbeat.heard();
  clock.correct(3_600_000);
  await clock.advance(500);
  expect(silences).toEqual([]);
});

it('rests where none is wanted, or there is nothing to send', () => {
  const clock = createVirtualClock();
  const mute = { ping: undefined, send: () => true, waitMs: () => 0 };
  const heartbeat = { intervalMs: 1_000 };
  beatOn(mute, { runtime: { clock }, heartbeat }, () => {});
  beatOn({ ...mute, ping: () => true }, { runtime: { clock } }, () => {});
  expect(clock.pending()).toEqual([]);
});

it('is what is wanted at each beat, and begins with a frame where it was at rest', async () => {
  const clock = createVirtualClock();
  const sent: string[] = [];
  let heartbeat: HeartbeatOptions | undefined;
  const options = {
    runtime: { clock },
    get heartbeat() {
      return heartbeat;
    },
  };
  const send = (text: string): boolean => sent.push(text) > 0;
  const beating = beatOn({ ping: undefined, send, waitMs: () => 0 }, options, () => {});
  heartbeat = { intervalMs: 1_000, message: 'one' };
  await clock.advance(5_000);
  expect(sent).toEqual([]);
  beating.heard();
  await clock.advance(1_000);
  expect(sent).toEqual(['one']);
  heartbeat = { intervalMs: 2_000, message: 'two' };
  await clock.advance(2_000);
  expect(sent).toEqual(['one', 'two']);
  heartbeat = undefined;
  await clock.advance(10_000);
  expect(sent).toEqual(['one', 'two']);
  expect(clock.pending()).toEqual([]);
});

it.each([
  [2_000, 1],
  [2_001, 0],
])('calls a timer that is %i ms late slept through, or not: %i silences', async (lateMs, count) => {
  const { clock, silences } = start(500);
  await clock.advance(1_000);
  clock.jump(500 + lateMs);
  await clock.advance(0);
  expect(silences.length).toBe(count);
});
