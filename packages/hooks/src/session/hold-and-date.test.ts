import { afterEach, expect, it } from 'vitest';

import { startSocketServer } from '../connection/testing/socket-server.ts';
import { aui } from '../providers/aui/aui.ts';
import { openChat, SECRET } from '../testing/open-chat.ts';
import { createTrackedClock } from '../testing/tracked-clock.ts';
import { until } from '../testing/until.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((stop) => stop()));
});

const HOUR_MS = 3_600_000;

it('a date that is set back by an hour holds no message longer than it was to be held', async () => {
  const clock = createTrackedClock(50);
  let offsetMs = 0;
  const server = await startSocketServer({
    onSocket(socket) {
      socket.once('message', () => {
        // The platform may close after an error: nothing is written for two seconds.
        socket.send(JSON.stringify({ status_code: 422, detail: 'no' }));
      });
    },
  });
  cleanups.push(server.stop);
  const provider = aui({ taskId: 't', apiKey: SECRET, url: server.url });
  const { chat } = openChat(provider, { clock: { ...clock, now: () => clock.now() + offsetMs } });
  chat.connect();
  chat.sendMessage('one');
  await until(chat, ({ messages }) => messages[0]?.delivery === 'failed');
  const heldAt = clock.now();
  offsetMs = -HOUR_MS;
  chat.sendMessage('two');
  await server.until(() => server.received.length === 2);
  expect(clock.now() - heldAt).toBeGreaterThan(1_900);
  expect(clock.now() - heldAt).toBeLessThan(HOUR_MS);
});
