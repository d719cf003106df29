import { fastify, LogController } from "fastify";
import type { FastifyInstance, FastifyReply, FastifyServerOptions } from "fastify";
import { failed, ok } from "../../machines/domain/result.ts";
import type { Result } from "../../machines/domain/result.ts";
import { badJson, internal, roomNotCreated, tooLarge, unauthorized } from "./apiError.ts";
import type { ApiError } from "./apiError.ts";
import { hasFullAccess } from "./config.ts";
import type { Config } from "./config.ts";
import type { VerifyOpenId } from "./openid.ts";
import { decodeGetToken, decodeSfuGet } from "./requests.ts";
import type { TokenRequest } from "./requests.ts";
import type { Sfu } from "./sfu.ts";

/** What the routes need. */
export interface ServerParts {
  readonly config: Pick<Config, "livekitUrl" | "fullAccess">;
  readonly verifyOpenId: VerifyOpenId;
  readonly sfu: Sfu;
  readonly logger?: FastifyServerOptions["logger"];
}

interface TokenAnswer {
  readonly url: string;
  readonly jwt: string;
}

/** No request of ours is larger than a few hundred bytes. */
const MAX_BODY_BYTES = 64 * 1024;
/** How long a caller may take to send one, in ms. */
const REQUEST_TIMEOUT_MS = 15_000;

/** Browsers of any origin may ask: who asks is proven by the token alone. */
const apiHeaders = {
  "Content-Type": "application/json",
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Methods": "POST",
  "Access-Control-Allow-Headers": "Accept, Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token",
};

/** Sends JSON as bytes, so that the content type stays exactly as it is for the service that this one can stand in for. */
function sendJson(reply: FastifyReply, status: number, body: unknown): FastifyReply {
  return reply
    .code(status)
    .headers(apiHeaders)
    .send(Buffer.from(`${JSON.stringify(body)}\n`));
}

function sendError(reply: FastifyReply, { status, errcode, error }: ApiError): FastifyReply {
  return sendJson(reply, status, { errcode, error });
}

function addTokenRoute(
  app: FastifyInstance,
  path: string,
  answer: (body: string) => Promise<Result<TokenAnswer, ApiError>>,
): void {
  app.post(path, async (request, reply) => {
    const answered = await answer(typeof request.body === "string" ? request.body : "");
    return answered.ok ? sendJson(reply, 200, answered.value) : sendError(reply, answered.fault);
  });
  app.options(path, (_, reply) => reply.headers(apiHeaders).send());
  app.route({
    method: ["GET", "HEAD", "PUT", "PATCH", "DELETE"],
    url: path,
    handler: (_, reply) => reply.code(405).headers(apiHeaders).send(),
  });
}

function addHealthRoute(app: FastifyInstance): void {
  app.get("/healthz", (_, reply) => reply.send());
  app.route({
    method: ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    url: "/healthz",
    handler: (_, reply) => reply.code(405).send(),
  });
}

/** The service's routes, wire-compatible with lk-jwt-service. Nothing listens yet. */
export function createAuthServer({ config, verifyOpenId, sfu, logger = false }: ServerParts): FastifyInstance {
  const app = fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    routerOptions: { ignoreDuplicateSlashes: true },
  });

  async function grantToken(request: TokenRequest): Promise<Result<TokenAnswer, ApiError>> {
    const { serverName } = request.openId;
    const verified = await verifyOpenId(request.openId);
    if (!verified.ok || (request.claimedUserId !== null && request.claimedUserId !== verified.value)) {
      app.log.info(
        { serverName, reason: verified.ok ? "claimed to be another user" : verified.fault },
        "not authorised",
      );
      return failed(unauthorized);
    }
    if (request.wantsDelegation) return failed(badJson("Delegation of delayed events is not supported"));
    const jwt = await sfu.mintToken(request.livekitRoom, request.livekitIdentityOf(verified.value));
    if (hasFullAccess(config.fullAccess, serverName)) {
      const opened = await sfu.openRoom(request.livekitRoom);
      if (!opened.ok) {
        app.log.error({ livekitRoom: request.livekitRoom, reason: opened.fault }, "room not created");
        return failed(roomNotCreated);
      }
    }
    app.log.info({ userId: verified.value, livekitRoom: request.livekitRoom }, "token granted");
    return ok({ url: config.livekitUrl, jwt });
  }

  async function answerWith(decoded: Result<TokenRequest, ApiError>): Promise<Result<TokenAnswer, ApiError>> {
    return decoded.ok ? grantToken(decoded.value) : decoded;
  }

  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  app.setErrorHandler<Error & { statusCode?: number }>((error, _, reply) => {
    if (error.statusCode === 413) return sendError(reply, tooLarge);
    app.log.error({ err: error }, "request failed");
    return sendError(reply, internal);
  });
  app.setNotFoundHandler((_, reply) => reply.code(404).type("text/plain; charset=utf-8").send("404 page not found\n"));

  addTokenRoute(app, "/sfu/get", (body) => answerWith(decodeSfuGet(body)));
  addTokenRoute(app, "/get_token", (body) => answerWith(decodeGetToken(body)));
  addHealthRoute(app);
  return app;
}
