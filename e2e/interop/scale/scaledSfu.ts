import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { authorityCertificate } from "../../../backend/native/certificate.mjs";
import { createPart } from "../../../backend/native/part.mjs";
import { rootDir } from "../../../backend/native/places.mjs";
import { pickPorts } from "../../../backend/native/ports.mjs";
import { prepareSfu } from "../../../backend/native/prepare.mjs";
import { askRedis } from "../../../backend/native/redis.mjs";
import { findTypeScriptNode } from "../../../backend/native/tools.mjs";
import type { TestSite } from "../../support/site.ts";
import { startBalancer } from "./balancer.ts";

const KEYS = { key: "parley", secret: "a-secret-of-several-nodes-0123456789" };
const anyPort = { port: 0 };
const anyUdpPort = { port: 0, kind: "udp" };

type Part = ReturnType<typeof createPart>;

/** An SFU of two nodes behind one address and two authorisation services, on one Redis. */
export interface ScaledSfu {
  /** The nodes, by the UDP port of their media. */
  readonly nodeByUdpPort: ReadonlyMap<number, Part>;
  readonly services: readonly { readonly part: Part; readonly url: string }[];
  /** `ws://` */
  readonly address: string;
  stop(): Promise<void>;
}

interface PartFacts {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly healthUrl?: string;
  readonly isReady?: () => Promise<unknown>;
}

/** The configuration of `backend/deploy/scale` for a node at ports of its own, on the loopback interface. */
async function writeNodeConfig(
  file: string,
  ports: { readonly http: number; readonly tcp: number; readonly udp: number },
): Promise<void> {
  const text = await readFile(path.join(rootDir, "backend/deploy/scale/livekit/node.yaml"), "utf8");
  const loopback = `enable_loopback_candidate: true\n  ips: { includes: ["127.0.0.1/32"] }`;
  const config = text
    .replace("port: 7880", `port: ${ports.http}\nbind_addresses: ["127.0.0.1"]`)
    .replace("tcp_port: 7881", `tcp_port: ${ports.tcp}`)
    .replace("udp_port: 7882", `udp_port: ${ports.udp}\n  ${loopback}`);
  await writeFile(file, config);
}

/** Starts all of it, with its files in `dir`, for the accounts of `site`. */
export async function startScaledSfu({ addresses }: TestSite, dir: string): Promise<ScaledSfu> {
  const names = ["redis", "http1", "http2", "tcp1", "tcp2", "auth1", "auth2"].map((name) => [name, anyPort]);
  const ports = (await pickPorts({ ...Object.fromEntries(names), udp1: anyUdpPort, udp2: anyUdpPort })) as Readonly<
    Record<string, number>
  >;
  const portOf = (name: string): number => ports[name] ?? 0;
  const parts: Part[] = [];
  const start = async (facts: PartFacts): Promise<Part> => {
    const none = { env: undefined, healthUrl: undefined, isReady: undefined, log: undefined, onEnded: undefined };
    const logFile = path.join(dir, `${facts.name.replaceAll(" ", "-")}.log`);
    const part = createPart({ ...none, ...facts, cwd: rootDir, logFile } as Parameters<typeof createPart>[0]);
    parts.push(part);
    await part.start();
    return part;
  };

  const redis = portOf("redis");
  const redisArgs = ["--port", String(redis), "--bind", "127.0.0.1", "--save", "", "--dir", dir];
  await start({ name: "Redis", command: "redis-server", args: redisArgs, isReady: () => askRedis(redis) });

  const nodeByUdpPort = new Map<number, Part>();
  for (const which of ["1", "2"]) {
    const [http, tcp, udp] = [portOf(`http${which}`), portOf(`tcp${which}`), portOf(`udp${which}`)] as const;
    const file = path.join(dir, `node${which}.yaml`);
    await writeNodeConfig(file, { http, tcp, udp });
    const env = {
      LIVEKIT_KEYS: `${KEYS.key}: ${KEYS.secret}`,
      REDIS_HOST: `127.0.0.1:${redis}`,
      LIVEKIT_REGION: "eu",
      NODE_IP: "127.0.0.1",
    };
    const command = (await prepareSfu()) as string;
    nodeByUdpPort.set(
      udp,
      await start({
        name: `node ${which}`,
        command,
        args: ["--config", file],
        env,
        healthUrl: `http://127.0.0.1:${http}/`,
      }),
    );
  }

  const balancer = await startBalancer([portOf("http1"), portOf("http2")]);
  const address = `ws://127.0.0.1:${balancer.port}`;
  const services: { readonly part: Part; readonly url: string }[] = [];
  for (const which of ["1", "2"]) {
    const port = portOf(`auth${which}`);
    const env = {
      LIVEKIT_URL: address,
      LIVEKIT_KEY: KEYS.key,
      LIVEKIT_SECRET: KEYS.secret,
      LIVEKIT_FULL_ACCESS_HOMESERVERS: addresses.homeserverName,
      LIVEKIT_REDIS_URL: `redis://127.0.0.1:${redis}`,
      LIVEKIT_JWT_BIND: `127.0.0.1:${port}`,
      LIVEKIT_ALLOWED_NETWORKS: "loopback",
      NODE_EXTRA_CA_CERTS: authorityCertificate,
    };
    const args = [path.join(rootDir, "backend/auth-service/main.ts")];
    const part = await start({
      name: `service ${which}`,
      command: findTypeScriptNode(),
      args,
      env,
      healthUrl: `http://127.0.0.1:${port}/healthz`,
    });
    services.push({ part, url: `http://localhost:${port}` });
  }
  return {
    nodeByUdpPort,
    services,
    address,
    async stop() {
      await balancer.close();
      // Killed, as nobody is served any more: an orderly end of a node waits for its rooms.
      for (const part of parts.reverse()) await part.kill();
    },
  };
}
