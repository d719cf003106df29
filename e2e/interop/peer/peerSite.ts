import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import sirv from "sirv";
import { build } from "vite";

/** Builds the peer page and serves it on loopback. */
export async function servePeerPage(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const outDir = await mkdtemp(path.join(tmpdir(), "parley-peer-"));
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: "error",
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      target: "es2022",
      rolldownOptions: { input: path.join(import.meta.dirname, "peer.html") },
    },
    worker: { format: "es" },
  });
  const server = createServer(sirv(outDir));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/peer.html`,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
