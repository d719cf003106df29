import { connect } from "node:net";
import { run } from "./run.mjs";

/** What a person installs to have Redis. */
export const REDIS_REMEDY =
  "There is no redis-server on the PATH (Debian and Ubuntu: the package redis-server; macOS: `brew install redis`): the SFUs run without it.";

/** The Redis of this machine: `{ command, version }`, or null when there is none. */
export async function findRedis({ signal } = {}) {
  const { code, output } = await run("redis-server", ["--version"], { signal });
  return code === 0 ? { command: "redis-server", version: /v=([\d.]+)/.exec(output)?.[1] ?? "unknown" } : null;
}

/** Whether a Redis answers at `port` of the loopback interface. */
export function askRedis(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", timeout: 1000 });
    socket.once("connect", () => socket.write("PING\r\n"));
    socket.once("data", (data) => {
      resolve(data.toString().startsWith("+PONG"));
      socket.destroy();
    });
    socket.once("timeout", () => socket.destroy());
    socket.once("error", () => {});
    socket.once("close", () => resolve(false));
  });
}
