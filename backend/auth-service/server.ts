import type { IncomingMessage } from "node:http";
import rateLimit from "@fastify/rate-limit";
import { fastify, LogController } from "fastify";
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from "fastify";
import type { Redis } from "ioredis";
import type { Result } from "../../machines/domain/result.ts";
import { internal, tooLarge, tooMany } from "./apiError.ts";
import type { ApiError } from "./apiError.ts";
import { addApiRoute, sendError } from "./apiRoutes.ts";
import { MAX_DRAINED_BYTES, readBody, TOO_LARGE } from "./body.ts";
import { cleanPath } from "./cleanPath.ts";
import type { Config } from "./config.ts";
import type { ReceiveWebhook } from "./delegation/webhook.ts";
import type { Doctor } from "./doctor/doctor.ts";
import { createGranter } from "./grant.ts";
import type { GrantParts } from "./grant.ts";
import type { Metrics } from "./metrics.ts";
import { addOperatorRoutes } from "./operatorRoutes.ts";
import { decodeDelegate, decodeGetToken, decodeSfuGet } from "./requests.ts";
import type { TokenRequest } from "./requests.ts";

/** What the routes need. */
export interface ServerParts extends GrantParts {
  readonly config: Pick<Config, "livekitUrl" | "fullAccess" | "trustedProxies" | "requestsPerMinute" | "operatorToken">;
  readonly receiveWebhook: ReceiveWebhook;
  readonly doctor: Doctor;
  readonly metrics: Metrics;
  /** Where several instances count callers together; without it each counts its own. */
  readonly sharedCounts?: Redis | null;
  readonly logger?: FastifyServerOptions["logger"];
}

/** How long a caller may take to send a request, in ms. */
const REQUEST_TIMEOUT_MS = 15_000;
/** A proxy keeps its connections for about a minute; ours must not end first. */
const KEEP_ALIVE_MS = 75_000;
/** How many addresses are counted at once, where each instance counts by itself. */
const MAX_COUNTED = 20_000;
/** What keys of shared counts begin with. */
const COUNTS = "lk-jwt:asked:";

/** Thrown by the rate limit. */
class Limited extends Error {
  readonly statusCode = 429;
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super("too many requests");
    this.retryAfterMs = retryAfterMs;
  }
}

function addHealthRoute(app: FastifyInstance): void {
  app.get("/healthz", (_, reply) => reply.send());
  app.route({
    method: ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
    url: "/healthz",
    handler: (_, reply) => reply.code(405).send(),
  });
}

/** The SFU is always told that it was heard, as it would only repeat itself. */
function addWebhookRoute(
  app: FastifyInstance,
  { receiveWebhook, delegations, sfu, doctor, metrics }: ServerParts,
): void {
  app.route({
    method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    url: "/sfu_webhook",
    handler: (request, reply) => {
      const body = typeof request.body === "string" ? request.body : "";
      const received = receiveWebhook(body, request.headers.authorization);
      metrics.onWebhook(received.kind);
      if (received.kind === "forged") app.log.warn("a webhook was not signed by the SFU");
      if (received.kind === "heard") {
        const { event } = received;
        if (event.what.type === "room.ended") sfu.forgetRoom(event.room);
        doctor.hearWebhook(event.room);
        delegations.hear(event);
      }
      return reply.send();
    },
  });
}

function answerError(app: FastifyInstance, error: Error & { statusCode?: number }, reply: FastifyReply): FastifyReply {
  if (error instanceof Limited) return sendError(reply, tooMany, { retry_after_ms: error.retryAfterMs });
  if (error.statusCode === 413) return sendError(reply, tooLarge);
  app.log.error({ err: error }, "request failed");
  return sendError(reply, internal);
}

/** The service's routes, wire-compatible with lk-jwt-service. Nothing listens yet. */
export function createAuthServer(parts: ServerParts): FastifyInstance {
  const { config, metrics, sharedCounts = null, logger = false } = parts;
  const app = fastify({
    logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_DRAINED_BYTES, // `readBody` knows the real one
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    return503OnClosing: false, // what was begun is answered; only new delegations are refused
    rewriteUrl: (request) => cleanPath(request.url ?? "/"),
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
  });
  const { grantToken, takeLeave } = createGranter(parts, app.log);

  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_: FastifyRequest, payload: IncomingMessage) => readBody(payload));
  app.setErrorHandler<Error & { statusCode?: number }>((error, _, reply) => answerError(app, error, reply));
  app.setNotFoundHandler((_, reply) => reply.code(404).type("text/plain; charset=utf-8").send("404 page not found\n"));
  // As an error, it would end the connection, on which a proxy may still be sending.
  app.addHook("preHandler", (request, reply, done) => {
    if (request.body === TOO_LARGE) void sendError(reply, tooLarge);
    else done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    metrics.onRequest(request.routeOptions.url ?? "none", reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  void app.register(rateLimit, {
    global: false,
    cache: MAX_COUNTED,
    ipv6Subnet: 64, // all of which one household has
    ...(sharedCounts !== null && { redis: sharedCounts, nameSpace: COUNTS, skipOnError: true }),
    errorResponseBuilder: (_request: unknown, { ttl }: { readonly ttl: number }) => new Limited(ttl),
  });
  void app.register(async (scope) => {
    const limit =
      config.requestsPerMinute > 0 ? { rateLimit: { max: config.requestsPerMinute, timeWindow: 60_000 } } : {};
    const add = (
      path: string,
      decode: (text: string) => Result<TokenRequest, ApiError>,
      answer: (request: TokenRequest) => Promise<Result<object, ApiError>>,
    ): void =>
      addApiRoute(scope, path, limit, async (body) => {
        const decoded = decode(body);
        return decoded.ok ? answer(decoded.value) : decoded;
      });
    add("/sfu/get", decodeSfuGet, grantToken);
    add("/get_token", decodeGetToken, grantToken);
    add("/delegate_delayed_leave", decodeDelegate, takeLeave);
    addWebhookRoute(scope, parts);
    addHealthRoute(scope);
    addOperatorRoutes(scope, config.operatorToken, limit, parts);
  });
  return app;
}
