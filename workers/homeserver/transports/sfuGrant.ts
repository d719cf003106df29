import { faultOf, type Fault } from "../../../machines/domain/fault.ts";
import {
  CALL_SLOT,
  type DeviceId,
  type MemberId,
  type ParticipantId,
  type RoomId,
  type UserId,
} from "../../../machines/domain/ids.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import type { Transport } from "../../../machines/domain/transport.ts";
import type { SfuGrant } from "../homeserver.api.ts";
import { detailOf } from "../http/matrixFault.ts";
import { sendJson, type HttpFailure, type Json } from "../http/matrixHttp.ts";
import { decodeJwtPayload } from "./jwt.ts";
import type { OpenIdTokens } from "./openIdToken.ts";

/** Who asks, as the token is to say. */
export interface Grantee {
  readonly roomId: RoomId;
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly memberId: MemberId;
}

type Endpoint = "sfu/get" | "get_token";

/** Gets SFU tokens from authorisation services. @see MSC4195 */
export interface SfuGrants {
  /**
   * Asks the endpoints in this order until one grants. @faults transport.unreachable, transport.refused, sfu.unreachable,
   * transport.outdated (it does not know the one endpoint that would do), homeserver.unreachable
   */
  request(transport: Transport, grantee: Grantee, endpoints: readonly Endpoint[]): Promise<Result<SfuGrant, Fault>>;
}

/** Makes it. `fetch` is given in tests. */
export function createSfuGrants(
  tokens: OpenIdTokens,
  fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis),
): SfuGrants {
  /** Services that answered 404 once: not asked again. */
  const unknownThere = new Set<string>();

  async function ask(
    url: string,
    endpoint: Endpoint,
    grantee: Grantee,
  ): Promise<Result<Json, HttpFailure> | { readonly ok: false; readonly own: Fault }> {
    for (let round = 0; ; round += 1) {
      const token = await tokens.get();
      if (!token.ok) return { ok: false, own: token.fault };
      const reply = await sendJson(fetch, url, url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: bodyOf(endpoint, grantee, token.value),
      });
      // A token from before may have been revoked; a new one decides.
      if (reply.ok || reply.fault.status !== 401 || round > 0) return reply;
      tokens.forget();
    }
  }

  async function requestFrom(
    transport: Transport,
    endpoint: Endpoint,
    grantee: Grantee,
  ): Promise<Result<SfuGrant, Fault>> {
    const url = `${transport.serviceUrl}/${endpoint}`;
    if (unknownThere.has(url)) return failed(faultOf("transport.outdated", { url, detail: "404" }));
    const reply = await ask(url, endpoint, grantee);
    if ("own" in reply) return failed(reply.own);
    if (!reply.ok) {
      if (reply.fault.status === 404) unknownThere.add(url);
      return failed(faultOfService(reply.fault));
    }
    const { url: sfuUrl, jwt } = reply.value;
    const identity = typeof jwt === "string" ? decodeJwtPayload(jwt)?.sub : undefined;
    if (typeof sfuUrl !== "string" || typeof jwt !== "string" || typeof identity !== "string") {
      return failed(faultOf("transport.refused", { url, detail: "answer without address, token or identity" }));
    }
    return ok({ url: sfuUrl, jwt, participantId: identity as ParticipantId });
  }

  return {
    async request(transport, grantee, endpoints) {
      let last: Result<SfuGrant, Fault> = failed(faultOf("transport.refused", { url: transport.serviceUrl }));
      for (const endpoint of endpoints) {
        last = await requestFrom(transport, endpoint, grantee);
        if (last.ok || isFinal(last.fault)) return last;
      }
      return last;
    },
  };
}

/** Whether the next endpoint would say the same. */
function isFinal({ code }: Fault): boolean {
  return code === "transport.unreachable" || code === "sfu.unreachable" || code.startsWith("homeserver.");
}

function bodyOf(endpoint: Endpoint, { roomId, userId, deviceId, memberId }: Grantee, openIdToken: Json): Json {
  if (endpoint === "sfu/get") return { room: roomId, openid_token: openIdToken, device_id: deviceId };
  return {
    room_id: roomId,
    slot_id: CALL_SLOT,
    openid_token: openIdToken,
    member: { id: memberId, claimed_user_id: userId, claimed_device_id: deviceId },
  };
}

function faultOfService(failure: HttpFailure): Fault {
  const facts = {
    url: failure.url,
    detail: detailOf(failure),
    ...(failure.retryAfterMs === null ? {} : { retryAfterMs: failure.retryAfterMs }),
  };
  if (failure.kind !== "http" || (failure.status >= 502 && failure.status <= 504))
    return faultOf("transport.unreachable", facts);
  // The service knows us; what it could not do is open the room at the SFU behind it.
  if (failure.status === 500) return faultOf("sfu.unreachable", facts);
  return faultOf(failure.status === 404 || failure.status === 405 ? "transport.outdated" : "transport.refused", facts);
}
