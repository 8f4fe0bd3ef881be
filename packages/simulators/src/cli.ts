import { startAui } from './aui/start-aui.ts';
import { startLexicon } from './lexicon/start-lexicon.ts';
import { startNlx } from './nlx/start-nlx.ts';

/** Lexicon's is the port its vendor documents; the others follow. */
const PORTS = { lexicon: 8000, nlx: 8010, aui: 8020 } as const;

const TASK_ID = '68e78d0dc5a4b19a030d03d6';

async function start(): Promise<void> {
  const simulators = await Promise.all([
    startLexicon({ port: PORTS.lexicon }),
    startNlx({ port: PORTS.nlx }),
    startAui({ port: PORTS.aui }),
  ]);
  const [lexicon, nlx, aui] = simulators;
  const lines = [
    `Lexicon  ${lexicon.url}?api_key=your-api-key&user_id=user123&chat_id=chat-uuid`,
    `         REST ${lexicon.restUrl}/api/v1/chats/ with the header X-API-Key: your-api-key`,
    `NLX      ${nlx.url}?deploymentKey=demo&channelKey=demo-en-US&apiKey=demo`,
    `         REST ${nlx.restUrl}/c/demo/demo-en-US with the header nlx-api-key: demo`,
    `AUI      ${aui.url}?network_api_key=your-api-key with the task ${TASK_ID}`,
    `         REST ${aui.restUrl}/api/v1/external/tasks with the header x-network-api-key: your-api-key`,
    'Say "help" in a chat to see what it can send; POST /__simulator/faults breaks things.',
  ];
  for (const line of lines) console.log(line);
  const stop = (): void => {
    void Promise.all(simulators.map((simulator) => simulator.close())).then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

start().catch((error: unknown) => {
  console.error('The simulators did not start:', error instanceof Error ? error.message : error);
  process.exit(1);
});
