import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const DIRECTIVE = /^(?:\s|\/\/.*|\/\*[^]*?\*\/)*['"]use client['"]/;

function filesWithDirective(folder: string, extension: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => extension.test(file) && !/\.(test|stories|test-d)\./.test(file))
    .filter((file) => DIRECTIVE.test(readFileSync(`${folder}/${file}`, 'utf8')))
    .map((file) => file.replace(extension, ''))
    .toSorted();
}

describe.each(['hooks', 'widget'])('the built @parley/%s', (name) => {
  const folder = fileURLToPath(new URL(`../packages/${name}`, import.meta.url));

  it('says "use client" in the files whose sources say it, and in no others', () => {
    const sources = filesWithDirective(`${folder}/src`, /\.tsx?$/);
    // A module of nothing but types is not built.
    const expected = sources.filter((file) => existsSync(`${folder}/dist/${file}.js`));

    expect(expected.length).toBeGreaterThan(0);
    expect(filesWithDirective(`${folder}/dist`, /\.js$/)).toEqual(expected);
  });

  it('publishes every module that a source with "use client" became', () => {
    const missing = filesWithDirective(`${folder}/src`, /\.tsx?$/)
      .filter((file) => !file.includes('testing/'))
      .filter((file) => !existsSync(`${folder}/dist/${file}.js`));

    expect(missing).toEqual([]);
  });
});

it('lets a server call the providers and createChat', () => {
  const dist = fileURLToPath(new URL('../packages/hooks/dist', import.meta.url));

  for (const entry of ['index', 'vanilla']) {
    expect(readFileSync(`${dist}/${entry}.js`, 'utf8')).not.toMatch(DIRECTIVE);
  }
});
