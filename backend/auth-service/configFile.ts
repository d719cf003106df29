import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { ConfigFault } from "./configFault.ts";

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What the file calls each variable. */
const VARIABLE_OF: Readonly<Record<string, string>> = {
  livekit_url: "LIVEKIT_URL",
  livekit_key: "LIVEKIT_KEY",
  livekit_key_from_file: "LIVEKIT_KEY_FROM_FILE",
  livekit_secret: "LIVEKIT_SECRET",
  livekit_secret_from_file: "LIVEKIT_SECRET_FROM_FILE",
  livekit_key_file: "LIVEKIT_KEY_FILE",
  full_access_homeservers: "LIVEKIT_FULL_ACCESS_HOMESERVERS",
  bind: "LIVEKIT_JWT_BIND",
  port: "LIVEKIT_JWT_PORT",
  sanity_check_interval_seconds: "LIVEKIT_SANITY_CHECK_INTERVAL_SECONDS",
  cs_api_url_overrides: "LIVEKIT_CS_API_URL_OVERRIDES",
  redis_url: "LIVEKIT_REDIS_URL",
  log_level: "LIVEKIT_LOG_LEVEL",
  insecure_skip_verify_tls: "LIVEKIT_INSECURE_SKIP_VERIFY_TLS",
  allowed_networks: "LIVEKIT_ALLOWED_NETWORKS",
  trusted_proxies: "LIVEKIT_TRUSTED_PROXIES",
  requests_per_minute: "LIVEKIT_REQUESTS_PER_MINUTE",
  operator_token: "LIVEKIT_OPERATOR_TOKEN",
  operator_token_from_file: "LIVEKIT_OPERATOR_TOKEN_FROM_FILE",
};

function textOf(key: string, value: unknown): string {
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map((item: unknown) => textOf(key, item)).join(",");
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([name, item]) => `${name}=${textOf(key, item)}`)
      .join(",");
  }
  throw new ConfigFault(`The setting ${key} must be a text, a number, a list or a map, not ${JSON.stringify(value)}.`);
}

function readYaml(file: string): unknown {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new ConfigFault(`The configuration file ${file} cannot be read.`);
  }
  try {
    return parse(text) as unknown;
  } catch (error) {
    const [reason] = error instanceof Error ? error.message.split("\n") : [];
    throw new ConfigFault(`The configuration file ${file} is no YAML: ${reason}`);
  }
}

/** The settings of a YAML file as the variables that they stand for. @faults ConfigFault, thrown */
export function readConfigFile(file: string): Environment {
  const settings = readYaml(file) ?? {};
  if (typeof settings !== "object" || Array.isArray(settings))
    throw new ConfigFault(`The configuration file ${file} must hold settings, one "name: value" a line.`);
  const variables: Record<string, string> = {};
  for (const [key, value] of Object.entries(settings)) {
    const variable = Object.hasOwn(VARIABLE_OF, key) ? VARIABLE_OF[key] : undefined;
    if (variable === undefined) throw new ConfigFault(`The configuration file ${file} has an unknown setting, ${key}.`);
    variables[variable] = textOf(key, value);
  }
  return variables;
}
