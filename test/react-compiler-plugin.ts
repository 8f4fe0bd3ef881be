import { transformAsync } from '@babel/core';
import compiler from 'babel-plugin-react-compiler';
import type { Plugin } from 'vite';

const COMPILED = /\/(?:packages|apps)\/[^/]+\/src\/.*\.tsx?$/;

/**
 * Runs a source of ours through the React Compiler, as an app that uses it would; null for a file that is not ours. A
 * component that the compiler refuses is an error; a test's own may break the rules (to count renders, say) and is then
 * left as it is.
 */
export async function compileReact(
  code: string,
  id: string,
): Promise<{ code: string; map: string | null } | null> {
  const file = id.split('?')[0] ?? id;
  if (!COMPILED.test(file) || file.includes('/node_modules/')) {
    return null;
  }
  const panicThreshold = file.includes('.test.') ? 'none' : 'all_errors';
  const result = await transformAsync(code, {
    filename: file,
    babelrc: false,
    configFile: false,
    sourceMaps: true,
    parserOpts: { plugins: file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'] },
    plugins: [[compiler, { target: '19', panicThreshold }]],
  });
  return result?.code ? { code: result.code, map: JSON.stringify(result.map) } : null;
}

/** The plugin of the `react-compiler` test project. */
export function reactCompiler(): Plugin {
  return { name: 'parley:react-compiler', enforce: 'pre', transform: compileReact };
}
