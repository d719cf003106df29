import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { json } from "node:stream/consumers";
import sirv from "sirv";
import { build } from "vite";

/** The page of the bench, built as in production, on loopback. */
export interface BenchSite {
  readonly url: string;
  /** What a page that nobody drives posted at its end. */
  readonly result: Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Builds and serves the page, isolated from other origins: browsers give such pages a finer clock. */
export async function serveBench(): Promise<BenchSite> {
  const outDir = await mkdtemp(path.join(tmpdir(), "parley-bench-"));
  await build({
    configFile: false,
    root: import.meta.dirname,
    logLevel: "error",
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      rolldownOptions: { input: path.join(import.meta.dirname, "bench.html") },
    },
    worker: { format: "es" },
  });
  const files = sirv(outDir, {
    setHeaders: (response) => {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    },
  });
  const { promise: result, resolve } = Promise.withResolvers<unknown>();
  const server = createServer((request, response) => {
    if (request.method !== "POST") return files(request, response);
    void json(request).then((body) => {
      response.end();
      resolve(body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/bench.html`,
    result,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
