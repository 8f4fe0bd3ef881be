import { expect } from 'vitest';

import { type AskedTurn, startAnswerServer, type WrittenAnswer } from '../answer-server.ts';
import { fault } from '../fault.ts';
import { PROVIDERS, wordsOf } from '../platforms.ts';
import { STREAM_ENCODINGS } from '../stream-encodings.ts';

/** Two, three and four bytes to a character. */
const UNICODE = 'grüße 한국어 \u{1F389}\u{1F468}\u{200D}\u{1F4BB}';
/** A line end to JavaScript once, and none to a stream. */
const NO_LINE_END = '\u{2028}';

/** Longer than any line that is kept. */
const TOO_LONG = 'x'.repeat(3_000_000);

const reply = (words: string, conversationId: string, interim = 'one moment …'): object[] => [
  { type: 'interim', text: interim },
  { type: 'message', messageId: `of ${words}`, text: words },
  {
    type: 'final_response',
    data: { conversationId, messages: [{ messageId: `of ${words}`, text: words }] },
  },
];

const whole = (words: string, conversationId: string): WrittenAnswer => ({
  type: 'application/json',
  body: JSON.stringify({ conversationId, messages: [{ text: words }], metadata: {} }),
});

/** The encoding is named by the message. A client that asks for no stream gets none. */
function writeAsAsked({ text, conversationId, streams }: AskedTurn): WrittenAnswer {
  const words = wordsOf(text);
  const encode = STREAM_ENCODINGS[words.split(': ')[0] ?? ''];
  return encode && streams ? encode(reply(words, conversationId)) : whole(words, conversationId);
}

fault({
  id: 'R44',
  title: 'a stream in any format that comes byte by byte says what it says in one piece',
  providers: ['nlx-http'],
  options: { start: () => startAnswerServer(writeAsAsked) },
  async play({ strike, own, proxy, exchange }) {
    await strike(() => proxy.slice(1));
    for (const name of [...Object.keys(STREAM_ENCODINGS), 'one object']) {
      const words = `${name}: ${UNICODE}${NO_LINE_END}.`;
      await exchange(words);
    }
    await own(({ oddities, errors }) => {
      expect([oddities, errors]).toEqual([[], []]);
    });
  },
});

fault({
  id: 'R44',
  title: 'a conversation that comes byte by byte is the same, its characters whole',
  providers: PROVIDERS,
  async play({ strike, own, proxy, exchange }) {
    await strike(() => proxy.slice(1));
    for (const words of [UNICODE, `again ${UNICODE}`]) {
      await exchange(words);
    }
    await own(({ oddities, errors }) => {
      expect([oddities, errors]).toEqual([[], []]);
    });
  },
});

function writeTooLong({ text, conversationId, streams }: AskedTurn): WrittenAnswer {
  const words = wordsOf(text);
  const [interim, message, final] = reply(words, conversationId);
  const line = (event: unknown): string => `data: ${JSON.stringify(event)}\n\n`;
  if (!streams) return whole(words, conversationId);
  return {
    type: 'text/event-stream',
    body: words.startsWith('nothing but')
      ? line({ type: 'message', text: TOO_LONG })
      : [interim, message, words.startsWith('also') ? { text: TOO_LONG } : {}, final]
          .map(line)
          .join(''),
  };
}

fault({
  id: 'R44',
  title: 'a line of 3 MB, beyond every bound, is reported and costs nothing but itself',
  providers: ['nlx-http'],
  options: { start: () => startAnswerServer(writeTooLong) },
  async play({ say, strike, own, says, taken, until, exchange }) {
    await exchange('before');
    await strike(async () => {
      await exchange('also too long');
    });
    await own(async ({ oddities, errors, chat }) => {
      await until('it is reported', () => oddities.length > 0);
      expect([oddities, errors]).toEqual([['too-large'], []]);
      say('nothing but too long');
      await taken('nothing but too long');
      await says('nothing but too long', 'unconfirmed');
      expect(oddities).toEqual(['too-large', 'too-large']);
      const message = chat.store.getState().messages.findLast(({ role }) => role === 'user');
      expect(message?.error).toMatchObject({ code: 'protocol' });
    });
    await exchange('after');
  },
});
