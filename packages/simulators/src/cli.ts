import { startAui } from './aui/start-aui.ts';
import { howToConnect, PORTS, type SimulatorName } from './how-to-connect.ts';
import { startLexicon } from './lexicon/start-lexicon.ts';
import { startNlx } from './nlx/start-nlx.ts';

const isFree = process.argv.includes('--free');
const portOf = (name: SimulatorName): number => (isFree ? 0 : PORTS[name]);

async function start(): Promise<void> {
  const [lexicon, nlx, aui] = await Promise.all([
    startLexicon({ port: portOf('Lexicon') }),
    startNlx({ port: portOf('NLX') }),
    startAui({ port: portOf('AUI') }),
  ]);
  const lines = [
    howToConnect('Lexicon', lexicon),
    howToConnect('NLX', nlx),
    howToConnect('AUI', aui),
    'Say "help" in a chat to see what it can send; POST /__simulator/faults breaks things.',
  ];
  for (const line of lines) console.log(line);
  const stop = (): void => {
    const closing = [lexicon, nlx, aui].map((simulator) => simulator.close());
    void Promise.all(closing).then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

start().catch((error: unknown) => {
  const words = error instanceof Error ? error.message : error;
  console.error('The simulators did not start:', words, '(--free takes any free ports)');
  process.exit(1);
});
