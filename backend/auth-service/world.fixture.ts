import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, beforeAll } from "vitest";
import { certificateOf } from "./certificate.fixture.ts";
import type { Config } from "./config.ts";
import { createService } from "./service.ts";

const certificate = certificateOf("localhost");
const trustedBefore = getCACertificates("default");
const closing: (() => unknown)[] = [];

/** For suites whose service meets the servers below: their certificate is trusted, and all that was started ends. */
export function useWorld(): void {
  // As NODE_EXTRA_CA_CERTS does for the service; checking stays on.
  beforeAll(() => setDefaultCACertificates([...trustedBefore, certificate.cert]));
  afterAll(() => setDefaultCACertificates(trustedBefore));
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  }, 30_000);
}

/** Reads a request's body. */
export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}

async function startServer(server: Server & { closeAllConnections(): void }, host = "127.0.0.1"): Promise<number> {
  server.listen(0, host);
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A homeserver over TLS. `seen` grows with each connection and request. */
export async function startHomeserver(handler: RequestListener, host?: string) {
  const server = createHttpsServer(certificate, handler);
  const seen = { connections: 0, paths: [] as string[] };
  server.on("connection", () => (seen.connections += 1));
  server.prependListener("request", (request: IncomingMessage) => seen.paths.push(request.url ?? ""));
  const port = await startServer(server, host);
  function stop(): void {
    server.close();
    server.closeAllConnections();
  }
  return { port, serverName: `localhost:${port}`, url: `https://localhost:${port}`, seen, stop };
}

/** An SFU that opens every room; `presenceOf` says whether a participant is there. */
export async function startSfu(presenceOf: (identity: string) => boolean = () => false) {
  const calls: { method: string; body: Record<string, unknown> }[] = [];
  const server = createHttpServer((request, response) => {
    void textOf(request).then((text) => {
      const method = request.url?.split("/").at(-1) ?? "";
      const body = JSON.parse(text) as Record<string, unknown>;
      calls.push({ method, body });
      const isAbsent = method.endsWith("Participant") && !presenceOf(String(body["identity"]));
      answerJson(response, isAbsent ? 404 : 200, isAbsent ? { code: "not_found", msg: "no such participant" } : {});
    });
  });
  return { url: `ws://127.0.0.1:${await startServer(server)}`, calls };
}

/** The whole service on a port of its own. */
export async function startService(livekitUrl: string, settings: Partial<Config> = {}) {
  const config: Config = {
    livekitUrl,
    livekitKey: "key",
    livekitSecret: "a-secret-of-more-than-32-characters",
    fullAccess: "everyone",
    bind: { host: "127.0.0.1", port: 0 },
    sanityCheckMs: 0,
    clientApiOverrides: new Map(),
    redisUrl: null,
    logLevel: "error",
    isTlsChecked: true,
    allowedNetworks: ["loopback"],
    trustedProxies: [],
    requestsPerMinute: 0,
    operatorToken: null,
    ...settings,
  };
  const service = await createService(config, false, { hasProcessMetrics: false });
  let isStopped = false;
  async function stop(): Promise<void> {
    if (isStopped) return;
    isStopped = true;
    await service.stop();
  }
  closing.push(stop);
  const url = await service.server.listen({ host: "127.0.0.1", port: 0 });
  async function post(path: string, body: string | object, headers: Record<string, string> = {}) {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(url + path, { method: "POST", body: text, headers });
    return { status: response.status, body: await response.text() };
  }
  return { post, url, stop, server: service.server };
}

/** The body of `/get_token` for somebody of `serverName`. */
export function tokenRequest(serverName: string, accessToken: string, more: object = {}) {
  return {
    room_id: "!room:example.org",
    slot_id: "m.call#ROOM",
    openid_token: { access_token: accessToken, token_type: "Bearer", matrix_server_name: serverName, expires_in: 3600 },
    member: { id: "member-1", claimed_user_id: `@alice:${serverName}`, claimed_device_id: "DEVICE" },
    ...more,
  };
}
