import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { SOCKETS } from '../platforms.ts';
import type { Scene } from '../scene.ts';
import { replaceSocket } from './replace-socket.ts';
import { loseNetwork } from './lose-network.ts';

const ENDS: readonly (readonly [string, (scene: Scene) => void])[] = [
  ['a reset', ({ proxy }) => proxy.reset()],
  ['an end of the TCP connection without a close frame', ({ proxy }) => proxy.finish()],
  ['a server that is killed', ({ simulator }) => simulator.drop('terminate')],
];

for (const [what, end] of ENDS) {
  fault({
    id: 'R13',
    title: `${what} while nothing is said is mended by itself`,
    providers: SOCKETS,
    async play(scene) {
      const { strike, own, exchange, noticed, ready } = scene;
      await exchange('one');
      await strike(async () => {
        end(scene);
        await noticed();
        await ready();
      });
      await own((parley) => expect(parley.errors).toEqual([]));
      await exchange('two');
    },
  });
}

for (const [what, end] of ENDS.slice(0, 2)) {
  fault({
    id: 'R13',
    title: `${what} between two requests is not noticed`,
    providers: ['nlx-http'],
    async play(scene) {
      const { strike, own, until, elapse, proxy, exchange } = scene;
      await exchange('one');
      await strike(async () => {
        end(scene);
        await until('the connection is gone', () => proxy.open === 0);
        // A request into a connection that its pool still takes for alive would be unconfirmed, as it should be.
        await elapse(2000);
      });
      await exchange('two');
      await own((parley) => expect(parley.errors).toEqual([]));
    },
  });
}

fault({
  id: 'R13',
  title:
    'a proxy that goes away and comes back is mended, and what was said meanwhile arrives in order',
  providers: SOCKETS,
  async play(scene) {
    const { say, exchange, answered, strike, own, outcomes, heal } = scene;
    await exchange('one');
    await strike(() => loseNetwork(scene));
    say('two');
    say('three');
    await own(() => expect(outcomes()).toMatchObject({ two: 'queued', three: 'queued' }));
    await strike(heal);
    await answered('three');
  },
});

/** Each means something to a client that takes it for its own: an end, an answer, a person, another conversation. */
const LATE: Readonly<Record<(typeof SOCKETS)[number], readonly object[]>> = {
  lexicon: [
    { event_type: 'message_stream_ended', message_id: 'late', content: 'late' },
    { event_type: 'error', error_code: 'AUTH_ERROR', error_message: 'late' },
  ],
  'nlx-socket': [
    { conversationId: 'of the old socket', messages: [{ messageId: 'late', text: 'late' }] },
    { messages: [{ text: 'late' }], metadata: { escalation: true } },
    { type: 'interim', text: 'late' },
    { message: 'late', connectionId: 'old', requestId: 'old' },
  ],
  aui: [
    { id: 'late', text: 'late', sender: { id: 'a', type: '3p' } },
    { status_code: 401, message: 'late' },
  ],
};

fault({
  id: 'R21',
  title: 'what an old socket says and its late end change nothing once there is a new one',
  providers: SOCKETS,
  options: { serve: { tokenDelayMs: 30 } },
  async play(scene) {
    const { say, exchange, answered, taken, strike, own, until, proxy, heal } = scene;
    const { client, simulator, provider, elapse, shown } = scene;
    await exchange('one');
    await own((parley) =>
      until('its answer is whole', () => parley.chat.store.getState().status === 'ready'),
    );
    await strike(() => proxy.strand());
    await own(async (parley) => {
      await replaceSocket(scene, parley);
      expect(parley.dials).toHaveLength(2);
    });
    say('two');
    await taken('two');
    await own(async (parley) => {
      const before = parley.statuses.length;
      // A word for the old connection alone, and then its end, both late.
      for (const frame of LATE[provider as keyof typeof LATE]) simulator.push(frame, 1);
      await heal();
      await until('the old one is gone', () => proxy.open === 1);
      await elapse(5000);
      expect(parley.statuses.slice(before)).toEqual([]);
      expect(parley.errors).toEqual([]);
      expect(shown()).not.toContain('late');
      expect(parley.chat.store.getState()).toMatchObject({ handoff: 'bot', activity: null });
    });
    await answered('two');
    expect(client.isReady()).toBe(true);
  },
});

fault({
  id: 'R21',
  title: 'what an aborted request would have said changes nothing in the turn after it',
  providers: ['nlx-http'],
  options: { serve: { tokenDelayMs: 120 } },
  async play({ say, answered, taken, strike, own, proxy, heal, askAgain, says }) {
    await strike(() => proxy.holeDown());
    say('one');
    await taken('one');
    await own(async (parley) => {
      parley.chat.stop();
      await says('one', 'unconfirmed');
      await heal();
      askAgain('one');
    });
    await answered('one');
  },
});
