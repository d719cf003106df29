import { failed, ok } from "../../machines/domain/result.ts";
import type { Result } from "../../machines/domain/result.ts";
import type { Config } from "./config.ts";
import { readJsonField, readJsonString } from "./jsonField.ts";
import type { Sign } from "./jwt.ts";
import type { Agents } from "./network/agents.ts";
import { exchange } from "./network/exchange.ts";
import { targetOfUrl } from "./network/urlTarget.ts";

/** Why the SFU did not do it: its own code, such as `not_found` and `unavailable`, or that of the connection. */
export interface SfuFault {
  readonly code: string;
  readonly message: string;
}

/** What a request may do: LiveKit's video grants. */
export type Grants = Readonly<Record<string, string | boolean>>;

/** Asks the SFU's room service. `serverTime` is what its clock said, in ms; null when it did not say. */
export type AskSfu = (
  method: string,
  grants: Grants,
  body: object,
) => Promise<Result<{ readonly body: unknown; readonly serverTime: number | null }, SfuFault>>;

const BOUNDS = { maxBytes: 1024 * 1024, timeoutMs: 10_000 };
/** How long a request's own token is good, in s. */
const ADMIN_TTL_S = 600;
/** A token is used for a good part of that, in s: to sign one for each request would cost more than the request. */
const ADMIN_REUSE_S = 300;

/** Talks Twirp, in JSON, to the SFU that `config` names. `agents` may connect to any address, as the operator chose it. */
export function createSfuApi(config: Pick<Config, "livekitUrl" | "livekitKey">, sign: Sign, agents: Agents): AskSfu {
  const { target, base } = targetOfUrl(config.livekitUrl.replace(/^ws/, "http"));
  let reused: { readonly token: string; readonly key: string; readonly until: number } | null = null;

  function tokenFor(grants: Grants): string {
    const now = Math.floor(Date.now() / 1000);
    const key = JSON.stringify(grants);
    if (reused?.key === key && reused.until > now) return reused.token;
    const token = sign({ iss: config.livekitKey, nbf: now - 10, exp: now + ADMIN_TTL_S, video: grants });
    if (grants["roomCreate"] === true) reused = { token, key, until: now + ADMIN_REUSE_S };
    return token;
  }

  return async (method, grants, body) => {
    const call = {
      path: `${base}/twirp/livekit.RoomService/${method}`,
      body: JSON.stringify(body),
      headers: { Authorization: `Bearer ${tokenFor(grants)}` },
    };
    const answer = await exchange(agents, target, call, BOUNDS);
    if (!answer.ok) return failed({ code: answer.fault, message: `no answer: ${answer.fault}` });
    const { status, headers, text } = answer.value;
    const serverTime = Date.parse(headers.date ?? "");
    if (status === 200)
      return ok({ body: readJsonField(text, []), serverTime: Number.isNaN(serverTime) ? null : serverTime });
    const code = readJsonString(text, ["code"]) ?? `status ${status}`;
    return failed({ code, message: readJsonString(text, ["msg"]) ?? code });
  };
}
