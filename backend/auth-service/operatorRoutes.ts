import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Doctor } from "./doctor/doctor.ts";
import type { Metrics } from "./metrics.ts";

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Adds what is for the operator alone, who shows `token` as `Authorization: Bearer`. Without a token there is nothing. */
export function addOperatorRoutes(
  app: FastifyInstance,
  token: string | null,
  config: object,
  { doctor, metrics }: { readonly doctor: Doctor; readonly metrics: Metrics },
): void {
  if (token === null) return;
  const expected = digest(`Bearer ${token}`);

  function onRequest(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    if (timingSafeEqual(digest(request.headers.authorization ?? ""), expected)) return done();
    void reply
      .code(401)
      .header("WWW-Authenticate", "Bearer")
      .type("text/plain; charset=utf-8")
      .send("The operator's token is missing or wrong.\n");
  }

  app.get("/metrics", { config, onRequest }, async (_, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
  app.get("/doctor", { config, onRequest }, async (request, reply) => {
    const { homeserver } = request.query as { readonly homeserver?: unknown };
    const examined = await doctor.examine(typeof homeserver === "string" ? homeserver : null);
    return reply.type("application/json").send(`${JSON.stringify(examined, null, 2)}\n`);
  });
}
