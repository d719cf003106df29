import path from "node:path";
import { storybookTest } from "@storybook/addon-vitest/vitest-plugin";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumArgs, chromiumPath } from "./chromium.ts";
import { aliases } from "./aliases.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** Two projects: `unit` runs in Node, `stories` opens every story in the browser and checks it with axe. */
export default defineConfig({
  root,
  resolve: { alias: aliases },
  test: {
    coverage: { provider: "v8", include: ["machines/**", "workers/**", "shell/**", "mf-*/**", "backend/**"] },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          root,
          environment: "node",
          include: ["{machines,workers,shell,backend,mf-lobby,mf-call,mf-settings}/**/*.test.{ts,tsx}"],
        },
      },
      {
        extends: true,
        plugins: [await storybookTest({ configDir: path.join(root, ".storybook") })],
        test: {
          name: "stories",
          root,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: chromiumPath(), args: [...chromiumArgs] } }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
