/** A platform that has a simulator. */
export type SimulatorName = 'Lexicon' | 'NLX' | 'AUI';

/** Where each listens by itself. Lexicon's is the port its vendor documents; the others follow. */
export const PORTS: Readonly<Record<SimulatorName, number>> = {
  Lexicon: 8000,
  NLX: 8010,
  AUI: 8020,
};

interface Where {
  readonly url: string;
  readonly restUrl: string;
}

const SOCKETS: Readonly<Record<SimulatorName, string>> = {
  Lexicon: '?api_key=your-api-key&user_id=user123&chat_id=chat-uuid',
  NLX: '?deploymentKey=demo&channelKey=demo-en-US&apiKey=demo',
  AUI: '?network_api_key=your-api-key with the task 68e78d0dc5a4b19a030d03d6',
};

const REST: Readonly<Record<SimulatorName, string>> = {
  Lexicon: '/api/v1/chats/ with X-API-Key: your-api-key',
  NLX: '/c/demo/demo-en-US with nlx-api-key: demo',
  AUI: '/api/v1/external/tasks with x-network-api-key: your-api-key',
};

/** What a person needs to connect to a simulator that was started without options, in one line. */
export function howToConnect(name: SimulatorName, { url, restUrl }: Where): string {
  return `${name.padEnd(8)} ${url}${SOCKETS[name]}; REST: ${restUrl}${REST[name]}`;
}
