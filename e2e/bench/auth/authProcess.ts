import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { cpuMsOf, memoryMbOf } from "../cpuTime.ts";
import type { Stubs } from "./stubs.ts";

/** The service in a process of its own, as it is deployed. */
export interface AuthProcess {
  readonly port: number;
  /** CPU time that it has used so far, in ms, in user and in kernel mode. */
  readonly cpuMs: () => number;
  /** What it holds in memory, in MiB. */
  readonly memoryMb: () => number;
  readonly stop: () => Promise<void>;
}

const root = path.resolve(import.meta.dirname, "../../..");

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function untilReady(port: number, isAlive: () => boolean): Promise<void> {
  while (isAlive()) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error("the service ended while it was starting");
}

/** Starts the service with `stubs` behind it; `dir` takes the certificate that it is to trust. */
export async function startAuthProcess(stubs: Stubs, dir: string): Promise<AuthProcess> {
  const port = await freePort();
  const certificateFile = path.join(dir, "homeserver.crt");
  writeFileSync(certificateFile, stubs.certificate);
  const child = spawn(process.execPath, [path.join(root, "backend/auth-service/main.ts")], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env["PATH"],
      LIVEKIT_URL: stubs.livekitUrl,
      LIVEKIT_KEY: "key",
      LIVEKIT_SECRET: "a-secret-of-more-than-32-characters",
      LIVEKIT_FULL_ACCESS_HOMESERVERS: stubs.serverName,
      LIVEKIT_ALLOWED_NETWORKS: "loopback",
      LIVEKIT_REQUESTS_PER_MINUTE: "0",
      LIVEKIT_JWT_BIND: `127.0.0.1:${port}`,
      NODE_EXTRA_CA_CERTS: certificateFile,
      NODE_COMPILE_CACHE: path.join(dir, "compiled"),
    },
  });
  await untilReady(port, () => child.exitCode === null);
  const pid = child.pid ?? 0;
  return {
    port,
    cpuMs: () => cpuMsOf(pid),
    memoryMb: () => memoryMbOf(pid),
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
