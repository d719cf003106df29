import type { Fault } from "../../../machines/domain/fault.ts";
import { faultOf } from "../../../machines/domain/fault.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import { faultOfFailure } from "../http/matrixFault.ts";
import { path, type Json, type MatrixHttp } from "../http/matrixHttp.ts";

/** How long before its end a token is no longer used, in ms. */
const HEADROOM_MS = 60_000;

/** Proofs of who we are, for authorisation services. One serves until shortly before its end. */
export interface OpenIdTokens {
  /** @faults homeserver.unreachable, homeserver.refused, account.token_expired */
  get(): Promise<Result<Json, Fault>>;
  /** A service did not believe it: the next one is new. */
  forget(): void;
}

/** Makes the source for one account. */
export function createOpenIdTokens(http: MatrixHttp, userId: string, now: () => number = Date.now): OpenIdTokens {
  let current: { readonly token: Promise<Result<Json, Fault>>; usableUntil: number } | null = null;

  async function request(): Promise<Result<Json, Fault>> {
    const reply = await http.request({
      method: "POST",
      path: path`/_matrix/client/v3/user/${userId}/openid/request_token`,
      body: {},
    });
    if (!reply.ok) return failed(faultOfFailure(reply.fault));
    const { access_token: token, token_type: type, matrix_server_name: server, expires_in: seconds } = reply.value;
    if (typeof token !== "string" || typeof server !== "string" || typeof seconds !== "number") {
      return failed(
        faultOf("homeserver.refused", { url: http.baseUrl, detail: "OpenID answer without token, server or duration" }),
      );
    }
    // Services refuse fields that they do not know.
    return ok({
      access_token: token,
      token_type: typeof type === "string" ? type : "Bearer",
      matrix_server_name: server,
      expires_in: Math.floor(seconds),
    });
  }

  return {
    get() {
      if (current !== null && now() < current.usableUntil) return current.token;
      const mine = { token: request(), usableUntil: Number.POSITIVE_INFINITY };
      current = mine;
      void mine.token.then((result) => {
        if (result.ok) mine.usableUntil = now() + Number(result.value.expires_in) * 1_000 - HEADROOM_MS;
        else if (current === mine) current = null;
      });
      return mine.token;
    },
    forget() {
      current = null;
    },
  };
}
