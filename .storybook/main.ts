import type { StorybookConfig } from "@storybook/react-vite";
import { aliases } from "../e2e/support/aliases.ts";

const config: StorybookConfig = {
  stories: ["../shell/ui/**/*.stories.tsx", "../mf-*/**/*.stories.tsx"],
  addons: ["@storybook/addon-vitest", "@storybook/addon-a11y"],
  framework: "@storybook/react-vite",
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  typescript: { reactDocgen: false },
  viteFinal: (vite) => ({
    ...vite,
    resolve: { ...vite.resolve, alias: { ...vite.resolve?.alias, ...aliases } },
  }),
};

export default config;
