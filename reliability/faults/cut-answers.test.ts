import { messageText } from '@parley/hooks/vanilla';
import { expect } from 'vitest';

import { type AskedTurn, startAnswerServer, type WrittenAnswer } from '../answer-server.ts';
import type { ParleyClient } from '../clients/parley.ts';
import { fault } from '../fault.ts';
import { isOver } from '../judge/is-over.ts';
import { SOCKETS, wordsOf } from '../platforms.ts';
import type { Scene } from '../scene.ts';

/** Places at which an answer of so many bytes is cut: its edges, and evenly between them. */
const pointsOf = (bytes: number, count: number): readonly number[] => [
  1,
  ...Array.from({ length: count }, (_, index) => Math.floor(((index + 1) * bytes) / (count + 1))),
  bytes - 1,
];

/** As long as every other, so that all answers are of one length. */
const wordsAt = (index: number): string =>
  `sentence ${String(index).padStart(3, '0')} of this conversation`;

/** Says one message in peace, and gives how many bytes its answer took. */
async function measure({ exchange, until, ready, proxy, parley }: Scene): Promise<number> {
  await ready();
  const before = proxy.bytes.down;
  await exchange(wordsAt(0));
  await until('it is acknowledged', () => !parley || isOver(parley.said().at(-1)?.outcome));
  let length = proxy.bytes.down - before;
  // The last bytes of a body are behind its last word.
  await until('nothing more comes', () => {
    const same = proxy.bytes.down - before === length;
    length = proxy.bytes.down - before;
    return same;
  });
  return length;
}

interface Told {
  readonly texts: readonly string[];
  readonly states: readonly (string | undefined)[];
}

/** What is shown between a message of the user's and the next. */
function toldAfter({ chat }: ParleyClient, words: string): Told {
  const { messages } = chat.store.getState();
  const from = messages.findIndex(
    (each) => each.role === 'user' && messageText(each).endsWith(words),
  );
  const rest = messages.slice(from + 1);
  const to = rest.findIndex(({ role }) => role === 'user');
  const told = rest.slice(0, to < 0 ? undefined : to);
  return {
    texts: told.map(messageText).map(wordsOf),
    states: told.map(({ state }) => state),
  };
}

function writeTwo({ text, conversationId, streams }: AskedTurn): WrittenAnswer {
  const words = wordsOf(text);
  // The second shows nothing but its button.
  const messages = [
    { messageId: words, text: words },
    { messageId: `${words} 2`, text: '', choices: [{ choiceId: 'more', choiceText: 'More' }] },
  ];
  if (!streams) {
    return {
      type: 'application/json',
      body: JSON.stringify({ conversationId, messages, metadata: {} }),
    };
  }
  const events = [
    { type: 'interim', text: 'one moment …' },
    ...messages.map((message) => ({ type: 'message', ...message })),
    { type: 'final_response', data: { conversationId, messages } },
  ];
  return {
    type: 'text/event-stream',
    body: events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''),
  };
}

fault({
  id: 'R45',
  title:
    'a stream that is cut anywhere keeps the messages that came whole, and says what became of the turn',
  providers: ['nlx-http'],
  options: { start: () => startAnswerServer(writeTwo) },
  async play(scene) {
    const { say, strike, own, until, taken, outcomeOf, proxy, exchange } = scene;
    const length = await measure(scene);
    const seen = new Set<string>();
    await strike(async () => {
      for (const [index, point] of pointsOf(length, 60).entries()) {
        const words = wordsAt(index + 1);
        proxy.cutAfter(point);
        say(words);
        await taken(words);
        await own(async (parley) => {
          await until('it is over', () => isOver(outcomeOf(words)));
          const { texts, states } = toldAfter(parley, words);
          const all = [words, ''];
          expect(texts, `cut after ${point} of ${length} bytes`).toEqual(
            all.slice(0, texts.length),
          );
          expect(new Set(states)).toEqual(new Set(texts.length > 0 ? ['complete'] : []));
          // A word for each: nothing is known, nothing was said, or something was, if only that it takes a moment.
          const outcome = outcomeOf(words);
          expect(outcome).not.toBe('refused');
          expect(['unconfirmed', 'failed'].includes(outcome) && texts.length > 0).toBe(false);
          expect(parley.errors.at(-1)).toMatchObject({ code: 'unreachable' });
          seen.add(`${outcome} with ${texts.length}`);
        });
      }
    });
    await own(() => {
      // A reset takes with it what was not read yet, so not every place is seen each time.
      expect([...seen]).toEqual(
        expect.arrayContaining(['unconfirmed with 0', 'acknowledged with 1']),
      );
    });
    await exchange('the end');
  },
});

fault({
  id: 'R45',
  title:
    'an answer that is cut anywhere keeps the text that came, as interrupted, and is not asked for again',
  providers: SOCKETS,
  options: { options: { runtime: { random: () => 0 } } },
  async play(scene) {
    const {
      say,
      strike,
      own,
      until,
      taken,
      outcomeOf,
      proxy,
      client,
      exchange,
      timesTaken,
      ready,
    } = scene;
    const length = await measure(scene);
    await strike(async () => {
      for (const [index, point] of pointsOf(length, 16).entries()) {
        const words = wordsAt(index + 1);
        await ready();
        proxy.cutAfter(point);
        const dials = proxy.accepted;
        say(words);
        await taken(words);
        await until('it has dialed again', () => proxy.accepted > dials && client.isReady());
        await own(async (parley) => {
          // The rest of the answer before may have been what was cut.
          await until('it is over', () => isOver(outcomeOf(words)));
          const { texts, states } = toldAfter(parley, words);
          expect(texts.length, `cut after ${point} of ${length} bytes`).toBeLessThanOrEqual(1);
          const [text = '', state] = [texts[0], states[0]];
          expect(`mirror ${words}`).toContain(text);
          expect([undefined, 'interrupted', 'complete']).toContain(state);
          // All of its text may be there, and its end not.
          if (state === 'complete') expect(text).toBe(words);
          expect(['unconfirmed', 'acknowledged']).toContain(outcomeOf(words));
          // What shows an answer was heard.
          if (state) expect(outcomeOf(words)).toBe('acknowledged');
          expect(timesTaken(words)).toBe(1);
        });
      }
    });
    await exchange('the end');
  },
});

fault({
  id: 'R45',
  title:
    'an answer that is cut anywhere is repaired from the history, whole and once, replays included',
  providers: ['lexicon', 'aui'],
  options: { history: true, options: { runtime: { random: () => 0 } } },
  async play(scene) {
    const {
      say,
      strike,
      own,
      until,
      taken,
      outcomeOf,
      proxy,
      answered,
      simulator,
      provider,
      shown,
      exchange,
      ready,
    } = scene;
    const length = await measure(scene);
    await strike(async () => {
      for (const [index, point] of pointsOf(length, 16).entries()) {
        const words = wordsAt(index + 1);
        await ready();
        proxy.cutAfter(point);
        say(words);
        await taken(words);
        await answered(words);
        await own(async (parley) => {
          await until('it is acknowledged', () => outcomeOf(words) === 'acknowledged');
          await until(
            'the answer is complete',
            () => toldAfter(parley, words).states[0] === 'complete',
          );
          expect(toldAfter(parley, words)).toEqual({ texts: [words], states: ['complete'] });
        });
      }
    });
    await own(async ({ chat }) => {
      await ready();
      const { messages } = chat.store.getState();
      for (const { role, serverId, parts } of messages) {
        if (role === 'user') continue;
        const content = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
        simulator.push(
          provider === 'lexicon'
            ? { event_type: 'message_stream_ended', message_id: serverId, content }
            : { id: serverId, text: content, sender: { id: 'a', type: 'agent' } },
        );
      }
      await exchange('after the replay');
      expect(new Set(shown())).toHaveProperty('size', shown().length);
    });
    await exchange('the end');
  },
});
