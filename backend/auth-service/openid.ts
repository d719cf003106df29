import { createHash } from "node:crypto";
import { failed, ok } from "../../machines/domain/result.ts";
import type { Result } from "../../machines/domain/result.ts";
import { createExpiringMap } from "./expiringMap.ts";
import { createGate } from "./gate.ts";
import { readJsonString } from "./jsonField.ts";
import type { Agents } from "./network/agents.ts";
import { exchange } from "./network/exchange.ts";
import { createNetworkDiscovery } from "./serverDiscovery.ts";
import type { FindServer } from "./serverDiscovery.ts";

/** A token that a homeserver gave to one of its users, to show to somebody else. */
export interface OpenIdToken {
  readonly accessToken: string;
  /** The homeserver to ask about it. It comes from the caller, so it may be any name. */
  readonly serverName: string;
}

/** Says whose token it is. @faults the reason, for our log only; `TOO_MANY` when the homeserver was not asked */
export type VerifyOpenId = (token: OpenIdToken) => Promise<Result<string, string>>;

/** So many answers of that homeserver are awaited already that nobody was asked. */
export const TOO_MANY = "too many at once";

const USERINFO_BOUNDS = { maxBytes: 16 * 1024, timeoutMs: 10_000 };
/** The longest user id that Matrix allows, in bytes. */
const MAX_USER_ID_BYTES = 255;
/** How many answers are awaited at once. A homeserver that never answers holds back its own users only. */
const AT_ONCE = { perKey: 256, total: 2048 };
/** The same for the homeservers that the operator named: strangers' ones, however many, hold back none of them. */
const KNOWN_AT_ONCE = { perKey: 4096, total: 4096 };
/**
 * How long an answer is believed, in ms. Safe, as a homeserver lets a token be used again until it expires and what is
 * granted for it lasts an hour anyway; worth it, as clients show the same token at `/get_token` and then at `/sfu/get`.
 * Only successes are kept, under a hash of the token and the server that was asked.
 */
const BELIEVED_MS = 10_000;
const MAX_BELIEVED = 5000;

/** Whether `sub` is a user id of `serverName` itself: no server may speak for another's users. */
function isUserOf(sub: string, serverName: string): boolean {
  const colon = sub.indexOf(":");
  return (
    /^@[\u0021-\u0039\u003b-\u007e]+:/.test(sub) &&
    sub.slice(colon + 1) === serverName &&
    Buffer.byteLength(sub) <= MAX_USER_ID_BYTES
  );
}

function keyOf({ accessToken, serverName }: OpenIdToken): string {
  return createHash("sha256").update(`${serverName}\n${accessToken}`).digest("base64");
}

/** Asks homeservers over federation, with connections that are kept. `known` are those that the operator named. */
export function createOpenIdVerifier(
  agents: Agents,
  find: FindServer = createNetworkDiscovery(agents),
  known: ReadonlySet<string> = new Set(),
): VerifyOpenId {
  const believed = createExpiringMap<string>(BELIEVED_MS, MAX_BELIEVED);
  const gate = createGate(AT_ONCE);
  const knownGate = createGate(KNOWN_AT_ONCE);

  async function ask({ accessToken, serverName }: OpenIdToken): Promise<Result<string, string>> {
    const target = await find(serverName);
    if (target === null) return failed("not a server name");
    const query = new URLSearchParams({ access_token: accessToken });
    const call = { path: `/_matrix/federation/v1/openid/userinfo?${query}` };
    const answer = await exchange(agents, target, call, USERINFO_BOUNDS);
    if (!answer.ok) return answer;
    if (answer.value.status < 200 || answer.value.status > 299) return failed(`status ${answer.value.status}`);
    const sub = readJsonString(answer.value.text, ["sub"]);
    if (sub === null) return failed("no user in the answer");
    return isUserOf(sub, serverName) ? ok(sub) : failed("user of another server");
  }

  return async (token) => {
    const key = keyOf(token);
    const earlier = believed.get(key);
    if (earlier !== undefined) return ok(earlier);
    const leave = (known.has(token.serverName) ? knownGate : gate).enter(token.serverName);
    if (leave === null) return failed(TOO_MANY);
    try {
      const answer = await ask(token);
      if (answer.ok) believed.set(key, answer.value);
      return answer;
    } finally {
      leave();
    }
  };
}
