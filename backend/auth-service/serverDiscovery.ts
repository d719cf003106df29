import { Resolver } from "node:dns/promises";
import type { SrvRecord } from "node:dns";
import { readJsonString } from "./jsonField.ts";
import type { Agents } from "./network/agents.ts";
import { exchange } from "./network/exchange.ts";
import type { Target } from "./network/exchange.ts";
import { decodeServerName } from "./serverName.ts";
import type { ServerName } from "./serverName.ts";

/** Finds where a homeserver answers other servers; null for what is no server name. */
export type FindServer = (serverName: string) => Promise<Target | null>;

/** What the search asks of the world. */
export interface DiscoverySources {
  /** The `m.server` that a host's `.well-known` delegates to; null when it delegates to nobody. */
  readonly readWellKnown: (host: string) => Promise<string | null>;
  readonly resolveSrv: (name: string) => Promise<readonly SrvRecord[]>;
  readonly now: () => number;
}

const FEDERATION_PORT = 8448;
const SRV_SERVICES = ["_matrix-fed._tcp", "_matrix._tcp"];
/** How long a delegation is believed, and how long that there is none, in ms. Ours; the specification allows up to 48 h. */
const DELEGATION_TTL_MS = 3_600_000;
const NO_DELEGATION_TTL_MS = 600_000;
/** How many servers' delegations are kept at most: their names come from strangers. */
const MAX_KEPT = 1000;
/** The specification's limit for the file is 50 KiB. */
const WELL_KNOWN_BOUNDS = { maxBytes: 50 * 1024, timeoutMs: 5000 };
const MAX_REDIRECTS = 3;
const SRV_BOUNDS = { timeout: 2000, tries: 2 };

function hostHeaderOf({ host, port }: ServerName): string {
  const bare = host.includes(":") ? `[${host}]` : host;
  return port === null ? bare : `${bare}:${port}`;
}

function directTarget(name: ServerName): Target {
  return {
    host: name.host,
    port: name.port ?? FEDERATION_PORT,
    hostHeader: hostHeaderOf(name),
    certificateName: name.isIp ? null : name.host,
  };
}

/**
 * Reads `https://<host>/.well-known/matrix/<file>`, following a few redirects within https, each of which must lead to an
 * allowed address again. @returns its text; null when there is none
 */
export async function readWellKnown(agents: Agents, host: string, file: "server" | "client"): Promise<string | null> {
  let url = URL.parse(`https://${host}/.well-known/matrix/${file}`);
  for (let hop = 0; url !== null && hop <= MAX_REDIRECTS; hop += 1) {
    const name = decodeServerName(url.host);
    if (url.protocol !== "https:" || name === null) return null;
    const target: Target = { ...directTarget(name), port: name.port ?? 443 };
    const answer = await exchange(agents, target, { path: url.pathname + url.search }, WELL_KNOWN_BOUNDS);
    if (!answer.ok) return null;
    if (answer.value.status === 200) return answer.value.text;
    const { location } = answer.value.headers;
    if (location === undefined) return null;
    url = URL.parse(location, url.href);
  }
  return null;
}

function firstRecord(records: readonly SrvRecord[]): SrvRecord | undefined {
  return records.toSorted((a, b) => a.priority - b.priority || b.weight - a.weight)[0];
}

/** Matrix's server discovery. @see the server-server specification, "Resolving server names" */
export function createServerDiscovery(sources: DiscoverySources): FindServer {
  const kept = new Map<string, { readonly until: number; readonly delegation: string | null }>();

  async function delegationOf(host: string): Promise<string | null> {
    const known = kept.get(host);
    if (known !== undefined && known.until > sources.now()) return known.delegation;
    const delegation = await sources.readWellKnown(host);
    const oldest = kept.keys().next().value;
    if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(host, {
      until: sources.now() + (delegation === null ? NO_DELEGATION_TTL_MS : DELEGATION_TTL_MS),
      delegation,
    });
    return delegation;
  }

  async function findBySrv(name: ServerName): Promise<Target> {
    for (const service of SRV_SERVICES) {
      const records = await sources.resolveSrv(`${service}.${name.host}`).catch(() => []);
      const record = firstRecord(records);
      if (record !== undefined) return { ...directTarget(name), host: record.name, port: record.port };
    }
    return directTarget(name);
  }

  return async (serverName) => {
    const name = decodeServerName(serverName);
    if (name === null) return null;
    if (name.isIp || name.port !== null) return directTarget(name);
    const delegation = await delegationOf(name.host);
    const delegated = delegation === null ? null : decodeServerName(delegation);
    if (delegated === null) return findBySrv(name);
    return delegated.isIp || delegated.port !== null ? directTarget(delegated) : findBySrv(delegated);
  };
}

/** The discovery that asks the real network through `agents`. */
export function createNetworkDiscovery(agents: Agents): FindServer {
  const resolver = new Resolver(SRV_BOUNDS);
  return createServerDiscovery({
    async readWellKnown(host) {
      const text = await readWellKnown(agents, host, "server");
      return text === null ? null : readJsonString(text, ["m.server"]);
    },
    resolveSrv: (name) => resolver.resolveSrv(name),
    now: Date.now,
  });
}
