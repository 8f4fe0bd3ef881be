/**
 * NLX: one body for every request and one for every answer, carried by a WebSocket, by one HTTP exchange per
 * turn, or by a stream within it. The protocol is described in docs/protocol/nlx.md.
 */
import type { Capabilities } from '../../chat/chat-state.ts';
import { httpTransport } from '../../connection/http-transport.ts';
import { socketTransport } from '../../connection/socket-transport.ts';
import { encodeSegment } from '../endpoint-url.ts';
import { staticText } from '../option-source.ts';
import type { Provider, ProviderTiming } from '../provider.ts';
import { nlxCalls } from './calls.ts';
import { classifyNlxClose, describeNlxClose } from './close.ts';
import { httpTarget, socketTarget, urlProblem } from './endpoint.ts';
import { checkOptions, missingOptions, type NlxOptions } from './nlx-options.ts';
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

const HTTP_TIMING: ProviderTiming = {
  connectMs: 10_000,
  ready: { on: 'open' },
  stableMs: 10_000,
  answerMs: 60_000,
};

const SOCKET_TIMING: ProviderTiming = {
  ...HTTP_TIMING,
  // The acknowledgement or any answer; some channels send neither until they are spoken to.
  ready: { on: 'event', withinMs: 3000, otherwise: 'ready' },
};

/** Makes a {@link Provider} for a conversation with an application of NLX. */
export function nlx(options: NlxOptions): Provider {
  checkOptions(options);
  const { transport, deploymentKey = '', channelKey = '', conversationId, userId } = options;
  const isSocket = transport === 'websocket';
  const identity = [transport, deploymentKey, channelKey, conversationId ?? '', userId ?? ''];
  return {
    name: 'nlx',
    transport: isSocket ? socketTransport : httpTransport,
    id: ['nlx', ...identity.map(encodeSegment)].join(':'),
    shareable: conversationId !== undefined && conversationId !== '',
    destination: [
      staticText(options.apiKey),
      options.languageCode || undefined,
      staticText(options.url),
    ],
    incomplete: missingOptions(options) ?? urlProblem(options),
    capabilities: CAPABILITIES,
    timing: isSocket ? SOCKET_TIMING : HTTP_TIMING,
    credentials: { apiKey: options.apiKey, url: options.url, headers: options.headers },
    opening: options.welcome === true ? { type: 'welcome' } : undefined,
    prepare({ session }, reason) {
      const user = session.userId ?? userId;
      return reason === 'renew'
        ? { session: { userId: user } }
        : {
            session: { ...session, id: session.id ?? (conversationId || undefined), userId: user },
          };
    },
    connect: (facts, credentials) =>
      isSocket
        ? socketTarget(options, credentials, facts.session.id)
        : httpTarget(options, credentials),
    encode: (act, facts) => writeNlxAct(act, facts, options),
    decode: (frame, facts) => readNlxFrame(frame, facts, transport),
    classify: classifyNlxClose,
    describe: describeNlxClose,
    calls: nlxCalls(options),
  };
}
