import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

import { isLibrary, libraryConfig } from './scripts/library-config.ts';
import { projects, storyProjects } from './test/projects.ts';

/** One configuration for the packages (`--mode hooks`), the apps, and the tests (`--mode stories` for Storybook's). */
export default defineConfig(async ({ mode }) => {
  if (isLibrary(mode)) {
    return { plugins: [react()], ...libraryConfig(mode) };
  }
  // Storybook's own test panel sets VITEST_STORYBOOK and passes no mode.
  const stories = mode === 'stories' || process.env.VITEST_STORYBOOK;
  return {
    plugins: [react()],
    // A built app is opened from any folder of a server.
    base: './',
    test: { projects: stories ? await storyProjects() : projects },
  };
});
