import { readFileSync } from "node:fs";

/** Which homeservers' users may open rooms at our SFU: named ones, or all. */
export type FullAccess = ReadonlySet<string> | "everyone";

/** What an operator sets. The variables are those of the service that this one can stand in for. */
export interface Config {
  /** The SFU's address as clients get it: `ws://` or `wss://`. */
  readonly livekitUrl: string;
  readonly livekitKey: string;
  readonly livekitSecret: string;
  readonly fullAccess: FullAccess;
  /** Where to listen; without a host, on all interfaces. */
  readonly bind: { readonly host: string | null; readonly port: number };
}

/** A setting that keeps the service from starting, in one sentence for the operator. */
export class ConfigFault extends Error {
  override name = "ConfigFault";
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Says whether `serverName` has full access. */
export function hasFullAccess(fullAccess: FullAccess, serverName: string): boolean {
  return fullAccess === "everyone" || fullAccess.has(serverName);
}

function readSecretFile(variable: string, file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    throw new ConfigFault(`${variable} names ${file}, which cannot be read.`);
  }
}

function readValue(env: Environment, variable: string): string {
  const fileVariable = `${variable}_FROM_FILE`;
  const file = env[fileVariable];
  const value = file ? readSecretFile(fileVariable, file) : env[variable]?.trim();
  if (!value) throw new ConfigFault(`${variable} or ${fileVariable} must be set.`);
  return value;
}

function readKeyPair(env: Environment): { livekitKey: string; livekitSecret: string } {
  const file = env.LIVEKIT_KEY_FILE;
  if (!file) return { livekitKey: readValue(env, "LIVEKIT_KEY"), livekitSecret: readValue(env, "LIVEKIT_SECRET") };
  const [key, secret, ...rest] = readSecretFile("LIVEKIT_KEY_FILE", file).split(":");
  const livekitKey = key?.trim();
  const livekitSecret = secret?.trim();
  if (!livekitKey || !livekitSecret || rest.length > 0)
    throw new ConfigFault(`LIVEKIT_KEY_FILE must name a file that holds "key:secret".`);
  return { livekitKey, livekitSecret };
}

function readLivekitUrl(env: Environment): string {
  const text = env.LIVEKIT_URL?.trim();
  if (!text) throw new ConfigFault("LIVEKIT_URL must be set to the SFU's address.");
  const protocol = URL.parse(text)?.protocol;
  if (protocol !== "ws:" && protocol !== "wss:") throw new ConfigFault("LIVEKIT_URL must begin with ws:// or wss://.");
  return text;
}

function readFullAccess(env: Environment): FullAccess {
  const names = (env.LIVEKIT_FULL_ACCESS_HOMESERVERS ?? "").split(/[\s,]+/).filter((name) => name !== "");
  if (names.length === 0) {
    throw new ConfigFault(
      `LIVEKIT_FULL_ACCESS_HOMESERVERS must name the homeservers whose users may open rooms, or be "*" for all.`,
    );
  }
  return names.length === 1 && names[0] === "*" ? "everyone" : new Set(names);
}

function readBind(env: Environment): Config["bind"] {
  const text = env.LIVEKIT_JWT_BIND?.trim() || ":8080";
  const match = /^(?:\[(?<v6>[0-9a-fA-F:.]+)\]|(?<name>[^:\s[\]]*)):(?<port>\d{1,5})$/.exec(text);
  const port = Number(match?.groups?.["port"]);
  if (!match || port > 65_535) throw new ConfigFault(`LIVEKIT_JWT_BIND must look like "host:port" or ":port".`);
  return { host: match.groups?.["v6"] ?? (match.groups?.["name"] || null), port };
}

/** Reads the settings. @faults ConfigFault, thrown, as there is nobody to hand a result to before the service runs. */
export function readConfig(env: Environment): Config {
  return { livekitUrl: readLivekitUrl(env), ...readKeyPair(env), fullAccess: readFullAccess(env), bind: readBind(env) };
}
