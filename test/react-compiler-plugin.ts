import { transformAsync } from '@babel/core';
import compiler from 'babel-plugin-react-compiler';
import type { Plugin } from 'vite';

const COMPILED = /\/(?:packages|apps)\/[^/]+\/src\/.*\.tsx?$/;

/**
 * Runs our own sources through the React Compiler, as an app that uses it would. `all` errors: a component the compiler
 * refuses fails the build instead of being passed through as it was.
 */
export function reactCompiler(): Plugin {
  return {
    name: 'parley:react-compiler',
    enforce: 'pre',
    async transform(code, id) {
      const file = id.split('?')[0] ?? id;
      if (!COMPILED.test(file) || file.includes('/node_modules/')) {
        return null;
      }
      const result = await transformAsync(code, {
        filename: file,
        babelrc: false,
        configFile: false,
        sourceMaps: true,
        parserOpts: { plugins: ['typescript', ...(file.endsWith('x') ? ['jsx' as const] : [])] },
        plugins: [[compiler, { target: '19', panicThreshold: 'all_errors' }]],
      });
      return result?.code ? { code: result.code, map: result.map ?? null } : null;
    },
  };
}
