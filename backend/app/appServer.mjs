import { existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import sirv from "sirv";
import { cacheControlOf, securityHeaders } from "./headers.mjs";

/** The modification time of the folder's page; 0 when there is none. It changes with every build. */
function buildTimeOf(dir) {
  return statSync(path.join(dir, "index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function serveFolder(dir) {
  return sirv(dir, {
    brotli: true,
    gzip: true,
    etag: true,
    single: true,
    setHeaders: (res, pathname) => res.setHeader("Cache-Control", cacheControlOf(pathname)),
  });
}

function sendConfig(res, config) {
  res.setHeader("Content-Type", "application/json");
  res.setHeader("Cache-Control", "no-cache");
  res.end(`${JSON.stringify(config, null, 2)}\n`);
}

/**
 * The request handler that serves the built app in `dir`, with `/config.json` answered from `config`.
 * Unknown paths without an extension get the page, as its router knows them. A new build is picked up by the next page load.
 */
export function createAppHandler({ dir, config }) {
  let builtAt = buildTimeOf(dir);
  let serve = serveFolder(dir);
  return (req, res) => {
    for (const [name, value] of Object.entries(securityHeaders)) res.setHeader(name, value);
    if (req.method !== "GET" && req.method !== "HEAD") {
      res.writeHead(405, { Allow: "GET, HEAD" }).end();
      return;
    }
    const { pathname } = new URL(req.url, "http://localhost");
    if (pathname === "/config.json") {
      sendConfig(res, config);
      return;
    }
    const isPage = path.extname(pathname) === "";
    if (isPage && buildTimeOf(dir) !== builtAt) {
      builtAt = buildTimeOf(dir);
      serve = serveFolder(dir);
    }
    // A page of an older build may ask for what a newer one has replaced; sirv would open the file that is gone.
    if (!isPage && !existsSync(path.join(dir, path.normalize(pathname)))) {
      res.writeHead(404, { "Cache-Control": "no-cache" }).end();
      return;
    }
    serve(req, res);
  };
}

/** Serves the app on the loopback interface. @returns `close()`, which also ends open connections. */
export async function startAppServer({ dir, port, config }) {
  const server = createServer(createAppHandler({ dir, config }));
  await new Promise((resolve, reject) => server.once("error", reject).listen({ port, host: "127.0.0.1" }, resolve));
  return {
    close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      return closed;
    },
  };
}
