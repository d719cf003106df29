import type { FastifyInstance, FastifyReply } from "fastify";
import type { Result } from "../../machines/domain/result.ts";
import type { ApiError } from "./apiError.ts";

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

/** Says no. `more` are fields besides Matrix's two. */
export function sendError(reply: FastifyReply, { status, errcode, error }: ApiError, more: object = {}): FastifyReply {
  return sendJson(reply, status, { errcode, error, ...more });
}

/** Adds a route that browsers POST to. `config` is that of the POST alone. */
export function addApiRoute(
  app: FastifyInstance,
  path: string,
  config: object,
  answer: (body: string) => Promise<Result<object, ApiError>>,
): void {
  app.post(path, { config }, async (request, reply) => {
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
