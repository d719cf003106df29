import { lookup } from "node:dns";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { LookupFunction } from "node:net";
import type { IsAllowed } from "./addresses.ts";

/** Kept connections, and the rule for which addresses they may lead to. */
export interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  readonly isAllowed: IsAllowed;
  readonly close: () => void;
}

/** How long a connection that nobody uses is kept, in ms. */
const IDLE_MS = 20_000;

/** How many connections there may be at once, with those that are kept. */
export interface AgentLimits {
  readonly perHost: number;
  readonly total: number;
}

/**
 * Resolves names as the system does and gives back allowed addresses only. The connection is made to the very address that
 * was checked, so a name cannot answer differently the second time.
 */
function createGuardedLookup(isAllowed: IsAllowed): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, []);
        return;
      }
      const allowed = addresses.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (first === undefined) {
        callback(Object.assign(new Error("address not allowed"), { code: "ADDRESS_NOT_ALLOWED" }), []);
      } else if (options.all === true) {
        callback(null, allowed);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}

/** Makes connections that are kept for a while; `isTlsChecked: false` takes any certificate. */
export function createAgents(isAllowed: IsAllowed, limits: AgentLimits, isTlsChecked: boolean): Agents {
  const options = {
    keepAlive: true,
    maxSockets: limits.perHost,
    maxTotalSockets: limits.total,
    maxFreeSockets: limits.perHost, // to close and open one costs more than a request
    timeout: IDLE_MS,
    lookup: createGuardedLookup(isAllowed),
  };
  const http = new HttpAgent(options);
  const https = new HttpsAgent({ ...options, rejectUnauthorized: isTlsChecked, maxCachedSessions: 256 });
  return {
    http,
    https,
    isAllowed,
    close() {
      http.destroy();
      https.destroy();
    },
  };
}
