// The vendor's own client, unchanged. Over a socket it dials wss: addresses only.
import { createConversation, type Response as ChatResponse } from '@nlxai/chat-core';

import { BrowserSocket, provideWebSocket } from './browser-socket.ts';
import { IDENTITY, type ProviderName } from '../platforms.ts';
import type { ClientSetup, CreateClient, Outcome } from './client.ts';
import { READY_STATES } from './peer-page.ts';

interface Transcript {
  readonly said: readonly { readonly text: string; readonly outcome: Outcome }[];
  readonly shown: readonly string[];
}

/**
 * What its list of responses shows. Its failure notice names no message: the oldest one without an answer is
 * taken to be meant, which is more than a user would know.
 */
function transcriptOf(responses: readonly ChatResponse[]): Transcript {
  const said: { text: string; outcome: Outcome }[] = [];
  const shown: string[] = [];
  let answered = 0;
  for (const response of responses) {
    if (response.type === 'user' && response.payload.type === 'text') {
      said.push({ text: response.payload.text, outcome: 'unknown' });
    } else if (response.type === 'bot') {
      answered += 1;
      // Its types promise a text; it shows what came.
      shown.push(...response.payload.messages.map(({ text }) => String(text)));
    } else if (response.type === 'failure') {
      const meant = said[answered];
      answered += 1;
      if (meant) meant.outcome = 'failed';
    }
  }
  return { said, shown };
}

// It adds the language itself.
const CHANNEL = IDENTITY.channelKey.replace(/-[a-z]{2}-[A-Z]{2}$/, '');

function addressOf({ provider, restUrl, socketUrl }: ClientSetup): string {
  if (provider === 'nlx-http') return `${restUrl}/c/${IDENTITY.deploymentKey}/${CHANNEL}`;
  const dialed = new URL(socketUrl.replace(/^ws:/, 'wss:'));
  dialed.searchParams.set('deploymentKey', IDENTITY.deploymentKey);
  dialed.searchParams.set('channelKey', CHANNEL);
  dialed.searchParams.set('apiKey', IDENTITY.apiKey);
  return dialed.href;
}

export const providers: readonly ProviderName[] = ['nlx-socket', 'nlx-http'];

let isHurried = false;

/** Its pauses cannot be set: the timers of the process run as much faster. Short ones, which are others', do not. */
function hurry(speed: number): void {
  if (isHurried) return;
  isHurried = true;
  const { setTimeout: real } = globalThis;
  const hurried = (run: () => void, ms = 0): NodeJS.Timeout =>
    real(run, ms < 500 ? ms : ms / speed);
  Object.assign(globalThis, { setTimeout: Object.assign(hurried, real) });
}

export const createClient: CreateClient = (setup) => {
  provideWebSocket();
  hurry(setup.speed);
  const isSocket = setup.provider === 'nlx-socket';
  const botUrl = addressOf(setup);
  let responses: readonly ChatResponse[] = [];
  const conversation = createConversation({
    botUrl,
    headers: { 'nlx-api-key': IDENTITY.apiKey },
    languageCode: 'en-US',
    userId: IDENTITY.userId,
  });
  conversation.subscribe((all) => {
    responses = all;
  });
  // It tells nobody how its socket is; the socket itself is asked.
  const port = new URL(botUrl).port;
  const readyState = (): number =>
    BrowserSocket.dialed.findLast(({ url }) => new URL(url).port === port)?.readyState ??
    BrowserSocket.CONNECTING;
  return {
    name: '@nlxai/chat-core',
    send: (text) => conversation.sendText(text),
    said: () => transcriptOf(responses).said,
    shown: () => transcriptOf(responses).shown,
    isReady: () => !isSocket || readyState() === BrowserSocket.OPEN,
    status: () => (isSocket ? (READY_STATES[readyState()] ?? 'closed') : 'open'),
    close: () => Promise.resolve(conversation.destroy()),
  };
};
