import type { StorybookConfig } from '@storybook/react-vite';

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../packages/widget/src/**/*.mdx', '../packages/widget/src/**/*.stories.tsx'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // A static Storybook is opened from any folder of a server, so nothing in it may start with a slash.
  viteFinal: (vite) => ({ ...vite, base: './' }),
};

export default config;
