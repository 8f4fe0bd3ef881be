import { change, type Break, type Suits } from './break.ts';

const isSocket = ({ transport }: Suits): boolean => transport === 'socket';
const isHttp = ({ transport }: Suits): boolean => transport === 'http';

const SLOW_MS = 1500;

/** Everything the demo can break, in the order it is offered. */
export const BREAKS: readonly Break[] = [
  {
    kind: 'once',
    id: 'drop',
    verb: 'Drop',
    label: 'Drop the socket',
    what: 'The line goes dead without a goodbye. Parley dials again by itself; what was on its way is marked, never sent twice.',
    suits: isSocket,
    isOurs: true,
    async run({ link, network }) {
      const count = (await link?.drop('terminate')) ?? network.drop();
      return count === 0
        ? 'There was no open socket to drop.'
        : 'The socket is gone. Parley waits a moment and dials again; what you write meanwhile is queued.';
    },
  },
  {
    kind: 'lasting',
    id: 'offline',
    label: 'Go offline',
    what: 'Pulls this page’s plug. What you write is kept: on a socket it goes out by itself when you are back, over HTTP you send it again.',
    isOurs: true,
    isOn: ({ isOffline }) => isOffline,
    set({ network }, isOn) {
      network.setOffline(isOn);
      return Promise.resolve(
        isOn
          ? 'The page is offline. What you write is kept.'
          : 'The page is online again, and Parley dials at once.',
      );
    },
  },
  {
    kind: 'lasting',
    id: 'slow',
    label: 'Slow the server down',
    what: `Every frame and every answer arrives ${SLOW_MS / 1000} seconds late, in order.`,
    isOn: ({ faults }) => (faults.delayMs ?? 0) > 0,
    async set(tools, isOn) {
      await change(tools, { delayMs: isOn ? SLOW_MS : 0 });
      return isOn ? 'Everything the server says is late now.' : 'The server is quick again.';
    },
  },
  {
    kind: 'lasting',
    id: 'refuse',
    label: 'Refuse connections',
    what: 'The server is down: open sockets end, handshakes and requests get a 503. Parley tries ever more slowly.',
    isOn: ({ faults }) => faults.refuse === true,
    async set(tools, isOn) {
      await change(tools, { refuse: isOn }, isOn);
      return isOn
        ? 'The server refuses everybody. The waits between two tries grow.'
        : 'The server takes connections again; the next try gets through.';
    },
  },
  {
    kind: 'lasting',
    id: 'auth-error',
    label: 'Reject the key',
    what: 'Every key is wrong from now on. The chat says that you are not signed in, and does not knock again and again.',
    isOn: ({ faults }) => faults.authError === true,
    async set(tools, isOn) {
      await change(tools, { authError: isOn });
      tools.chat.reconnect();
      return isOn
        ? 'The key is not accepted any more: the chat dials anew and is turned away.'
        : 'The key is good again, and the chat dials anew.';
    },
  },
  {
    kind: 'lasting',
    id: 'silence',
    label: 'Go silent',
    what: 'The server takes connections and says nothing. Deadlines decide (ten seconds for an answer here): no message waits for ever.',
    isOn: ({ faults }) => faults.hang === true,
    async set(tools, isOn) {
      await change(tools, { hang: isOn });
      return isOn ? 'The server is there and silent.' : 'The server speaks again.';
    },
  },
  {
    kind: 'lasting',
    id: 'rate-limit',
    label: 'Limit the rate',
    what: 'One message per second is allowed. Send two at once to see the second refused, with a way to send it again.',
    isOn: ({ faults }) => faults.rateLimit != null,
    async set(tools, isOn) {
      await change(tools, { rateLimit: isOn ? { perSecond: 1 } : null });
      return isOn ? 'One message per second, no more.' : 'The platform’s own limit counts again.';
    },
  },
  {
    kind: 'lasting',
    id: 'cut-answers',
    label: 'Cut answers short',
    what: 'Each answer breaks off after its first piece. What came is kept and marked; the message can be sent again.',
    suits: isHttp,
    isOn: ({ faults }) => faults.dropAfterFrames != null,
    async set(tools, isOn) {
      await change(tools, { dropAfterFrames: isOn ? 1 : null });
      return isOn ? 'Answers break off from now on.' : 'Answers come whole again.';
    },
  },
  {
    kind: 'once',
    id: 'garbage',
    verb: 'Damage',
    label: 'Damage the next frame',
    what: 'What the server says next is cut in half. The inspector reports it, it is skipped, and the chat goes on.',
    async run(tools) {
      await change(tools, { garbleNext: 1 });
      return 'The next thing the server says arrives damaged.';
    },
  },
  {
    kind: 'once',
    id: 'lose-acknowledgement',
    verb: 'Lose',
    label: 'Lose the acknowledgement',
    what: 'The server takes your next message and its receipt gets lost. After five seconds Parley says “may not have arrived” and leaves it to you.',
    suits: ({ acknowledges }) => acknowledges,
    async run(tools) {
      await change(tools, { loseAcknowledgements: 1 });
      return 'The next receipt gets lost. Send a message.';
    },
  },
  {
    kind: 'once',
    id: 'swallow',
    verb: 'Lose',
    label: 'Lose the next message',
    what: 'What you send next never arrives, and nobody says so. The deadline notices, five to ten seconds later.',
    suits: isSocket,
    async run(tools) {
      await change(tools, { swallow: 1 });
      return 'The next message gets lost on its way. Send one.';
    },
  },
];

/** The breaks that make sense for a chat. */
export function breaksFor(chat: Suits): readonly Break[] {
  return BREAKS.filter(({ suits }) => suits?.(chat) ?? true);
}
