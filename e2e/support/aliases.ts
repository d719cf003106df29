import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** The import names that are ours, for every tool that resolves modules. Keep in step with `paths` in `tsconfig.json`. */
export const aliases: Readonly<Record<string, string>> = {
  "@shell/ui": path.join(root, "shell/ui/index.ts"),
  "@shell/contract": path.join(root, "shell/contract/index.ts"),
};
