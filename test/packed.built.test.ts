import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { findPnpm, ROOT } from '../scripts/bootstrap.mjs';

const shell = process.platform === 'win32';
const folders: string[] = [];
const tarballs: Record<string, string> = {};

function temporary(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  folders.push(folder);
  return folder;
}

/** Runs a program and gives what it printed; what it says on failure is in the error. */
function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', shell, stdio: 'pipe' });
}

function versionsOf(...names: string[]): Record<string, string> {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    // The root's manifest, whose dependencies are all of this kind.
    devDependencies: Record<string, string>;
  };
  return Object.fromEntries(names.map((name) => [name, devDependencies[name] ?? '*']));
}

/** A project of somebody else's that has the packed packages installed from files. */
function consumer(packages: readonly string[], others: Record<string, string>): string {
  const folder = temporary('consumer');
  const ours = packages.map((name) => [`@parley/${name}`, `file:${tarballs[name]}`]);
  const dependencies = { ...Object.fromEntries(ours), ...others };
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'consumer', private: true, type: 'module', dependencies }),
  );
  run(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
    folder,
  );
  return folder;
}

function node(folder: string, program: string): string {
  writeFileSync(join(folder, 'program.js'), program);
  return run(process.execPath, ['program.js'], folder).trim();
}

beforeAll(() => {
  const pnpm = findPnpm();
  const out = temporary('packed');
  for (const name of ['hooks', 'simulators', 'widget']) {
    const folder = join(ROOT, 'packages', name);
    run(pnpm.command, [...pnpm.args, 'pack', '--pack-destination', out], folder);
    tarballs[name] = join(out, readdirSync(out).find((file) => file.includes(name)) ?? '');
  }
});

afterAll(() => {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('the packed @parley/hooks without React', () => {
  let folder = '';

  beforeAll(() => {
    folder = consumer(['hooks'], {});
  });

  it('installs no React', () => {
    expect(readdirSync(join(folder, 'node_modules'))).not.toContain('react');
  });

  it('makes a chat in plain Node from its vanilla entry', () => {
    const said = node(
      folder,
      `import { createChat, lexicon } from '@parley/hooks/vanilla';
       const chat = createChat({ provider: lexicon({ userId: 'u', chatId: 'c' }), autoConnect: false });
       console.log(chat.store.getState().connection.status);`,
    );

    expect(said).toBe('idle');
  });
});

describe('the packed packages in a React project', () => {
  let folder = '';

  beforeAll(() => {
    folder = consumer(
      ['hooks', 'widget', 'simulators'],
      versionsOf(
        'react',
        'react-dom',
        '@types/react',
        '@types/react-dom',
        '@types/node',
        'typescript',
      ),
    );
  });

  it('import and render on a server, where there is no window', () => {
    const said = node(
      folder,
      `import { createElement } from 'react';
       import { renderToString } from 'react-dom/server';
       import { lexicon } from '@parley/hooks';
       import { ChatWidget } from '@parley/widget';
       const provider = lexicon({ userId: 'u', chatId: 'c' });
       const html = renderToString(createElement(ChatWidget, { provider, title: 'Support' }));
       console.log(typeof window, html.includes('Open chat'));`,
    );

    expect(said).toBe('undefined true');
  });

  it('starts a simulator from the packed package', () => {
    const said = node(
      folder,
      `import { startLexicon } from '@parley/simulators';
       const simulator = await startLexicon();
       console.log(new URL(simulator.url).protocol);
       await simulator.close();`,
    );

    expect(said).toBe('ws:');
  });

  it.each(['bundler', 'nodenext'])(
    'have types that compile under every strict flag with moduleResolution %s',
    (moduleResolution) => {
      writeFileSync(
        join(folder, 'program.tsx'),
        `import { useLexiconChat } from '@parley/hooks';
         import { createChat } from '@parley/hooks/vanilla';
         import { ChatWidget } from '@parley/widget';
         import '@parley/widget/styles.css';
         export function Page() {
           const chat = useLexiconChat({ userId: 'u', chatId: 'c', apiKey: 'k' });
           const status: 'ready' | 'submitted' | 'streaming' | 'error' = chat.status;
           return <><p>{status}</p><ChatWidget chat={chat} title="Support" /></>;
         }
         export const make = createChat;`,
      );
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        noEmit: true,
        jsx: 'react-jsx',
        target: 'es2022',
        lib: ['es2023', 'dom', 'dom.iterable'],
        types: [],
        module: moduleResolution === 'bundler' ? 'esnext' : 'nodenext',
        moduleResolution,
      };
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions, files: ['program.tsx'] }),
      );
      const tsc = join(folder, 'node_modules/typescript/bin/tsc');
      let said = '';
      try {
        run(process.execPath, [tsc, '-p', 'tsconfig.json'], folder);
      } catch (error) {
        // execFileSync's error carries what the program printed.
        said = String(Reflect.get(Object(error), 'stdout'));
      }

      expect(said).toBe('');
    },
  );
});
