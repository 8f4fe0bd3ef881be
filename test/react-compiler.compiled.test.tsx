import { useMessage } from '@parley/hooks';
import { expect, it } from 'vitest';

it('runs hooks as the React Compiler wrote them', () => {
  // The cache that compiled code keeps its values in.
  expect(useMessage.toString()).toMatch(/\$\[0\]/);
});
