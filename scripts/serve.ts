import { join } from 'node:path';

import { createServer } from 'vite';

import {
  howToConnect,
  PORTS,
  type SimulatorName,
} from '../packages/simulators/src/how-to-connect.ts';
import { startAui, startLexicon, startNlx } from '../packages/simulators/src/index.ts';
import { ROOT } from './bootstrap.mjs';

interface Running {
  readonly url: string;
  readonly restUrl: string;
  close(): Promise<void>;
}

interface Part {
  readonly name: SimulatorName;
  /** The demo reads these two where the simulator is not on its usual port. */
  readonly variable: string;
  start(options: { port: number }): Promise<Running>;
}

const DEMO_PORT = 5173;

const SIMULATORS: readonly Part[] = [
  { name: 'Lexicon', variable: 'VITE_LEXICON', start: startLexicon },
  { name: 'NLX', variable: 'VITE_NLX', start: startNlx },
  { name: 'AUI', variable: 'VITE_AUI', start: startAui },
];

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

/** Starts a simulator on its port, or on a free one when another program has that. */
async function startSimulator({ name, variable, start }: Part): Promise<Running> {
  const port = PORTS[name];
  const running = await start({ port }).catch(async (error: unknown) => {
    if (!isTaken(error)) {
      throw error;
    }
    const elsewhere = await start({ port: 0 });
    const { port: free } = new URL(elsewhere.url);
    console.log(`Port ${port} is taken: the ${name} simulator is on ${free} instead.`);
    // Vite gives the demo every variable that begins with VITE_.
    process.env[`${variable}_URL`] = elsewhere.url;
    process.env[`${variable}_REST_URL`] = elsewhere.restUrl;
    return elsewhere;
  });
  console.log(howToConnect(name, running));
  return running;
}

async function startDemo(): Promise<Running> {
  const server = await createServer({
    root: join(ROOT, 'apps', 'demo'),
    configFile: join(ROOT, 'vite.config.ts'),
    server: { port: DEMO_PORT, strictPort: false },
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0] ?? `http://localhost:${DEMO_PORT}/`;
  if (new URL(url).port !== String(DEMO_PORT)) {
    console.log(`Port ${DEMO_PORT} is taken: the demo is on ${new URL(url).port} instead.`);
  }
  return { url, restUrl: url, close: () => server.close() };
}

const running: Running[] = [];
let ending = false;

async function end(): Promise<void> {
  if (ending) {
    return;
  }
  ending = true;
  await Promise.allSettled(running.map((part) => part.close()));
  process.exit(0);
}

process.on('SIGINT', () => void end());
process.on('SIGTERM', () => void end());

for (const part of SIMULATORS) {
  running.push(await startSimulator(part));
}
const demo = await startDemo();
running.push(demo);
console.log(`\nThe demo is at ${demo.url}\nCtrl-C ends it and the simulators.`);
