import { request as httpRequest } from "node:http";
import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { failed, ok } from "../../../machines/domain/result.ts";
import type { Result } from "../../../machines/domain/result.ts";
import type { Agents } from "./agents.ts";

/** Where a server is reached, and the name that its certificate must bear. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** The value of the `Host` header. */
  readonly hostHeader: string;
  /** The certificate's name; null for an IP address, which then must be in the certificate itself. */
  readonly certificateName: string | null;
  /** Without TLS, which only an operator's own setting may ask for. */
  readonly isPlain?: boolean;
}

/** What to ask. */
export interface Call {
  readonly path: string;
  /** Makes it a POST; JSON. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A bounded answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

/** How much of an answer is read, and how long it may take altogether. */
export interface Bounds {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

type Outcome = Result<Answer, { readonly reason: string; readonly isStale: boolean }>;

/** The error of an address that the rule refuses. */
export const NOT_ALLOWED = "ADDRESS_NOT_ALLOWED";

function optionsOf(agents: Agents, target: Target, call: Call): RequestOptions & { servername?: string } {
  const body =
    call.body === undefined
      ? {}
      : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(call.body) };
  return {
    agent: target.isPlain ? agents.http : agents.https,
    method: call.body === undefined ? "GET" : "POST",
    host: target.host,
    port: target.port,
    ...(target.certificateName === null ? {} : { servername: target.certificateName }),
    path: call.path,
    headers: { Host: target.hostHeader, Accept: "application/json", ...body, ...call.headers },
  };
}

function readAnswer(
  outgoing: ClientRequest,
  incoming: IncomingMessage,
  maxBytes: number,
  finish: (outcome: Outcome) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBytes) {
      chunks.push(chunk);
      return;
    }
    finish(failed({ reason: "answer too large", isStale: false }));
    outgoing.destroy();
  });
  incoming.on("error", (error) => finish(failed({ reason: error.message, isStale: false })));
  incoming.on("end", () =>
    finish(
      ok({ status: incoming.statusCode ?? 0, headers: incoming.headers, text: Buffer.concat(chunks).toString("utf8") }),
    ),
  );
}

function exchangeOnce(agents: Agents, target: Target, call: Call, { maxBytes, timeoutMs }: Bounds): Promise<Outcome> {
  return new Promise((resolve) => {
    const outgoing = (target.isPlain ? httpRequest : httpsRequest)(optionsOf(agents, target, call));
    const timer = setTimeout(() => {
      finish(failed({ reason: "timeout", isStale: false }));
      outgoing.destroy();
    }, timeoutMs);
    function finish(outcome: Outcome): void {
      clearTimeout(timer);
      resolve(outcome);
    }
    // A connection kept from before may have been closed by the other side just now, which says nothing about the server.
    outgoing.on("error", (error: NodeJS.ErrnoException) =>
      finish(
        failed({ reason: error.code ?? error.message, isStale: outgoing.reusedSocket && error.code === "ECONNRESET" }),
      ),
    );
    outgoing.on("response", (incoming) => readAnswer(outgoing, incoming, maxBytes, finish));
    outgoing.end(call.body);
  });
}

/** Asks `target`, within `bounds`, and follows no redirect. @faults one word on what went wrong; never the path, as it may hold a token */
export async function exchange(
  agents: Agents,
  target: Target,
  call: Call,
  bounds: Bounds,
): Promise<Result<Answer, string>> {
  if (isIP(target.host) !== 0 && !agents.isAllowed(target.host)) return failed(NOT_ALLOWED);
  try {
    let answer = await exchangeOnce(agents, target, call, bounds);
    if (!answer.ok && answer.fault.isStale) answer = await exchangeOnce(agents, target, call, bounds);
    return answer.ok ? answer : failed(answer.fault.reason);
  } catch (error) {
    // Thrown at once for what no request can hold, such as a path with a space that a redirect named.
    return failed(error instanceof Error && "code" in error ? String(error.code) : "invalid request");
  }
}
