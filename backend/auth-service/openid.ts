import { Agent } from "node:https";
import { failed, ok } from "../../machines/domain/result.ts";
import type { Result } from "../../machines/domain/result.ts";
import { httpsGet } from "./httpsGet.ts";
import { createNetworkDiscovery } from "./serverDiscovery.ts";
import type { FindServer } from "./serverDiscovery.ts";

/** A token that a homeserver gave to one of its users, to show to somebody else. */
export interface OpenIdToken {
  readonly accessToken: string;
  /** The homeserver to ask about it. It comes from the caller, so it may be any name. */
  readonly serverName: string;
}

/** Says whose token it is. @faults the reason, for our log only */
export type VerifyOpenId = (token: OpenIdToken) => Promise<Result<string, string>>;

const USERINFO_BOUNDS = { maxBytes: 16 * 1024, timeoutMs: 30_000 };
/** The longest user id that Matrix allows, in bytes. */
const MAX_USER_ID_BYTES = 255;

function decodeSub(text: string): string | null {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null && "sub" in body && typeof body.sub === "string" ? body.sub : null;
  } catch {
    return null;
  }
}

/** Whether `sub` is a user id of `serverName` itself: no server may speak for another's users. */
function isUserOf(sub: string, serverName: string): boolean {
  const colon = sub.indexOf(":");
  return (
    sub.startsWith("@") &&
    colon > 1 &&
    sub.slice(colon + 1) === serverName &&
    Buffer.byteLength(sub) <= MAX_USER_ID_BYTES
  );
}

/** Asks homeservers over federation, with connections that are kept. `close` ends them. */
export function createOpenIdVerifier(find?: FindServer): { readonly verify: VerifyOpenId; readonly close: () => void } {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 32,
    maxTotalSockets: 512,
    maxFreeSockets: 8,
    timeout: 60_000,
  });
  const findServer = find ?? createNetworkDiscovery(agent);

  async function verify({ accessToken, serverName }: OpenIdToken): Promise<Result<string, string>> {
    const target = await findServer(serverName);
    if (target === null) return failed("not a server name");
    const query = new URLSearchParams({ access_token: accessToken });
    const answer = await httpsGet(agent, target, `/_matrix/federation/v1/openid/userinfo?${query}`, USERINFO_BOUNDS);
    if (!answer.ok) return answer;
    if (answer.value.status < 200 || answer.value.status > 299) return failed(`status ${answer.value.status}`);
    const sub = decodeSub(answer.value.text);
    if (sub === null) return failed("no user in the answer");
    return isUserOf(sub, serverName) ? ok(sub) : failed("user of another server");
  }

  return { verify, close: () => agent.destroy() };
}
