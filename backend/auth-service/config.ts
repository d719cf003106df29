import { readFileSync } from "node:fs";
import { ConfigFault } from "./configFault.ts";
import type { Environment } from "./configFile.ts";
import { isNetwork } from "./network/addresses.ts";
import { decodeServerName } from "./serverName.ts";

/** Which homeservers' users may open rooms at our SFU: named ones, or all. */
export type FullAccess = ReadonlySet<string> | "everyone";

const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;

/** What an operator sets. The variables are those of the service that this one can stand in for, and a few more. */
export interface Config {
  /** The SFU's address as clients get it: `ws://` or `wss://`. */
  readonly livekitUrl: string;
  readonly livekitKey: string;
  readonly livekitSecret: string;
  readonly fullAccess: FullAccess;
  /** Where to listen; without a host, on all interfaces. */
  readonly bind: { readonly host: string | null; readonly port: number };
  /** How often a delegated member is looked for at the SFU, in ms; 0 for never. */
  readonly sanityCheckMs: number;
  /** Client-server API addresses by server name, for those that `.well-known` does not tell right. */
  readonly clientApiOverrides: ReadonlyMap<string, string>;
  /** Where delegated leaves are kept; null for nowhere but in memory. */
  readonly redisUrl: string | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Whether certificates are checked in outgoing requests. */
  readonly isTlsChecked: boolean;
  /** Networks that homeservers may be in although they are not public. @see isNetwork */
  readonly allowedNetworks: readonly string[];
  /** Whose word counts on the address that a request comes from: networks, or proxy-addr's names for some. */
  readonly trustedProxies: readonly string[];
  /** How often one address may ask for a token, in a minute; 0 for as often as it likes. */
  readonly requestsPerMinute: number;
  /** What opens `/doctor` and `/metrics`; null keeps both shut. */
  readonly operatorToken: string | null;
}

/** Without a lost webhook, or a node of the SFU that dies, no check would be needed. The reference service has it off. */
const DEFAULT_SANITY_CHECK_S = 30;
/** Several hundred people of one office may begin their calls in the same minute. */
const DEFAULT_REQUESTS_PER_MINUTE = 600;
const MIN_OPERATOR_TOKEN_LENGTH = 16;
const SKIP_VERIFY = "YES_I_KNOW_WHAT_I_AM_DOING";
/** proxy-addr's names for networks. */
const PROXY_NETWORKS = ["loopback", "linklocal", "uniquelocal"];

/** Says whether `serverName` has full access. */
export function hasFullAccess(fullAccess: FullAccess, serverName: string): boolean {
  return fullAccess === "everyone" || fullAccess.has(serverName);
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? "").split(/[\s,]+/).filter((item) => item !== "");
}

function readSecretFile(variable: string, file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new ConfigFault(`${variable} names ${file}, which cannot be read.`);
  }
}

function readOptionalValue(env: Environment, variable: string): string | null {
  const fileVariable = `${variable}_FROM_FILE`;
  const file = env[fileVariable];
  return (file ? readSecretFile(fileVariable, file) : env[variable]?.trim()) || null;
}

function readValue(env: Environment, variable: string): string {
  const value = readOptionalValue(env, variable);
  if (value === null) throw new ConfigFault(`${variable} or ${variable}_FROM_FILE must be set.`);
  return value;
}

function readKeyPair(env: Environment): { livekitKey: string; livekitSecret: string } {
  const file = env["LIVEKIT_KEY_FILE"];
  if (!file) return { livekitKey: readValue(env, "LIVEKIT_KEY"), livekitSecret: readValue(env, "LIVEKIT_SECRET") };
  const [key, secret, ...rest] = readSecretFile("LIVEKIT_KEY_FILE", file).split(":");
  const livekitKey = key?.trim();
  const livekitSecret = secret?.trim();
  if (!livekitKey || !livekitSecret || rest.length > 0)
    throw new ConfigFault(`LIVEKIT_KEY_FILE must name a file that holds "key:secret".`);
  return { livekitKey, livekitSecret };
}

function readLivekitUrl(env: Environment): string {
  const text = env["LIVEKIT_URL"]?.trim();
  if (!text) throw new ConfigFault("LIVEKIT_URL must be set to the SFU's address.");
  const protocol = URL.parse(text)?.protocol;
  if (protocol !== "ws:" && protocol !== "wss:") throw new ConfigFault("LIVEKIT_URL must begin with ws:// or wss://.");
  return text;
}

function readFullAccess(env: Environment): FullAccess {
  const names = listOf(env["LIVEKIT_FULL_ACCESS_HOMESERVERS"]);
  if (names.length === 0) {
    throw new ConfigFault(
      `LIVEKIT_FULL_ACCESS_HOMESERVERS must name the homeservers whose users may open rooms, or be "*" for all.`,
    );
  }
  return names.length === 1 && names[0] === "*" ? "everyone" : new Set(names);
}

function readBind(env: Environment): Config["bind"] {
  const given = env["LIVEKIT_JWT_BIND"]?.trim();
  const portAlone = env["LIVEKIT_JWT_PORT"]?.trim();
  if (given && portAlone) throw new ConfigFault("LIVEKIT_JWT_BIND and LIVEKIT_JWT_PORT must not both be set.");
  const text = given || `:${portAlone || "8080"}`;
  const match = /^(?:\[(?<v6>[0-9a-fA-F:.]+)\]|(?<name>[^:\s[\]]*)):(?<port>\d{1,5})$/.exec(text);
  const port = Number(match?.groups?.["port"]);
  if (!match || port > 65_535) {
    throw new ConfigFault(
      portAlone ? "LIVEKIT_JWT_PORT must be a port." : `LIVEKIT_JWT_BIND must look like "host:port" or ":port".`,
    );
  }
  return { host: match.groups?.["v6"] ?? (match.groups?.["name"] || null), port };
}

function readCount(env: Environment, variable: string, ifUnset: number): number {
  const text = env[variable]?.trim();
  if (!text) return ifUnset;
  if (!/^\d{1,6}$/.test(text)) throw new ConfigFault(`${variable} must be a number from 0 to 999999.`);
  return Number(text);
}

function readOverrides(env: Environment): ReadonlyMap<string, string> {
  const variable = "LIVEKIT_CS_API_URL_OVERRIDES";
  return new Map(
    listOf(env[variable]).map((pair) => {
      const [serverName = "", ...rest] = pair.split("=");
      const url = URL.parse(rest.join("="));
      if (decodeServerName(serverName) === null || !["http:", "https:"].includes(url?.protocol ?? ""))
        throw new ConfigFault(`${variable} must look like "server=https://address,server2=https://address2".`);
      return [serverName, rest.join("=").replace(/\/+$/, "")];
    }),
  );
}

function readRedisUrl(env: Environment): string | null {
  const text = env["LIVEKIT_REDIS_URL"]?.trim();
  if (!text) return null;
  if (!["redis:", "rediss:"].includes(URL.parse(text)?.protocol ?? ""))
    throw new ConfigFault("LIVEKIT_REDIS_URL must begin with redis:// or rediss://.");
  return text;
}

function readLogLevel(env: Environment): Config["logLevel"] {
  const text = env["LIVEKIT_LOG_LEVEL"]?.trim().toLowerCase() || "info";
  const level = LOG_LEVELS.find((name) => name === text);
  if (level === undefined) throw new ConfigFault(`LIVEKIT_LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}.`);
  return level;
}

function readIsTlsChecked(env: Environment): boolean {
  const text = env["LIVEKIT_INSECURE_SKIP_VERIFY_TLS"]?.trim();
  if (text && text !== SKIP_VERIFY)
    throw new ConfigFault(`LIVEKIT_INSECURE_SKIP_VERIFY_TLS must be ${SKIP_VERIFY}, or not be set.`);
  return !text;
}

function readNetworks(
  env: Environment,
  variable: string,
  names: readonly string[],
  ifUnset: readonly string[],
): readonly string[] {
  if (env[variable] === undefined) return ifUnset;
  const networks = listOf(env[variable]);
  const wrong = networks.find(
    (network) => !names.includes(network) && (!isNetwork(network) || /^[a-z]+$/.test(network)),
  );
  if (wrong !== undefined)
    throw new ConfigFault(`${variable} must list ${names.join(", ")} or networks such as 10.0.0.0/8, not ${wrong}.`);
  return networks;
}

function readOperatorToken(env: Environment): string | null {
  const token = readOptionalValue(env, "LIVEKIT_OPERATOR_TOKEN");
  if (token !== null && token.length < MIN_OPERATOR_TOKEN_LENGTH)
    throw new ConfigFault(`LIVEKIT_OPERATOR_TOKEN must have at least ${MIN_OPERATOR_TOKEN_LENGTH} characters.`);
  return token;
}

/**
 * Reads the settings from variables, among which those of a file count as well (`readConfigFile`).
 * @faults ConfigFault, thrown, as there is nobody to hand a result to before the service runs.
 */
export function readConfig(env: Environment): Config {
  return {
    livekitUrl: readLivekitUrl(env),
    ...readKeyPair(env),
    fullAccess: readFullAccess(env),
    bind: readBind(env),
    sanityCheckMs: readCount(env, "LIVEKIT_SANITY_CHECK_INTERVAL_SECONDS", DEFAULT_SANITY_CHECK_S) * 1000,
    clientApiOverrides: readOverrides(env),
    redisUrl: readRedisUrl(env),
    logLevel: readLogLevel(env),
    isTlsChecked: readIsTlsChecked(env),
    allowedNetworks: readNetworks(env, "LIVEKIT_ALLOWED_NETWORKS", ["loopback", "private"], []),
    trustedProxies: readNetworks(env, "LIVEKIT_TRUSTED_PROXIES", PROXY_NETWORKS, PROXY_NETWORKS),
    requestsPerMinute: readCount(env, "LIVEKIT_REQUESTS_PER_MINUTE", DEFAULT_REQUESTS_PER_MINUTE),
    operatorToken: readOperatorToken(env),
  };
}
