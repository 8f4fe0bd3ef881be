import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Finding {
  readonly file: string;
  readonly rule: string;
  readonly words: string;
}

interface Report {
  readonly diagnostics: readonly {
    readonly filename: string;
    readonly code: string;
    readonly message: string;
    readonly help?: string;
  }[];
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const OXLINT = join(ROOT, 'node_modules/oxlint/bin/oxlint');

const HOOKS = 'packages/hooks/src';
const BYTES = 'connection/ carries bytes: it knows no chat, no provider, no store, no React.';
const TALK = 'chat/ keeps the conversation: it knows no socket, no provider, no React';
const MEANING =
  'providers/ give bytes a meaning and are pure: no socket, no store, no session, no React.';
const TYPES = 'providers/ are pure: from chat/ and connection/ they take types only';
const LOWEST = 'hooks is the lowest package: it imports none of ours, not even itself by name.';
const BARREL = 'No barrel from inside its own package';
const TWO_READINGS = 'simulators import nothing of ours';
const ENTRY = "widget imports the public entry of hooks only: '@parley/hooks'.";
const SHIPS = 'widget ships to the browser';
const PUBLIC = 'public entries';

/** Where, what is imported, the words of the law. */
const BROKEN: readonly (readonly [file: string, imports: string, law: string])[] = [
  [`${HOOKS}/connection/a.ts`, '../chat/x.ts', BYTES],
  [`${HOOKS}/connection/deep/a.ts`, '../../chat/x.ts', BYTES],
  [`${HOOKS}/connection/a.ts`, '../providers/nlx/x.ts', BYTES],
  [`${HOOKS}/connection/a.ts`, '../react/x.ts', BYTES],
  [`${HOOKS}/connection/a.ts`, '../session/session.ts', BYTES],
  [`${HOOKS}/connection/a.ts`, 'react', BYTES],
  [`${HOOKS}/connection/a.ts`, 'zustand/vanilla', BYTES],
  [`${HOOKS}/connection/a.ts`, '@parley/simulators', LOWEST],
  [`${HOOKS}/connection/a.ts`, '../index.ts', BYTES],
  [`${HOOKS}/connection/a.ts`, './index.ts', BARREL],
  [`${HOOKS}/chat/a.ts`, '../connection/x.ts', TALK],
  [`${HOOKS}/chat/a.ts`, '../providers/provider.ts', TALK],
  [`${HOOKS}/chat/a.ts`, '../session/session.ts', TALK],
  [`${HOOKS}/chat/a.ts`, 'react', TALK],
  [`${HOOKS}/chat/a.ts`, 'zustand', TALK],
  [`${HOOKS}/providers/nlx/a.ts`, '../lexicon/x.ts', 'A provider never imports another'],
  [`${HOOKS}/providers/lexicon/a.ts`, '../aui/x.ts', 'A provider never imports another'],
  [`${HOOKS}/providers/nlx/a.ts`, '../../chat/x.ts', TYPES],
  [`${HOOKS}/providers/nlx/a.ts`, '../../connection/x.ts', TYPES],
  [`${HOOKS}/providers/nlx/a.ts`, '../../connection/socket-connection.ts', TYPES],
  [`${HOOKS}/providers/nlx/a.ts`, '../../react/x.ts', MEANING],
  [`${HOOKS}/providers/nlx/a.ts`, '../../session/session.ts', MEANING],
  [`${HOOKS}/providers/nlx/a.ts`, 'react', MEANING],
  [`${HOOKS}/providers/nlx/a.ts`, 'zustand/vanilla', MEANING],
  [`${HOOKS}/providers/nlx/a.ts`, '@parley/simulators', LOWEST],
  [`${HOOKS}/a.ts`, 'react', 'Only react/ imports React.'],
  [`${HOOKS}/a.ts`, 'zustand', 'Only react/ imports React.'],
  [`${HOOKS}/session/a.ts`, 'react', 'Only react/ imports React.'],
  [`${HOOKS}/a.ts`, '@parley/hooks', LOWEST],
  [
    `${HOOKS}/react/a.ts`,
    '../connection/x.ts',
    'react/ reaches a connection through session/ only',
  ],
  [`${HOOKS}/react/a.ts`, '../index.ts', BARREL],
  ['packages/widget/src/a.tsx', '@parley/hooks/src/session.ts', ENTRY],
  ['packages/widget/src/a.tsx', '../../hooks/src/index.ts', ENTRY],
  ['packages/widget/src/part/a.tsx', '@parley/simulators', SHIPS],
  ['packages/widget/src/part/a.tsx', '@parley/widget', SHIPS],
  ['packages/widget/src/part/a.tsx', '../index.ts', BARREL],
  ['packages/simulators/src/nlx/a.ts', '@parley/hooks', TWO_READINGS],
  ['packages/simulators/src/nlx/a.test.ts', '@parley/hooks', TWO_READINGS],
  ['packages/simulators/src/nlx/a.ts', '../../../hooks/src/index.ts', TWO_READINGS],
  ['packages/hooks/src/react/a.test.tsx', '../../../simulators/src/index.ts', PUBLIC],
  ['apps/demo/src/a.tsx', '../../../packages/widget/src/a.tsx', PUBLIC],
  ['examples/echo/a.ts', '@parley/hooks/src/session.ts', PUBLIC],
];

const KEPT: readonly (readonly [file: string, imports: string])[] = [
  [`${HOOKS}/connection/a.ts`, './x.ts'],
  [`${HOOKS}/chat/a.ts`, 'zustand/vanilla'],
  [`${HOOKS}/a.ts`, './connection/x.ts'],
  [`${HOOKS}/a.ts`, './providers/nlx/index.ts'],
  [`${HOOKS}/session/a.ts`, '../connection/x.ts'],
  [`${HOOKS}/providers/nlx/a.ts`, '../provider.ts'],
  [`${HOOKS}/providers/nlx/a.ts`, '../../chat/chat-error.ts'],
  [`${HOOKS}/providers/nlx/a.ts`, '../../connection/http-transport.ts'],
  [`${HOOKS}/providers/nlx/a.ts`, '../../connection/socket-transport.ts'],
  [`${HOOKS}/react/a.ts`, 'react'],
  [`${HOOKS}/react/a.ts`, '../session.ts'],
  [`${HOOKS}/react/a.test.tsx`, '@parley/simulators'],
  ['packages/widget/src/a.tsx', '@parley/hooks'],
  ['packages/widget/src/a.stories.tsx', '@parley/simulators/browser'],
  ['apps/demo/src/a.tsx', '@parley/widget'],
];

const OTHERS: readonly (readonly [file: string, text: string, rule: string, words: string])[] = [
  [
    `${HOOKS}/chat/g.ts`,
    'export const s = new WebSocket("ws://x");',
    'no-restricted-globals',
    'chat/ knows no socket.',
  ],
  [
    `${HOOKS}/providers/aui/g.ts`,
    'export const s = fetch("/x");',
    'no-restricted-globals',
    'A provider describes requests',
  ],
  [
    `${HOOKS}/connection/b.ts`,
    'import { c } from "./c.ts";\nexport const b = (): unknown => c;',
    'no-cycle',
    'Dependency cycle',
  ],
  [`${HOOKS}/react/log.ts`, 'console.warn("x");\nexport {};', 'no-console', 'console'],
  [
    'packages/widget/src/any.ts',
    'export const x = (y: any): unknown => y;',
    'no-explicit-any',
    'any',
  ],
];

/** A type is not a dependency at run time: these two are allowed where the value is not. */
const TYPES_ONLY = [`${HOOKS}/providers/nlx/t.ts`, `${HOOKS}/react/t.ts`];

let folder = '';
let findings: readonly Finding[] = [];

function write(file: string, text: string): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** One file per case, so that each finding belongs to one import. */
function caseFile(file: string, index: number, kind: string): string {
  return file.replace(/(^|\/)a(?=\.)/, `$1${kind}-${index}`);
}

function lint(): Finding[] {
  const run = spawnSync(process.execPath, [OXLINT, '--format=json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const report = JSON.parse(run.stdout) as Report;
  return report.diagnostics.map(({ filename, code, message, help }) => ({
    file: filename,
    rule: code,
    words: `${message} ${help ?? ''}`,
  }));
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-law-'));
  copyFileSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  write('tsconfig.json', '{}');
  BROKEN.forEach(([file, from], index) => {
    write(caseFile(file, index, 'broken'), `import { x } from '${from}';\nexport const y = x;\n`);
  });
  KEPT.forEach(([file, from], index) => {
    write(caseFile(file, index, 'kept'), `import { x } from '${from}';\nexport const y = x;\n`);
  });
  for (const [file, text] of OTHERS) {
    write(file, text);
  }
  write(
    `${HOOKS}/connection/c.ts`,
    'import { b } from "./b.ts";\nexport const c = (): unknown => b;',
  );
  for (const file of TYPES_ONLY) {
    const up = file.includes('providers') ? '../../' : '../';
    write(file, `import type { X } from '${up}connection/x.ts';\nexport type Y = X;`);
  }
  findings = lint();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const about = (file: string): Finding[] => findings.filter((finding) => finding.file === file);

describe('the import law', () => {
  it.each(BROKEN.map((entry, index) => [...entry, index] as const))(
    '%s may not import %s: %s',
    (file, _from, law, index) => {
      const words = about(caseFile(file, index, 'broken')).map((finding) => finding.words);

      expect(words.join('\n')).toContain(law);
    },
  );

  it.each(KEPT.map((entry, index) => [...entry, index] as const))(
    '%s may import %s',
    (file, _from, index) => {
      const restricted = about(caseFile(file, index, 'kept')).filter(({ rule }) =>
        rule.includes('no-restricted-imports'),
      );

      expect(restricted).toEqual([]);
    },
  );

  it.each(TYPES_ONLY)('%s may import a type from connection/', (file) => {
    expect(about(file)).toEqual([]);
  });

  it.each(OTHERS)('%s may not say %j', (file, _text, rule, words) => {
    const found = about(file).find((finding) => finding.rule.includes(rule));

    expect(found?.words).toContain(words);
  });
});
