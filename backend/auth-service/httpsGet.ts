import { request } from "node:https";
import type { Agent } from "node:https";
import { failed, ok } from "../../machines/domain/result.ts";
import type { Result } from "../../machines/domain/result.ts";

/** Where a server is reached, and the name that its certificate must bear. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** The value of the `Host` header. */
  readonly hostHeader: string;
  /** The certificate's name; null for an IP address, which then must be in the certificate itself. */
  readonly certificateName: string | null;
}

/** A bounded answer. */
export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
}

/** How much of an answer is read, and how long it may take altogether. */
export interface Bounds {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

function getOnce(
  agent: Agent,
  target: Target,
  path: string,
  bounds: Bounds,
): Promise<Result<Answer, { reason: string; isStale: boolean }>> {
  return new Promise((resolve) => {
    const outgoing = request({
      agent,
      host: target.host,
      port: target.port,
      ...(target.certificateName === null ? {} : { servername: target.certificateName }),
      path,
      headers: { Host: target.hostHeader, Accept: "application/json" },
      signal: AbortSignal.timeout(bounds.timeoutMs),
    });
    // A connection kept from before may have been closed by the other side just now, which says nothing about the server.
    outgoing.on("error", (error: NodeJS.ErrnoException) =>
      resolve(
        failed({ reason: error.code ?? error.message, isStale: outgoing.reusedSocket && error.code === "ECONNRESET" }),
      ),
    );
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > bounds.maxBytes) {
          resolve(failed({ reason: "answer too large", isStale: false }));
          outgoing.destroy();
        } else {
          chunks.push(chunk);
        }
      });
      incoming.on("error", (error) => resolve(failed({ reason: error.message, isStale: false })));
      incoming.on("end", () =>
        resolve(
          ok({
            status: incoming.statusCode ?? 0,
            location: incoming.headers.location ?? null,
            text: Buffer.concat(chunks).toString("utf8"),
          }),
        ),
      );
    });
    outgoing.end();
  });
}

/** Asks `target` for `path`, within `bounds`, and follows no redirect. @faults one word on what went wrong; never the path, as it may hold a token */
export async function httpsGet(
  agent: Agent,
  target: Target,
  path: string,
  bounds: Bounds,
): Promise<Result<Answer, string>> {
  let answer = await getOnce(agent, target, path, bounds);
  if (!answer.ok && answer.fault.isStale) answer = await getOnce(agent, target, path, bounds);
  return answer.ok ? answer : failed(answer.fault.reason);
}
