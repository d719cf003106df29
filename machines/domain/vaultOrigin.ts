import { faultOf, type Fault } from "./fault.ts";
import { failed, ok, type Result } from "./result.ts";

/** The origin of an `http` or `https` address without a path, such as `https://call.example.org`; null for anything else. */
export function originOf(value: unknown): string | null {
  return typeof value === "string" && /^https?:\/\/[^\s/?#@]+\/?$/u.test(value)
    ? value.replace(/\/$/u, "").toLowerCase()
    : null;
}

/**
 * `vault_origin` of `config.json`: the origin whose frame holds account and keys; null keeps them in the app's own. Ours, and
 * read before the rest of the file. One that cannot be read is no default: to pass over it would keep the account where the
 * operator did not want it. @faults config.unreadable
 */
export function decodeVaultOrigin(config: unknown): Result<string | null, Fault> {
  const value: unknown = typeof config === "object" && config !== null ? Reflect.get(config, "vault_origin") : null;
  if (value === undefined || value === null) return ok(null);
  const origin = originOf(value);
  return origin === null
    ? failed(faultOf("config.unreadable", { detail: "vault_origin is not an origin" }))
    : ok(origin);
}
