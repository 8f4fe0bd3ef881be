import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

import { projects, storyProjects } from './test/projects.ts';

export default defineConfig(({ mode }) => ({
  plugins: [react()],
  // Storybook's own test panel sets VITEST_STORYBOOK and passes no mode.
  test: {
    projects: mode === 'stories' || process.env.VITEST_STORYBOOK ? storyProjects() : projects,
  },
}));
