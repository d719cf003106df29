import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build, preview } from "vite";

/** Builds the page `<name>.html` of `root` and serves it on loopback. @returns its address, and what ends it */
export async function servePage(
  root: string,
  name: string,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const outDir = await mkdtemp(path.join(tmpdir(), "parley-page-"));
  const input = path.join(root, `${name}.html`);
  const options = { outDir, emptyOutDir: true, minify: false, target: "es2022", rolldownOptions: { input } } as const;
  await build({ configFile: false, root, logLevel: "error", build: options, worker: { format: "es" } });
  const server = await preview({
    configFile: false,
    root,
    logLevel: "error",
    build: { outDir },
    preview: { host: "127.0.0.1", port: 0 },
  });
  return {
    url: `${server.resolvedUrls?.local[0] ?? ""}${name}.html`,
    close: async () => {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
