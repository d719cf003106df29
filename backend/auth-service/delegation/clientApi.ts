import { createExpiringMap } from "../expiringMap.ts";
import { readJsonString } from "../jsonField.ts";
import type { Agents } from "../network/agents.ts";
import { readWellKnown } from "../serverDiscovery.ts";
import { decodeServerName } from "../serverName.ts";

/** Finds the base address of a homeserver's client-server API, without a slash at its end; null when it names none. */
export type FindClientApi = (serverName: string) => Promise<string | null>;

const KEPT_MS = 4 * 3_600_000;
const MAX_KEPT = 1000;

function decodeBaseUrl(text: string): string | null {
  const url = URL.parse(readJsonString(text, ["m.homeserver", "base_url"]) ?? "");
  // A delay id is all that it takes to send somebody's leave, so it does not travel in clear on a stranger's word.
  if (url === null || url.protocol !== "https:" || url.username !== "" || decodeServerName(url.host) === null)
    return null;
  return (url.origin + url.pathname).replace(/\/+$/, "");
}

/** Finds it in `overrides` first, then in `https://<server name>/.well-known/matrix/client`. */
export function createClientApiFinder(agents: Agents, overrides: ReadonlyMap<string, string>): FindClientApi {
  const known = createExpiringMap<string>(KEPT_MS, MAX_KEPT);
  return async (serverName) => {
    const found = overrides.get(serverName) ?? known.get(serverName);
    if (found !== undefined) return found;
    if (decodeServerName(serverName) === null) return null;
    const text = await readWellKnown(agents, serverName, "client");
    const baseUrl = text === null ? null : decodeBaseUrl(text);
    if (baseUrl !== null) known.set(serverName, baseUrl);
    return baseUrl;
  };
}
