import { describe, expect, it } from 'vitest';

import { compileReact } from './react-compiler-plugin.ts';

const COMPONENT = `
  interface NameProps { readonly name: string }
  export function Name({ name }: NameProps) {
    const words = name.split(' ') as readonly string[];
    return <ul>{words.map((word) => <li key={word}>{word}</li>)}</ul>;
  }`;

const MUTATES = `
  import { useRef } from 'react';
  export function useCount(): number {
    const count = useRef(0);
    count.current += 1;
    return count.current;
  }`;

describe('the React Compiler plugin', () => {
  it('compiles a component of a package', async () => {
    const result = await compileReact(COMPONENT, '/repo/packages/widget/src/name.tsx');

    expect(result?.code).toContain('react/compiler-runtime');
  });

  it('leaves dependencies alone', async () => {
    const path = '/repo/packages/widget/node_modules/x/packages/y/src/name.tsx';

    expect(await compileReact(COMPONENT, path)).toBeNull();
  });

  it('fails on a hook that the compiler refuses', async () => {
    const refused = compileReact(MUTATES, '/repo/packages/hooks/src/react/use-count.ts');

    await expect(refused).rejects.toThrow(/ref/);
  });

  it('lets a test break the rules', async () => {
    const result = await compileReact(MUTATES, '/repo/packages/hooks/src/react/x.test.ts');

    expect(result?.code).toContain('count.current += 1');
  });
});
