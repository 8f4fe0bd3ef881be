import { fileURLToPath } from 'node:url';

import { build } from 'vite';
import { expect, it } from 'vitest';

const DIST = fileURLToPath(new URL('../packages/hooks/dist/', import.meta.url)).replaceAll(
  '\\',
  '/',
);
const ENTRY = 'virtual:consumer';

/** The built modules that are left in a bundle of these names alone. */
async function modulesOf(names: string): Promise<string[]> {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: true,
      rolldownOptions: { input: ENTRY, preserveEntrySignatures: 'strict', external: /^react/ },
    },
    plugins: [
      {
        name: 'consumer',
        enforce: 'pre',
        resolveId: (id) => (id === ENTRY ? ENTRY : null),
        load: (id) => (id === ENTRY ? `export { ${names} } from '${DIST}index.js';` : null),
      },
    ],
  });
  const bundles = Array.isArray(output) ? output : [output];
  return bundles
    .flatMap((bundle) => ('output' in bundle ? bundle.output : []))
    .flatMap((chunk) => (chunk.type === 'chunk' ? Object.entries(chunk.modules) : []))
    .filter(([, { renderedLength }]) => renderedLength > 0)
    .map(([id]) => id.replaceAll('\\', '/').replace(DIST, ''));
}

it('leaves the other providers out of a page that uses useLexiconChat alone', async () => {
  const modules = await modulesOf('useLexiconChat');

  expect(modules.some((id) => id.startsWith('providers/lexicon/'))).toBe(true);
  expect(modules.filter((id) => /^providers\/(nlx|aui)\//.test(id))).toEqual([]);
});

it('leaves HTTP exchanges out of a page that only opens sockets', async () => {
  const modules = await modulesOf('useLexiconChat, useAuiStream');

  expect(modules).toContain('connection/socket-connection.js');
  expect(modules.filter((id) => /^connection\/(http-|stream\/)/.test(id))).toEqual([]);
});

it('brings each provider to a page that uses its hook', async () => {
  const modules = await modulesOf('useAuiStream, useNlxChat');

  expect(modules.some((id) => id.startsWith('providers/aui/'))).toBe(true);
  expect(modules.some((id) => id.startsWith('providers/nlx/'))).toBe(true);
  expect(modules.filter((id) => id.startsWith('providers/lexicon/'))).toEqual([]);
});
