import { existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import sirv from "sirv";
import { cacheControlOf, securityHeadersOf, vaultHeadersOf } from "./headers.mjs";

/** The modification time of the folder's page; 0 when there is none. It changes with every build. */
function buildTimeOf(dir) {
  return statSync(path.join(dir, "index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function setHeaders(res, headers) {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}

/** Serves the files of `dir`, those of a new build from the next page load on. `isSingle`: unknown paths get the page. */
function createFolderServer(dir, { isSingle }) {
  const open = () =>
    sirv(dir, {
      brotli: true,
      gzip: true,
      etag: true,
      single: isSingle,
      setHeaders: (res, pathname) => res.setHeader("Cache-Control", cacheControlOf(pathname)),
    });
  let builtAt = buildTimeOf(dir);
  let serve = open();
  return (req, res, { isPage }) => {
    if (isPage && buildTimeOf(dir) !== builtAt) {
      builtAt = buildTimeOf(dir);
      serve = open();
    }
    // A page of an older build may ask for what a newer one has replaced; sirv would open the file that is gone.
    const { pathname } = new URL(req.url, "http://localhost");
    if (!isPage && !existsSync(path.join(dir, path.normalize(pathname)))) sendNothing(res);
    else serve(req, res, () => sendNothing(res));
  };
}

function sendNothing(res) {
  res.writeHead(404, { "Cache-Control": "no-cache" }).end();
}

function sendConfig(res, config) {
  res.setHeader("Content-Type", "application/json");
  res.setHeader("Cache-Control", "no-cache");
  res.end(`${JSON.stringify(config, null, 2)}\n`);
}

function refusesMethod(req, res) {
  const isRefused = req.method !== "GET" && req.method !== "HEAD";
  if (isRefused) res.writeHead(405, { Allow: "GET, HEAD" }).end();
  return isRefused;
}

/**
 * The request handler that serves the built app in `dir`, with `/config.json` answered from `config`.
 * Unknown paths without an extension get the page, as its router knows them. A new build is picked up by the next page load.
 */
export function createAppHandler({ dir, config }) {
  const serve = createFolderServer(dir, { isSingle: true });
  return (req, res) => {
    setHeaders(res, securityHeadersOf(config.vault_origin ?? null));
    if (refusesMethod(req, res)) return;
    const { pathname } = new URL(req.url, "http://localhost");
    if (pathname === "/config.json") sendConfig(res, config);
    else serve(req, res, { isPage: path.extname(pathname) === "" });
  };
}

/** Files of the built app that the vault's origin has besides its page. */
const OF_THE_VAULT = /^\/(vault|realms)\/[\w-]+(\.[\w-]+)+$/;

/**
 * The request handler of the vault's origin: its page at `/`, its own `/config.json` from `config` (`vault_for` lists the
 * origins of the apps that it serves), the files of both, and nothing else: were the app's page here as well, a
 * micro-frontend could run beside the account.
 */
export function createVaultHandler({ dir, config }) {
  const serve = createFolderServer(dir, { isSingle: false });
  return (req, res) => {
    setHeaders(res, vaultHeadersOf(config.vault_for ?? []));
    if (refusesMethod(req, res)) return;
    const { pathname } = new URL(req.url, "http://localhost");
    if (pathname === "/config.json") return sendConfig(res, config);
    if (pathname !== "/" && !OF_THE_VAULT.test(pathname)) return sendNothing(res);
    req.url = pathname === "/" ? "/vault.html" : pathname;
    return serve(req, res, { isPage: pathname === "/" });
  };
}

/** Serves the app on the loopback interface. @returns `close()`, which also ends open connections. */
export const startAppServer = (options) => listen(createAppHandler(options), options.port);

/** Serves the vault's origin on the loopback interface. @returns `close()`, as for the app. */
export const startVaultServer = (options) => listen(createVaultHandler(options), options.port);

async function listen(handler, port) {
  const server = createServer(handler);
  await new Promise((resolve, reject) => server.once("error", reject).listen({ port, host: "127.0.0.1" }, resolve));
  return {
    close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      return closed;
    },
  };
}
