import { createServer } from "node:https";
import { createAppHandler, createVaultHandler } from "../app/appServer.mjs";
import { forwardRequest, forwardUpgrade } from "./forward.mjs";
import { routeOf, wellKnownOf } from "./routes.mjs";
import { sendStatus } from "./statusPage.mjs";

function requestOf(req) {
  const { hostname } = URL.parse(`https://${req.headers.host ?? ""}`) ?? { hostname: "" };
  return { hostname, port: req.socket.localPort, path: req.url };
}

function sendJson(res, status, body) {
  res.writeHead(status, { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" });
  res.end(JSON.stringify(body));
}

function createHandler({ sites, readStatus }) {
  const appHandlers = new Map(sites.map((site) => [site, createAppHandler(site.app)]));
  const vaultHandlers = new Map(sites.map((site) => [site, createVaultHandler(site.vault)]));
  return (req, res) => {
    const route = routeOf(sites, requestOf(req));
    switch (route.kind) {
      case "forward":
        return forwardRequest(req, res, route);
      case "wellKnown":
        return sendJson(res, 200, wellKnownOf(route.name, route.site));
      case "app":
        return appHandlers.get(route.site)(req, res);
      case "vault":
        return vaultHandlers.get(route.site)(req, res);
      case "status":
        return sendStatus(res, route.path, readStatus);
      default:
        return sendJson(res, 404, { errcode: "M_UNRECOGNIZED", error: "nothing of a site is here" });
    }
  };
}

function listen(server, port, host) {
  return new Promise((resolve, reject) => server.once("error", reject).listen({ port, host }, resolve));
}

/**
 * Starts the one door of all sites: TLS for every name, on `port` for browsers and on each of `federationPorts` for homeservers.
 *
 * - `sites`: `{ domain, serverName, addresses, federationAddress, targets, app: { dir, config }, vault: { dir, config } }` each; a target is `http://host:port`.
 * - `cert`, `key`: PEM, with the authority's certificate behind the first.
 * - `readStatus`: gives what `/backend` shows.
 *
 * @returns `close()`, which also ends open connections. @faults the system's error when a port cannot be had
 */
export async function startProxy({ host = "127.0.0.1", port, federationPorts, sites, cert, key, readStatus }) {
  const handle = createHandler({ sites, readStatus });
  const servers = [];
  const sockets = new Set();
  async function close() {
    const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const server of servers) server.closeAllConnections();
    for (const socket of sockets) socket.destroy(); // those that became WebSockets belong to no server any more
    await Promise.all(closed);
  }
  try {
    for (const each of new Set([port, ...federationPorts])) {
      const server = createServer({ cert, key }, handle);
      server.requestTimeout = 0; // a long poll is no slow request
      server.on("secureConnection", (socket) => {
        sockets.add(socket);
        socket.on("close", () => sockets.delete(socket)).on("error", () => {});
      });
      server.on("upgrade", (req, socket, head) => {
        const route = routeOf(sites, requestOf(req));
        if (route.kind === "forward") forwardUpgrade(req, socket, head, route);
        else socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
      });
      await listen(server, each, host);
      servers.push(server);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}
