import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

import { ROOT } from '../scripts/bootstrap.mjs';

interface Command {
  /** What it has printed when the last line that was waited for came. */
  readonly lines: readonly string[];
  /** How it ended after it was told to. */
  end(): Promise<unknown>;
}

/** Runs a script until it has printed a line that contains these words. */
async function run(script: readonly string[], lastLine: string): Promise<Command> {
  // One process: tsx's own would pass a signal on, and kill what does not answer it within 30 ms.
  const child = spawn(process.execPath, ['--import', 'tsx', ...script], { cwd: ROOT });
  const exit = once(child, 'exit');
  const end = async (): Promise<unknown> => {
    child.kill('SIGTERM');
    const [code] = await exit;
    return code;
  };
  onTestFinished(async () => {
    await end();
  });
  const complaints: unknown[] = [];
  child.stderr.on('data', (data: Buffer) => complaints.push(data.toString('utf8')));
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line.includes(lastLine)) {
      return { lines, end };
    }
  }
  throw new Error(`It ended without saying "${lastLine}": ${[...lines, ...complaints].join('\n')}`);
}

/** Connects as a line says, says something if the platform waits for that, and gives the first frame back. */
async function talk(address: string, frame?: object): Promise<unknown> {
  const socket = new WebSocket(address);
  onTestFinished(() => socket.terminate());
  if (frame) {
    socket.once('open', () => socket.send(JSON.stringify(frame)));
  }
  const [data] = await once(socket, 'message');
  return JSON.parse(String(data));
}

/** The one line of a simulator: its address, and what stands behind it. */
function findLine(lines: readonly string[], name: string): readonly [string, string] {
  const own = lines.filter((line) => line.startsWith(`${name} `));
  expect(own).toEqual([expect.stringMatching(/ws:/)]);
  const [, address = '', rest = ''] = /(ws:[^\s;]+)(.*)/.exec(own.join()) ?? [];
  return [address, rest];
}

describe.each([
  ['pnpm simulators --free', ['packages/simulators/src/cli.ts', '--free'], 'Say "help"'],
  // What `npm start` runs once everything is installed. A port that is taken it leaves to who has it.
  ['npm start', ['scripts/serve.ts'], 'The demo is at'],
])('%s', (_command, script, lastLine) => {
  // A process that compiles what it runs, on a machine that may be busy.
  it('says in a line each how to connect, and a client connects', { timeout: 60_000 }, async () => {
    const { lines, end } = await run(script, lastLine);

    const [lexicon] = findLine(lines, 'Lexicon');
    expect(await talk(lexicon)).toMatchObject({ event_type: 'connection_established' });

    const [nlx] = findLine(lines, 'NLX');
    const hello = { request: { unstructured: { text: 'echo one' } } };
    expect(await talk(nlx, hello)).toEqual({ conversationId: expect.any(String) });

    const [aui, taskLine] = findLine(lines, 'AUI');
    const [, taskId] = /task (\w+)/.exec(taskLine) ?? [];
    const answer = await talk(aui, { task_id: taskId, text: 'echo one' });
    expect(JSON.stringify(answer)).toContain('thread-message-text-content-updated');

    const [demo] = /http:\S+/.exec(lines.at(-1) ?? '') ?? [];
    if (demo) {
      expect(await (await fetch(demo)).text()).toContain('id="root"');
    }
    expect(await end()).toBe(0);
    await expect(talk(lexicon)).rejects.toThrow('ECONNREFUSED');
  });
});
