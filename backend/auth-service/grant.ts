import type { FastifyBaseLogger } from "fastify";
import { failed, ok } from "../../machines/domain/result.ts";
import type { Result } from "../../machines/domain/result.ts";
import {
  badJson,
  clientApiUnknown,
  delegationRefused,
  roomNotCreated,
  stopping,
  tooMany,
  unauthorized,
} from "./apiError.ts";
import type { ApiError } from "./apiError.ts";
import { hasFullAccess } from "./config.ts";
import type { Config } from "./config.ts";
import type { FindClientApi } from "./delegation/clientApi.ts";
import type { Delegations } from "./delegation/delegations.ts";
import type { Metrics } from "./metrics.ts";
import { TOO_MANY } from "./openid.ts";
import type { VerifyOpenId } from "./openid.ts";
import type { TokenRequest } from "./requests.ts";
import type { Sfu } from "./sfu.ts";

/** What deciding on a request takes. */
export interface GrantParts {
  readonly config: Pick<Config, "livekitUrl" | "fullAccess">;
  readonly verifyOpenId: VerifyOpenId;
  readonly sfu: Sfu;
  readonly findClientApi: FindClientApi;
  readonly delegations: Delegations;
  readonly metrics: Pick<Metrics, "onOpenId" | "onRoom">;
}

/** The body of a success. */
export interface TokenAnswer {
  readonly url: string;
  readonly jwt: string;
}

/** Answers those who ask for a token or hand over a leave, once it is known who they are. */
export interface Granter {
  readonly grantToken: (request: TokenRequest) => Promise<Result<TokenAnswer, ApiError>>;
  readonly takeLeave: (request: TokenRequest) => Promise<Result<object, ApiError>>;
}

/** Decides in the order of the reference service, so that clients meet the same errors. */
export function createGranter(parts: GrantParts, log: Pick<FastifyBaseLogger, "info" | "error">): Granter {
  const { config, verifyOpenId, sfu, findClientApi, delegations, metrics } = parts;

  async function identify(request: TokenRequest): Promise<Result<string, ApiError>> {
    const { serverName } = request.openId;
    const startedAt = performance.now();
    const verified = await verifyOpenId(request.openId);
    const isTooMany = !verified.ok && verified.fault === TOO_MANY;
    const outcome = verified.ok ? "verified" : isTooMany ? "too_many" : "refused";
    metrics.onOpenId(outcome, (performance.now() - startedAt) / 1000);
    if (verified.ok && (request.claimedUserId === null || request.claimedUserId === verified.value)) return verified;
    log.info({ serverName, reason: verified.ok ? "claimed to be another user" : verified.fault }, "not authorised");
    return failed(isTooMany ? tooMany : unauthorized);
  }

  const canDelegate = ({ openId }: TokenRequest): boolean => hasFullAccess(config.fullAccess, openId.serverName);

  async function takeOver(request: TokenRequest, identity: string): Promise<Result<null, ApiError>> {
    if (request.delegation === null) return ok(null);
    const { serverName } = request.openId;
    const taken = await delegations.take({ room: request.livekitRoom, identity, serverName, ...request.delegation });
    return taken.ok ? taken : failed(stopping);
  }

  async function openRoom(room: string): Promise<Result<null, ApiError>> {
    const opened = await sfu.openRoom(room);
    metrics.onRoom(opened.ok);
    if (opened.ok) return opened;
    log.error({ livekitRoom: room, reason: opened.fault }, "room not created");
    return failed(roomNotCreated);
  }

  return {
    async grantToken(request) {
      const identified = await identify(request);
      if (!identified.ok) return identified;
      if (request.delegation !== null && !canDelegate(request)) return failed(badJson(delegationRefused));
      const identity = request.livekitIdentityOf(identified.value);
      const jwt = sfu.mintToken(request.livekitRoom, identity);
      if (canDelegate(request)) {
        if (request.delegation !== null && (await findClientApi(request.openId.serverName)) === null)
          return failed(clientApiUnknown);
        const opened = await openRoom(request.livekitRoom);
        if (!opened.ok) return opened;
        const taken = await takeOver(request, identity);
        if (!taken.ok) return taken;
      }
      log.info({ userId: identified.value, livekitRoom: request.livekitRoom }, "token granted");
      return ok({ url: config.livekitUrl, jwt });
    },
    async takeLeave(request) {
      const identified = await identify(request);
      if (!identified.ok) return identified;
      if (!canDelegate(request)) return failed({ status: 403, errcode: "M_FORBIDDEN", error: delegationRefused });
      if ((await findClientApi(request.openId.serverName)) === null) return failed(clientApiUnknown);
      const taken = await takeOver(request, request.livekitIdentityOf(identified.value));
      return taken.ok ? ok({}) : taken;
    },
  };
}
