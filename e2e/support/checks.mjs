/** The static checks, each one command that prints what is wrong and where. `npm run lint -- <name>` runs one. */
export const checks = [
  { name: "types", command: ["node", "e2e/support/types.mjs"] },
  { name: "oxlint", command: ["oxlint", "--type-aware", "--deny-warnings", "--format", "unix"] },
  { name: "format", command: ["oxfmt", "--check"] },
  { name: "boundaries", command: ["node", "e2e/support/boundaries.mjs"] },
  { name: "knip", command: ["knip", "--no-progress", "--no-config-hints"] },
  { name: "i18n", command: ["node", "e2e/support/i18n.mjs"] },
];
