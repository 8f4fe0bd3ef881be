import { expect } from 'vitest';

import { messageText } from '../../packages/hooks/src/chat/chat-message.ts';
import { SCRIPTED_PLATFORMS } from './platform-script.ts';
import { scriptedFault, type Stage } from './stage.ts';

const userTexts = ({ state }: Pick<Stage, 'state'>): readonly string[] =>
  state()
    .messages.filter(({ role }) => role === 'user')
    .map(messageText);

scriptedFault({
  id: 'R16',
  title: 'acknowledgements again, out of order, late or of nobody change nothing that is known',
  platforms: ['lexicon'],
  async play({ arrive, strike, own, say, answer, ...stage }) {
    const acknowledge = (text: string, id: number): void =>
      stage.current()?.deliver(stage.script.acknowledge?.(text, id));
    await arrive();
    await say('one');
    await say('two');
    await say('three');
    await strike(() => {
      acknowledge('two', 2);
      acknowledge('two', 2);
      acknowledge('one', 1);
      acknowledge('one', 1);
    });
    await own(() => {
      expect(userTexts(stage)).toEqual(['one', 'two', 'three']);
      expect(stage.outcome('one')).toBe('acknowledged');
      expect(stage.outcome('two')).toBe('acknowledged');
      expect(stage.outcome('three')).toBe('sending');
    });
    await strike(async () => {
      stage.current()?.end(1006);
      await stage.settle();
      expect(stage.outcome('three')).toBe('unconfirmed');
      await stage.pass(4_100);
      // After all; and once more.
      acknowledge('three', 3);
      acknowledge('three', 3);
      await stage.settle();
      expect(stage.outcome('three')).toBe('acknowledged');
      expect(userTexts(stage)).toEqual(['one', 'two', 'three']);
      acknowledge('of another tab', 99);
    });
    await own(() => expect(userTexts(stage)).toEqual(['one', 'two', 'three', 'of another tab']));
    await say('after it');
    await answer();
  },
});

scriptedFault({
  id: 'R16',
  title: 'an answer that is said again ends no other turn and is shown once',
  platforms: ['nlx-socket', 'aui'],
  async play({ arrive, strike, own, say, answer, ...stage }) {
    await arrive();
    await say('one');
    await say('two');
    const frame = stage.script.answer('answer to one', 1);
    stage.current()?.deliver(frame);
    await stage.settle();
    await strike(() => stage.current()?.deliver(frame));
    await own(() => {
      expect(stage.outcome('one')).toBe('acknowledged');
      expect(stage.outcome('two')).toBe('sent');
      const answers = stage.state().messages.filter(({ role }) => role !== 'user');
      expect(answers.map(messageText)).toEqual(['answer to one']);
    });
    stage.current()?.deliver(stage.script.answer('answer to two', 2));
    await stage.settle();
    stage.server.skip();
    await say('three');
    await answer();
  },
});

scriptedFault({
  id: 'R17',
  title: 'an answer before the acknowledgement, or after it, leaves one message in one state',
  platforms: ['lexicon'],
  async play({ arrive, strike, own, say, answer, ...stage }) {
    const { script } = stage;
    await arrive();
    await say('one');
    await strike(() => {
      stage.current()?.deliver(script.answer('answer to one', 1));
      stage.current()?.deliver(script.acknowledge?.('one', 1));
      // And what the server made of it, under the same id.
      stage.current()?.deliver(script.acknowledge?.('one', 1));
    });
    await own(() => {
      expect(userTexts(stage)).toEqual(['one']);
      expect(stage.outcome('one')).toBe('acknowledged');
      expect(stage.state().status).toBe('ready');
      stage.server.skip();
    });
    await answer();
    await say('two');
    await answer();
  },
});

scriptedFault({
  id: 'R37',
  title:
    'a key that changes in the middle of sending is that of what leaves next, in the same conversation',
  platforms: SCRIPTED_PLATFORMS,
  plan: { apiKey: 'first' },
  async play({ arrive, strike, own, say, answer, ...stage }) {
    await arrive();
    await say('one');
    await strike(async () => {
      await say('two');
      stage.session.update(stage.script.provider('second'), stage.options);
      await stage.settle();
    });
    await say('three');
    stage.server.accept();
    await stage.settle();
    for (let turn = 0; turn < 6; turn += 1) {
      await answer();
      await stage.clock.advance(2_000);
    }
    await own(() => {
      const keys = stage.network.sockets.map(({ url }) => (url.includes('second') ? 2 : 1));
      if (stage.plan.platform !== 'nlx-http') {
        expect(keys).toEqual([1, 2]);
        const places = stage.ledger.map(({ text, socket }) => `${text} over ${socket}`);
        expect(places.at(-1)).toBe('three over 1');
      } else {
        const used = stage.requests.map(({ headers }) => headers.get('nlx-api-key'));
        expect(used).toEqual(['first', 'second', 'second']);
      }
      const conversations = { lexicon: 'chat', aui: 'task' };
      const { platform } = stage.plan;
      expect(stage.state().session.id).toBe(
        platform === 'lexicon' || platform === 'aui' ? conversations[platform] : 'conversation',
      );
    });
  },
});

scriptedFault({
  id: 'R41',
  title: 'a queue that is full says no, and what is too old fails visibly',
  platforms: SCRIPTED_PLATFORMS,
  plan: { options: { outbox: { messages: 5, bytes: 1_000, ageMs: 60_000 } } },
  async play({ arrive, strike, own, say, answer, ...stage }) {
    await strike(async () => {
      // Nothing can be dialed: a key is waited for.
      stage.desk.hold(true);
      for (let count = 1; count <= 4; count += 1) {
        await say(`waiting ${count}`);
      }
      const large = stage.chat.sendMessage('x'.repeat(1_000));
      expect(large.ok ? '' : large.error.code).toBe('queue-full');
      await say('waiting 5');
      const sixth = stage.chat.sendMessage('waiting 6');
      expect(sixth.ok ? '' : sixth.error.code).toBe('queue-full');
      expect(userTexts(stage)).toHaveLength(5);
      expect(stage.ledger).toEqual([]);
      await stage.clock.advance(60_100);
      const last = stage.state().messages.at(-1);
      expect([last?.delivery, last?.error?.code]).toEqual(['failed', 'expired']);
      stage.desk.hold(false);
      stage.desk.answer();
      await stage.pass(35_000);
    });
    await arrive();
    await own(() => {
      const late = stage.ledger.filter(({ text }) => text.startsWith('waiting'));
      expect(late).toEqual([]);
    });
    await say('after it');
    await answer();
  },
});

scriptedFault({
  id: 'R47',
  title: 'handlers that throw, close and send in the middle of everything harm nothing',
  platforms: SCRIPTED_PLATFORMS,
  plan: {
    options: {
      onMessage() {
        throw new Error('a handler');
      },
      onConnectionChange() {
        throw new Error('another handler');
      },
    },
  },
  async play({ arrive, strike, own, say, answer, ...stage }) {
    let hasClosed = false;
    let hasSent = false;
    await strike(() => {
      stage.chat.store.subscribe(({ messages }) => {
        const last = messages.at(-1);
        if (!hasSent && last?.role === 'user' && messageText(last) === 'one') {
          hasSent = true;
          stage.send('from a subscriber');
        }
        if (!hasClosed && last?.role !== 'user' && last !== undefined) {
          hasClosed = true;
          stage.chat.disconnect();
          stage.chat.connect();
        }
        throw new Error('a subscriber');
      });
    });
    await arrive();
    await say('one');
    await say('two');
    for (let turn = 0; turn < 4; turn += 1) {
      await answer();
      await stage.pass(5_000);
    }
    await own(() => {
      expect([hasSent, hasClosed]).toEqual([true, true]);
      expect(userTexts(stage)).toEqual(['one', 'from a subscriber', 'two']);
    });
    await say('after it');
    await answer();
  },
});

scriptedFault({
  id: 'R46',
  title: 'a message that is said while a burst of nonsense waits to be read leaves once',
  platforms: ['nlx-socket', 'lexicon', 'aui'],
  async play({ arrive, strike, own, say, answer, ...stage }) {
    await arrive();
    await strike(() => {
      for (let count = 0; count < 40; count += 1) {
        stage.current()?.deliver(count % 2 ? '{' : '{"event_type":7}');
      }
    });
    await say('one');
    await own(() => expect(stage.ledger.map(({ text }) => text)).toEqual(['one']));
    await answer();
  },
});
