import type { StorybookConfig } from "@storybook/react-vite";
import { mergeConfig } from "vite";
import { aliases } from "../e2e/support/aliases.ts";

const config: StorybookConfig = {
  stories: ["../shell/ui/**/*.stories.tsx", "../mf-*/**/*.stories.tsx"],
  addons: ["@storybook/addon-vitest", "@storybook/addon-a11y"],
  framework: "@storybook/react-vite",
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  typescript: { reactDocgen: false },
  viteFinal: (vite) =>
    mergeConfig(vite, {
      resolve: { alias: aliases },
      // Found in the middle of a run, a new dependency reloads the page under a running story.
      optimizeDeps: {
        entries: ["shell/ui/**/*.stories.tsx", "mf-*/**/*.stories.tsx"],
        include: [
          "react",
          "react-dom",
          "react-dom/client",
          "react/jsx-runtime",
          "react/jsx-dev-runtime",
          "@xstate/react",
          "xstate",
        ],
      },
    }),
};

export default config;
