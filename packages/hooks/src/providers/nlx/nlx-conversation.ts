import type { Capabilities } from '../../chat/chat-state.ts';
import { encodeSegment } from '../endpoint-url.ts';
import { reach } from '../option-source.ts';
import type { Provider, ProviderTiming } from '../provider.ts';
import { nlxCalls } from './calls.ts';
import { classifyNlxClose, describeNlxClose } from './close.ts';
import type { NlxOptions } from './nlx-options.ts';
import { readNlxFrame } from './read-frame.ts';
import { writeNlxAct } from './write-act.ts';

const CAPABILITIES: Capabilities = {
  // The platform answers a message; it does not say apart from that that it has one.
  acknowledges: false,
  // An answer may come message by message, each of them whole.
  streams: false,
  choices: true,
  structured: true,
  uploads: true,
  feedback: 'rating-and-comment',
  history: false,
  handoff: true,
  // No frame says which turn it answers.
  parallelTurns: false,
  context: true,
  reset: true,
};

/** What a turn may take, whatever carries it. */
export const TURN_TIMING: ProviderTiming = {
  connectMs: 10_000,
  ready: { on: 'open' },
  stableMs: 10_000,
  answerMs: 60_000,
  // No figure is documented; what another platform asks of a client harms none.
  pace: { frames: 10, perMs: 1000 },
};

/** The provider but for what carries it: the same over a socket and over HTTP. */
export function nlxConversation(
  options: NlxOptions,
): Omit<Provider, 'transport' | 'timing' | 'connect'> {
  const { transport, deploymentKey = '', channelKey = '', conversationId, userId } = options;
  const identity = [transport, deploymentKey, channelKey, conversationId ?? '', userId ?? ''];
  return {
    ...reach(options, transport, { deploymentKey, channelKey }, options.languageCode || undefined),
    name: 'nlx',
    id: ['nlx', ...identity.map(encodeSegment)].join(':'),
    shareable: Boolean(conversationId),
    capabilities: CAPABILITIES,
    opening: options.welcome === true ? { type: 'welcome' } : undefined,
    prepare({ session }, reason) {
      // Another conversation of the same user has nothing else from the one before.
      const same = reason === 'start' && {
        ...session,
        id: session.id ?? (conversationId || undefined),
      };
      return { session: { canUpload: false, ...same, userId: session.userId ?? userId } };
    },
    encode: (act, facts) => writeNlxAct(act, facts, options),
    decode: (frame, facts) => readNlxFrame(frame, facts, transport),
    classify: classifyNlxClose,
    describe: describeNlxClose,
    calls: nlxCalls(options),
  };
}
