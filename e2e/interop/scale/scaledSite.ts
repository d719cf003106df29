import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { authorityCertificate } from "../../../backend/native/certificate.mjs";
import { createPart } from "../../../backend/native/part.mjs";
import { authServiceSettings } from "../../../backend/native/parts.mjs";
import { rootDir } from "../../../backend/native/places.mjs";
import { pickPorts } from "../../../backend/native/ports.mjs";
import { prepareSfu } from "../../../backend/native/prepare.mjs";
import { askRedis } from "../../../backend/native/redis.mjs";
import { startSites } from "../../../backend/native/sites.mjs";
import { findTypeScriptNode } from "../../../backend/native/tools.mjs";
import { startBalancer } from "./balancer.ts";

const KEYS = { key: "parley", secret: "a-secret-of-several-nodes-0123456789" };
const localhostNames = pathToFileURL(path.join(rootDir, "backend/native/localhostNames.mjs")).href;

type Part = ReturnType<typeof createPart>;
type Sites = Awaited<ReturnType<typeof startSites>>;

/** A site whose SFU has two nodes and which has two authorisation services, all on one Redis, behind the proxy. */
export interface ScaledSite {
  readonly site: Sites["sites"][number];
  /** The nodes; media of each goes to its UDP or TCP port. */
  readonly nodes: readonly { readonly part: Part; readonly mediaPorts: readonly number[] }[];
  /** How many callers' signalling goes through each node now. */
  signallingCounts(): readonly number[];
  readonly services: readonly { readonly part: Part; readonly url: string }[];
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

interface NodePorts {
  readonly http: number;
  readonly tcp: number;
  readonly udp: number;
}

/** The configuration of `backend/deploy/scale` for a node at ports of its own, on the loopback interface. */
async function writeNodeConfig(file: string, ports: NodePorts, webhookUrl: string): Promise<void> {
  const text = await readFile(path.join(rootDir, "backend/deploy/scale/livekit/node.yaml"), "utf8");
  const loopback = `enable_loopback_candidate: true\n  ips: { includes: ["127.0.0.1/32"] }`;
  const config = text
    .replace("port: 7880", `port: ${ports.http}\nbind_addresses: ["127.0.0.1"]`)
    .replace("tcp_port: 7881", `tcp_port: ${ports.tcp}`)
    .replace("udp_port: 7882", `udp_port: ${ports.udp}\n  ${loopback}`)
    .replace("https://rtc.example.org/livekit/jwt/sfu_webhook", webhookUrl);
  await writeFile(file, config);
}

async function choosePorts(): Promise<(name: string) => number> {
  const names = ["proxy", "federation", "redis", "http1", "http2", "tcp1", "tcp2", "auth1", "auth2"];
  const anyPort = Object.fromEntries(names.map((name) => [name, { port: 0 }]));
  const anyUdpPort = { port: 0, kind: "udp" };
  const ports: Readonly<Record<string, number>> = await pickPorts({ ...anyPort, udp1: anyUdpPort, udp2: anyUdpPort });
  return (name) => ports[name] ?? 0;
}

/** Starts all of it, serving the app in `appDir`. */
export async function startScaledSite(appDir: string): Promise<ScaledSite> {
  const dir = await mkdtemp(path.join(tmpdir(), "parley-scaled-"));
  const portOf = await choosePorts();
  const signalling = await startBalancer([portOf("http1"), portOf("http2")]);
  const granting = await startBalancer([portOf("auth1"), portOf("auth2")]);
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  const parts: Part[] = [];
  let sites: Sites | null = null;

  async function start(facts: PartFacts): Promise<Part> {
    const none = { env: undefined, healthUrl: undefined, isReady: undefined, log: undefined, onEnded: undefined };
    const logFile = path.join(dir, `${facts.name.replaceAll(" ", "-")}.log`);
    const part = createPart({ ...none, ...facts, cwd: rootDir, logFile } as Parameters<typeof createPart>[0]);
    parts.push(part);
    await part.start();
    return part;
  }

  async function startNode(which: number) {
    const ports = { http: portOf(`http${which}`), tcp: portOf(`tcp${which}`), udp: portOf(`udp${which}`) };
    const file = path.join(dir, `node${which}.yaml`);
    await writeNodeConfig(file, ports, `${at(granting.port)}/sfu_webhook`);
    const env = {
      LIVEKIT_KEYS: `${KEYS.key}: ${KEYS.secret}`,
      REDIS_HOST: `127.0.0.1:${portOf("redis")}`,
      LIVEKIT_REGION: "eu",
      NODE_IP: "127.0.0.1",
    };
    const args = ["--config", file];
    const command = (await prepareSfu()) as string;
    const part = await start({ name: `node ${which}`, command, args, env, healthUrl: at(ports.http) });
    return { part, mediaPorts: [ports.udp, ports.tcp] };
  }

  async function startService(which: number, { addresses, ports }: ScaledSite["site"]) {
    const url = at(portOf(`auth${which}`));
    const identity = { livekit: KEYS };
    const env = {
      ...authServiceSettings({ addresses, identity, redisUrl: `redis://127.0.0.1:${portOf("redis")}` }),
      LIVEKIT_JWT_BIND: new URL(url).host,
      LIVEKIT_ALLOWED_NETWORKS: "loopback",
      LIVEKIT_CS_API_URL_OVERRIDES: `${addresses.homeserverName}=${at(ports.homeserver)}`,
      NODE_EXTRA_CA_CERTS: authorityCertificate,
    };
    const args = ["--import", localhostNames, path.join(rootDir, "backend/auth-service/main.ts")];
    const command = findTypeScriptNode();
    const part = await start({ name: `service ${which}`, command, args, env, healthUrl: `${url}/healthz` });
    return { part, url };
  }

  async function stop(): Promise<void> {
    // Killed, as nobody is served any more: an orderly end of a node waits for its rooms.
    for (const part of parts.toReversed()) await part.kill();
    await sites?.stop();
    await Promise.all([signalling.close(), granting.close()]);
    await rm(dir, { recursive: true, force: true });
  }

  try {
    sites = await startSites({
      dir: path.join(dir, "site"),
      appDir,
      count: 1,
      port: portOf("proxy"),
      federationPorts: [portOf("federation")],
      rateLimits: "generous",
      targets: { authService: at(granting.port), sfu: at(signalling.port) },
    });
    const [site] = sites.sites;
    if (site === undefined) throw new Error("No site has started");
    const redis = portOf("redis");
    const redisArgs = ["--port", String(redis), "--bind", "127.0.0.1", "--save", "", "--dir", dir];
    await start({ name: "Redis", command: "redis-server", args: redisArgs, isReady: () => askRedis(redis) });
    const nodes = [await startNode(1), await startNode(2)];
    const services = [await startService(1, site), await startService(2, site)];
    return { site, nodes, signallingCounts: signalling.socketCounts, services, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
