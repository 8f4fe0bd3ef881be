import { afterEach, beforeEach, expect, it } from 'vitest';
import { commands } from 'vitest/browser';

import type { SimulatedPlatform, StartedSimulator } from './simulator-commands.ts';

const PLATFORMS: readonly SimulatedPlatform[] = ['aui', 'lexicon', 'nlx'];

const started: StartedSimulator[] = [];

async function start(platform: SimulatedPlatform): Promise<StartedSimulator> {
  const simulator = await commands.startSimulator(platform);
  started.push(simulator);
  return simulator;
}

beforeEach(() => {
  started.length = 0;
});

afterEach(async () => {
  await Promise.all(started.map(({ id }) => commands.stopSimulator(id)));
});

it.each(PLATFORMS)('a page starts the %s simulator in Node', async (platform) => {
  const simulator = await start(platform);

  expect(simulator.url).toMatch(/^ws:\/\//);
  expect(simulator.restUrl).toMatch(/^http:\/\//);
  expect(await commands.simulatorConnections(simulator.id)).toBe(0);
});

it('refuses the handshake of a page when told to', async () => {
  const { id, url } = await start('lexicon');
  await commands.simulatorFaults(id, { refuse: true });

  const socket = new WebSocket(url);
  const close = await new Promise<CloseEvent>((resolve) => {
    socket.addEventListener('close', resolve);
  });

  expect(close.code).toBe(1006);
});

it('says so when a simulator is asked for that does not run', async () => {
  await expect(commands.simulatorReceived('nlx-0')).rejects.toThrow('No simulator runs as nlx-0');
});
