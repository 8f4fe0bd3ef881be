import { expect } from 'vitest';

import { type Fault, fault } from '../fault.ts';
import { SOCKETS } from '../platforms.ts';
import { seconds } from '../seconds.ts';
import { expectFailed, expectGivenUp } from './expect-given-up.ts';
import { connectAgain } from './connect-again.ts';

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
    // To Lexicon it is a bad key: below.
    providers: code === 1008 ? ['nlx-socket', 'aui'] : SOCKETS,
    async play({ strike, own, simulator, now, note, exchange, noticed, ready }) {
      await exchange('one');
      await strike(async () => {
        const closed = now();
        simulator.drop({ code });
        await noticed();
        await ready();
        await own(() => {
          if (code === 1013) expect(now() - closed).toBeGreaterThanOrEqual(30_000);
          if (id === 'R11') note(`ready ${seconds(now() - closed)} after the close`);
        });
      });
      await exchange('two');
    },
  });
}

/** Every text in a value, however deep. */
function wordsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : [];
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
    async play({ strike, own, simulator, exchange, noticed, ready }) {
      await exchange('one');
      await strike(async () => {
        simulator.drop({ code: 1011, reason });
        await noticed();
        await own((parley) => {
          const { connection, error } = parley.chat.store.getState();
          const words = wordsIn([connection, error, parley.errors]);
          expect(words.length).toBeGreaterThan(0);
          expect(words.filter((each) => each.includes(reason.slice(0, 12)))).toEqual([]);
        });
        await ready();
      });
      await exchange('two');
    },
  });
}

for (const code of [1002, 1003, 1007, 1010] as const) {
  fault({
    id: 'R12',
    title: `a server that complains of the protocol once (${code}) is dialed once more`,
    providers: SOCKETS,
    async play({ strike, simulator, exchange, noticed, ready }) {
      await exchange('one');
      await strike(async () => {
        simulator.drop({ code });
        await noticed();
        await ready();
      });
      await exchange('two');
    },
  });
}

for (const code of [1002, 1003, 1007, 1010] as const) {
  fault({
    id: 'R12',
    title: `a server that complains of the protocol on every fresh socket (${code}) is left alone, and connect() goes on`,
    providers: SOCKETS,
    options: {
      speed: 100,
      before: ({ simulator }) => simulator.setFaults({ closeWith: { code, reason: '' } }),
    },
    async play(scene) {
      const { say, own } = scene;
      await own((parley) => expectGivenUp(scene, parley, 2, { code: 'protocol' }));
      say('one');
      await connectAgain(scene, 'one');
    },
  });
}

interface FinalCode extends Pick<Fault, 'title' | 'providers'> {
  readonly id?: string;
  readonly code: number;
  readonly reason: 'unauthorized' | 'not-found';
}

/** Codes after which nothing is dialed until somebody asks for it. */
const FINAL: readonly FinalCode[] = [
  ...[4401, 4403].map((code) => ({
    code,
    title: `${code} is a refused key, and connect() goes on`,
    providers: SOCKETS,
    reason: 'unauthorized' as const,
  })),
  {
    code: 4001,
    title: '4001 of AUI is final: unauthorized',
    providers: ['aui'],
    reason: 'unauthorized',
  },
  { code: 4002, title: '4002 of AUI is final: not-found', providers: ['aui'], reason: 'not-found' },
  {
    id: 'R7',
    code: 1008,
    title:
      'a bare 1008 on a socket that was fine means a bad key to Lexicon, and connect() goes on',
    providers: ['lexicon'],
    reason: 'unauthorized',
  },
];

for (const { id = 'R12', code, reason, ...rest } of FINAL) {
  fault({
    id,
    ...rest,
    async play({ say, exchange, answered, strike, own, noticed, simulator }) {
      await exchange('one');
      await strike(async () => {
        simulator.drop({ code });
        await noticed();
      });
      say('two');
      await own((parley) => {
        expectFailed(parley, { code: reason });
        parley.chat.connect();
      });
      await answered('two');
    },
  });
}

fault({
  id: 'R12',
  title: 'bytes that are no text are the end of a socket, and of nothing else',
  providers: SOCKETS,
  async play({ strike, simulator, proxy, exchange, noticed, ready }) {
    await exchange('one');
    await strike(async () => {
      proxy.corruptNext('down');
      simulator.push({ anything: 'at all' });
      await noticed();
      await ready();
    });
    await exchange('two');
  },
});

fault({
  id: 'R12',
  title: 'bytes that come twice are the end of a socket at most, and of nothing else',
  providers: SOCKETS,
  async play({ strike, simulator, proxy, elapse, exchange, ready }) {
    await exchange('one');
    await strike(async () => {
      proxy.duplicateNext('down');
      simulator.push({ anything: 'at all' });
      await elapse(2000);
      await ready();
    });
    await exchange('two');
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
    simulator,
    says,
    outcomeOf,
    exchange,
    timesTaken,
    noticed,
  }) {
    await strike(() => simulator.setFaults({ loseAcknowledgements: 1 }));
    say('one');
    await taken('one');
    await strike(async () => {
      simulator.drop({ code: 1011, reason: 'internal error' });
      await noticed();
      await says('one', 'unconfirmed');
    });
    await exchange('two');
    await own(() => {
      expect(outcomeOf('one')).toBe('unconfirmed');
      expect(timesTaken('one')).toBe(1);
    });
  },
});
