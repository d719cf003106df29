import { randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { createServer } from "node:net";
import { SetupFault } from "./fault.mjs";

/** Browsers try both for `localhost`, so a port that somebody else holds on either would lead them astray. */
const LOOPBACKS = ["127.0.0.1", "::1"];

/** Errors that say this machine has no such address, which is no reason against the port. */
const NO_SUCH_ADDRESS = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL"]);

function tryTcp(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(NO_SUCH_ADDRESS.has(error.code)));
    server.listen({ port, host, exclusive: true, ipv6Only: host === "::1" }, () => server.close(() => resolve(true)));
  });
}

function tryUdp(port) {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => resolve(false));
    socket.bind({ port, address: "127.0.0.1", exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

/** Whether nobody listens on `port` of the loopback interface. */
export async function isPortFree(port, kind = "tcp") {
  if (kind === "udp") return tryUdp(port);
  const free = await Promise.all(LOOPBACKS.map((host) => tryTcp(port, host)));
  return free.every(Boolean);
}

/**
 * Where other free ports are looked for: below those from which systems take the near end of outgoing connections, as a
 * server that is down for a while would find its port taken by one of them.
 */
const OTHER_PORTS = { from: 20_000, to: 32_000 };

/** The preferred port when it is free and not in `taken`, else another free one. */
export async function pickPort(preferred, { kind = "tcp", taken = new Set() } = {}) {
  let port = preferred;
  while (port === 0 || taken.has(port) || !(await isPortFree(port, kind)))
    port = randomInt(OTHER_PORTS.from, OTHER_PORTS.to);
  taken.add(port);
  return port;
}

/**
 * Picks a port for every name in `wanted` (`{ name: { port, kind?, isRequired?, remedy? } }`; port 0: a free one).
 * @faults SetupFault when a required one is taken; its sentence is `remedy`.
 */
export async function pickPorts(wanted) {
  const taken = new Set();
  /** @type {Record<string, number>} */
  const ports = {};
  const entries = Object.entries(wanted);
  for (const [name, { port, kind, isRequired, remedy }] of entries) {
    if (!isRequired) continue;
    if (!(await isPortFree(port, kind))) throw new SetupFault(remedy);
    taken.add(port);
    ports[name] = port;
  }
  for (const [name, { port, kind, isRequired }] of entries) {
    if (!isRequired) ports[name] = await pickPort(port, { kind, taken });
  }
  return ports;
}
