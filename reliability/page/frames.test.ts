import { expect } from 'vitest';

import { SOCKETS } from '../platforms.ts';
import type { ProviderName } from './app/chat-request.ts';
import { fileBrowser, pageFault } from './driver/page-fault.ts';

const browser = fileBrowser();

/** What no platform says, and what a careless or a hostile server may. */
const STRANGE: readonly string[] = [
  '',
  ' ',
  'not JSON {',
  '\u0000',
  'null',
  '42',
  '1e400',
  '"text"',
  '[]',
  '[[[[]]]]',
  '{}',
  '['.repeat(5000),
  `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`,
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  '{"event_type":"message_stream_ended","content":{"deep":true}}',
  '{"event_type":"message_stream_token","token":9007199254740993}',
  '{"event_type":"message_stream_token","event_type":"agent_mood","token":[]}',
  '{"event_type":"error","error_message":{"a":1},"details":null}',
  '{"event_type":{"toString":null}}',
  '{"messages":"none","messages":[null,7,{"text":{}},{"choices":{}}]}',
  '{"messages":[{"text":7,"choices":[{"choiceText":null}]}],"metadata":"x"}',
  '{"event":"thread-message-text-content-updated","data":7}',
  '{"channel":"thread-message-text-content-updated","data":{"text":null}}',
  '{"id":7,"sender":"me","receiver":{},"text":[]}',
  '{"then":"thenable","toString":"x","valueOf":0,"hasOwnProperty":1}',
];

/** Of these, what is a word of the platform's after all: other tests' business. */
const MEANT: Readonly<Partial<Record<ProviderName, RegExp>>> = {
  // Its error frame, whatever is in it.
  lexicon: /"event_type":"error"/u,
  // An answer with nothing in it.
  'nlx-socket': /^\{\}$/u,
};

pageFault(browser, {
  id: 'R46',
  title: 'frames that mean nothing are told of and skipped, and the connection stays',
  providers: SOCKETS,
  tab: 'playwright',
  async play({ show, say, answered, strike, until, simulator, provider, tab, note }) {
    await show();
    await say('one');
    await answered('one');
    await strike(async () => {
      const frames = STRANGE.filter((frame) => MEANT[provider]?.test(frame) !== true);
      const before = await tab.report();
      let { told } = before;
      for (const frame of frames) {
        simulator.push(frame);
        const now = await until(`${frame.slice(0, 80)} is told of`, (report) => report.told > told);
        told = now.told;
      }
      const after = await tab.report();
      // Skipped: of all that is shown nothing is other than before, but for what was told.
      const same = { told: 0, oddities: [], now: 0 };
      expect({ ...after, ...same }).toEqual({ ...before, ...same });
      expect(after.sockets.made).toBe(1);
      expect(await tab.evaluate('({}).polluted === undefined')).toBe(true);
      note(`${frames.length} strange frames, each told of`);
    });
    await say('two');
    await answered('two');
  },
});

pageFault(browser, {
  id: 'R46',
  title:
    'an HTTP answer that cannot be read leaves the message in doubt, and the next one goes through',
  providers: ['nlx-http'],
  tab: 'playwright',
  async play({ show, say, says, answered, strike, ledger, simulator }) {
    await show();
    await say('one');
    await answered('one');
    await strike(async () => {
      simulator.setFaults({ garbleNext: 1 });
    });
    await say('two');
    // The request arrived, and what came back says nothing: nobody knows what became of it.
    await strike(() => says('two', 'unconfirmed'));
    await strike(() => expect(ledger()).toEqual(['one', 'two']));
    await say('three');
    await answered('three');
    await strike(() => says('two', 'unconfirmed'));
  },
});
