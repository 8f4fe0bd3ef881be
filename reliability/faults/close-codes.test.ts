import { expect } from 'vitest';

import { fault } from '../fault.ts';
import { type ProviderName, SOCKETS } from '../platforms.ts';

/** The codes after which a client dials again by itself, whoever sent them. */
const PASSING = [1001, 1008, 1011, 1012, 1013, 1014, 3000, 4408, 4429, 4500, 4999];

const HTML = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const JSON_REASON = '{"reason":"maintenance","reconnect":true}';
const LONG = 'é'.repeat(61);

for (const code of PASSING) {
  const id = code === 1011 ? 'R8' : code === 1008 ? 'R7' : code > 2999 ? 'R12' : 'R11';
  fault({
    id,
    title: `an idle socket that is closed with ${code} is mended, and the next message arrives`,
    // To Lexicon it is a bad key: refused-credentials.test.ts.
    providers: code === 1008 ? ['nlx-socket', 'aui'] : SOCKETS,
    async play({ say, answered, strike, own, until, client, simulator, now, note }) {
      say('one');
      await answered('one');
      await strike(async () => {
        const closed = now();
        simulator.drop({ code });
        await until('it is noticed', () => !client.isReady());
        await until('it is ready again', client.isReady);
        await own(() => {
          if (code === 1013) expect(now() - closed).toBeGreaterThanOrEqual(30_000);
          if (id === 'R11') note(`ready ${((now() - closed) / 1000).toFixed(1)} s after the close`);
        });
      });
      say('two');
      await answered('two');
    },
  });
}

for (const [what, reason] of [
  ['HTML', HTML],
  ['JSON', JSON_REASON],
  ['122 bytes of it', LONG],
] as const) {
  fault({
    id: 'R12',
    title: `a close reason that is ${what} is mended like any other and shown nowhere`,
    providers: SOCKETS,
    async play({ say, answered, strike, own, until, client, simulator }) {
      say('one');
      await answered('one');
      await strike(async () => {
        simulator.drop({ code: 1011, reason });
        await until('it is noticed', () => !client.isReady());
        await own((parley) => {
          const { connection, error } = parley.chat.store.getState();
          expect(JSON.stringify([connection, error, parley.errors])).not.toContain(reason);
        });
        await until('it is ready again', client.isReady);
      });
      say('two');
      await answered('two');
    },
  });
}

for (const code of [1002, 1003, 1007, 1010] as const) {
  fault({
    id: 'R12',
    title: `a server that complains of the protocol once (${code}) is dialed once more`,
    providers: SOCKETS,
    async play({ say, answered, strike, until, client, simulator }) {
      say('one');
      await answered('one');
      await strike(async () => {
        simulator.drop({ code });
        await until('it is noticed', () => !client.isReady());
        await until('it is ready again', client.isReady);
      });
      say('two');
      await answered('two');
    },
  });
}

for (const code of [1002, 1003, 1007] as const) {
  fault({
    id: 'R12',
    title: `a server that complains of the protocol on every fresh socket (${code}) is left alone, and connect() goes on`,
    providers: SOCKETS,
    options: {
      speed: 100,
      before: ({ simulator }) => simulator.setFaults({ closeWith: { code, reason: '' } }),
    },
    async play({ say, answered, strike, own, until, elapse, client, heal }) {
      await own(async (parley) => {
        await until('it has failed', () => client.status() === 'failed');
        await elapse(120_000);
        expect(parley.dials).toHaveLength(2);
      });
      say('one');
      await strike(heal);
      await own((parley) => parley.chat.connect());
      await answered('one');
    },
  });
}

for (const code of [4401, 4403] as const) {
  fault({
    id: 'R12',
    title: `${code} is a refused key, and connect() goes on`,
    providers: SOCKETS,
    async play({ say, answered, strike, own, until, client, simulator }) {
      say('one');
      await answered('one');
      await strike(async () => {
        simulator.drop({ code });
        await until('it is noticed', () => !client.isReady());
      });
      say('two');
      await own((parley) => {
        expect(parley.chat.store.getState().connection).toMatchObject({
          status: 'failed',
          reason: { code: 'unauthorized' },
        });
        parley.chat.connect();
      });
      await answered('two');
    },
  });
}

/** What a platform documents of its own codes: what it becomes, and why. */
const OWN: readonly (readonly [ProviderName, number, string])[] = [
  ['aui', 4001, 'unauthorized'],
  ['aui', 4002, 'not-found'],
];

for (const [provider, code, reason] of OWN) {
  fault({
    id: 'R12',
    title: `${code} of AUI is final: ${reason}`,
    providers: [provider],
    async play({ say, answered, strike, own, until, client, simulator }) {
      say('one');
      await answered('one');
      await strike(async () => {
        simulator.drop({ code });
        await until('it is noticed', () => !client.isReady());
      });
      await own((parley) => {
        expect(parley.chat.store.getState().connection).toMatchObject({
          status: 'failed',
          reason: { code: reason },
        });
        parley.chat.connect();
      });
      say('two');
      await answered('two');
    },
  });
}

fault({
  id: 'R12',
  title: 'bytes that are no text are the end of a socket, and of nothing else',
  providers: SOCKETS,
  async play({ say, answered, strike, until, client, simulator, proxy }) {
    say('one');
    await answered('one');
    await strike(async () => {
      proxy.corruptNext('down');
      simulator.push({ anything: 'at all' });
      await until('it is noticed', () => !client.isReady());
      await until('it is ready again', client.isReady);
    });
    say('two');
    await answered('two');
  },
});

fault({
  id: 'R12',
  title: 'bytes that come twice are the end of a socket at most, and of nothing else',
  providers: SOCKETS,
  async play({ say, answered, strike, until, simulator, proxy, elapse, client }) {
    say('one');
    await answered('one');
    await strike(async () => {
      proxy.duplicateNext('down');
      simulator.push({ anything: 'at all' });
      await elapse(2000);
      await until('it is ready', client.isReady);
    });
    say('two');
    await answered('two');
  },
});

fault({
  id: 'R8',
  title: 'a server that fails under a message says so; the message is not lost and not sent again',
  providers: SOCKETS,
  options: { serve: { tokenDelayMs: 100 } },
  async play({
    say,
    taken,
    strike,
    own,
    until,
    client,
    simulator,
    says,
    outcomeOf,
    ledger,
    answered,
  }) {
    await strike(() => simulator.setFaults({ loseAcknowledgements: 1 }));
    say('one');
    await taken('one');
    await strike(async () => {
      simulator.drop({ code: 1011, reason: 'internal error' });
      await until('it is noticed', () => !client.isReady());
      await says('one', 'unconfirmed');
    });
    say('two');
    await answered('two');
    await own(() => {
      expect(outcomeOf('one')).toBe('unconfirmed');
      expect(ledger().filter((words) => words === 'one')).toHaveLength(1);
    });
  },
});

fault({
  id: 'R8',
  title: 'a request answered with 500 is failed with a retry, and arrives when the user asks again',
  providers: ['nlx-http'],
  async play({ say, answered, strike, own, proxy, says, heal, askAgain }) {
    await strike(() => proxy.answer(500));
    say('one');
    await strike(async () => {
      await says('one', 'failed');
      await own((parley) => {
        expect(parley.errors.at(-1)).toMatchObject({ code: 'server', retryable: true });
        expect(parley.status()).toBe('ready');
      });
      await heal();
      askAgain('one');
    });
    await answered('one');
  },
});

fault({
  id: 'R11',
  title:
    'a request answered with 503 and no advice is failed with a retry; with advice it waits and goes by itself',
  providers: ['nlx-http'],
  async play({ say, answered, strike, own, proxy, says, heal, now, note }) {
    await strike(() => proxy.answer(503, { 'retry-after': '7' }));
    say('one');
    await strike(async () => {
      await says('one', 'queued');
      const refused = now();
      await heal();
      await answered('one');
      await own((parley) => {
        expect(parley.dials).toHaveLength(2);
        expect((parley.dials[1] ?? 0) - (parley.dials[0] ?? 0)).toBeGreaterThanOrEqual(7000);
        note(`went ${((now() - refused) / 1000).toFixed(1)} s later, advised 7 s`);
      });
    });
    await answered('one');
  },
});
