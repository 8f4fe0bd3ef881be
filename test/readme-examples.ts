import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Plugin } from 'vite';

import { ROOT } from '../scripts/bootstrap.mjs';

/** The README's examples, by the name of the component that each exports. */
export function readmeExamples(): ReadonlyMap<string, string> {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const blocks = Array.from(readme.matchAll(/^```tsx\n([^]*?)^```/gm), ([, code = '']) => code);
  return new Map(blocks.map((code) => [/^export function (\w+)/m.exec(code)?.[1] ?? '', code]));
}

/** Has a test import an example as it stands: `virtual:readme/LexiconChat.tsx` is the one that exports `LexiconChat`. */
export function readmeModules(): Plugin {
  const pattern = /^virtual:readme\/(\w+)\.tsx$/;
  return {
    name: 'parley:readme-examples',
    // The same id again: Vite takes it for no file.
    resolveId: (id) => (pattern.test(id) ? id : undefined),
    load: (id) => readmeExamples().get(pattern.exec(id)?.[1] ?? ''),
  };
}
