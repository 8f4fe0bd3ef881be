import { messageText } from '@parley/hooks/vanilla';
import { expect } from 'vitest';

import type { ParleyClient } from '../clients/parley.ts';
import { fault } from '../fault.ts';
import { phrase, wordsOf } from '../platforms.ts';
import type { Scene } from '../scene.ts';

/** Those that say a message of the user's again: Lexicon for each, AUI where it echoes what another device sent. */
const ECHOING = ['lexicon', 'aui'] as const;

/** The platform's word that it has this message. */
function echo({ provider, simulator }: Scene, words: string, id: string): void {
  const text = phrase(words);
  simulator.push(
    provider === 'lexicon'
      ? { event_type: 'message_received', message_id: id, content: text }
      : { id, text, created_at: '2026-01-15T10:30:00Z', sender: { id: 'user123', type: 'user' } },
  );
}

/** The user's messages as they stand there, with what is known of each. */
const told = ({ chat }: ParleyClient): readonly string[] =>
  chat.store
    .getState()
    .messages.filter(({ role }) => role === 'user')
    .map(
      (message) => `${wordsOf(messageText(message))}: ${message.delivery ?? 'of another device'}`,
    );

/** What was pushed has been read. */
async function read({ until, simulator, provider }: Scene, parley: ParleyClient): Promise<void> {
  const { length } = parley.oddities;
  simulator.push(provider === 'lexicon' ? { event_type: 'a mark' } : { event: 'a mark', data: {} });
  await until('the mark is read', () => parley.oddities.length > length);
}

fault({
  id: 'R17',
  title: 'an answer before the acknowledgement, or after it, leaves one message in one state',
  providers: ECHOING,
  options: (provider) => ({
    serve: provider === 'lexicon' ? { tokenDelayMs: 30, thinkDelayMs: 400 } : { tokenDelayMs: 200 },
  }),
  async play(scene) {
    const { say, taken, answered, strike, own, outcomeOf, simulator, until, exchange } = scene;
    await exchange('zero');
    // The word before the answer.
    await strike(() => simulator.setFaults({ loseAcknowledgements: 1 }));
    say('one');
    await taken('one');
    await strike(() => echo(scene, 'one', 'user-1'));
    await own(async (parley) => {
      await until('it is acknowledged', () => outcomeOf('one') === 'acknowledged');
      expect(parley.shown().map(wordsOf)).toEqual(['zero']);
    });
    await answered('one');
    await own((parley) =>
      expect(told(parley)).toEqual(['zero: acknowledged', 'one: acknowledged']),
    );
    // And behind its beginning.
    await strike(() => simulator.setFaults({ loseAcknowledgements: 1 }));
    say('two');
    await taken('two');
    await strike(async () => {
      await answered('two');
      echo(scene, 'two', 'user-2');
      echo(scene, 'two', 'user-2');
    });
    await answered('two');
    await own(async (parley) => {
      await read(scene, parley);
      expect(told(parley).slice(1)).toEqual(['one: acknowledged', 'two: acknowledged']);
      await until('the turn is over', () => parley.chat.store.getState().status === 'ready');
    });
    await exchange('three');
  },
});

fault({
  id: 'R16',
  title: 'acknowledgements that come twice, late or for nobody change nothing that is known',
  providers: ECHOING,
  options: { serve: { tokenDelayMs: 100 } },
  async play(scene) {
    const { say, taken, answered, strike, own, outcomeOf, provider } = scene;
    const { proxy, until, exchange, ready, shown } = scene;
    say('one');
    await taken('one');
    await strike(() => {
      // Lexicon has said it already.
      if (provider === 'aui') echo(scene, 'one', 'user-1');
    });
    await answered('one');
    await exchange('two');
    await own(async (parley) => {
      const { messages } = parley.chat.store.getState();
      const { serverId = '' } = messages.find(({ role }) => role === 'user') ?? {};
      expect(serverId).not.toBe('');
      // Again and again, behind a later one.
      for (let time = 0; time < 3; time += 1) echo(scene, 'one', serverId);
      await read(scene, parley);
      expect(told(parley)).toEqual(['one: acknowledged', 'two: acknowledged']);
      await until('the turn is over', () => parley.chat.store.getState().status === 'ready');
    });
    // What it says of this one goes into a hole, and the connection ends.
    await strike(() => proxy.holeDown());
    say('three');
    await taken('three');
    await strike(async () => {
      proxy.reset();
      await proxy.heal();
    });
    await own(async (parley) => {
      await until('nobody knows', () => outcomeOf('three') === 'unconfirmed');
      await ready();
      echo(scene, 'three', 'user-3');
      await until('it is known after all', () => outcomeOf('three') === 'acknowledged');
      echo(scene, 'three', 'user-3');
      // Somebody else's.
      echo(scene, 'of another device', 'user-9');
      await read(scene, parley);
      expect(told(parley)).toEqual([
        'one: acknowledged',
        'two: acknowledged',
        'three: acknowledged',
        'of another device: acknowledged',
      ]);
      expect(shown()).not.toContain('of another device');
      expect(parley.errors).toEqual([]);
    });
    await exchange('four');
  },
});
