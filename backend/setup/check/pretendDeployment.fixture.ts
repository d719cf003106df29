import { createSocket } from "node:dgram";
import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { certificateOf } from "../../auth-service/certificate.fixture.ts";

/** What a route answers. `BASE` in a body stands for the deployment's address. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** How a deployment differs from a healthy one. */
export interface Break {
  /** Answers in the place of healthy ones, by method and path; a function answers by how often the route was asked. */
  readonly routes?: Readonly<Record<string, Answer | ((count: number) => Answer | undefined)>>;
  readonly isTurnSilent?: boolean;
  readonly isMediaTcpClosed?: boolean;
  /** The name in the certificate of TURN. */
  readonly turnName?: string;
  /** The name in the certificate of federation. */
  readonly federationName?: string;
}

const CORS = { "Access-Control-Allow-Origin": "*" };
const DELAYED = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/parley-check";
const notFound = { status: 404, headers: CORS, body: { errcode: "M_NOT_FOUND" } };
const badJson = { status: 400, headers: CORS, body: { errcode: "M_BAD_JSON" } };

const transports = [{ type: "livekit", livekit_service_url: "BASE/jwt" }];

const healthyRoutes: Record<string, Answer> = {
  "GET /.well-known/matrix/client": {
    headers: CORS,
    body: { "m.homeserver": { base_url: "BASE/" }, "org.matrix.msc4143.rtc_foci": transports },
  },
  "GET /_matrix/client/versions": {
    headers: CORS,
    body: {
      versions: ["v1.11"],
      unstable_features: { "org.matrix.msc4140": true, "org.matrix.msc4143": true, "org.matrix.msc4354": true },
    },
  },
  "GET /_matrix/client/unstable/org.matrix.msc4143/rtc/transports": {
    headers: CORS,
    body: { rtc_transports: transports },
  },
  "GET /_matrix/client/v3/capabilities": {
    headers: CORS,
    body: { capabilities: { "org.matrix.msc4140.delayed_events": { max_delay_ms: 86_400_000, max_scheduled: 100 } } },
  },
  "GET /_matrix/client/v3/account/whoami": { headers: CORS, body: { user_id: "@a:localhost", device_id: "D" } },
  "POST /_matrix/client/v3/user/%40a%3Alocalhost/openid/request_token": { headers: CORS, body: { access_token: "o" } },
  [`POST ${DELAYED}/send`]: notFound,
  [`POST ${DELAYED}/cancel`]: notFound,
  [`POST ${DELAYED}/restart`]: notFound,
  "GET /jwt/healthz": {},
  "POST /jwt/sfu/get": badJson,
  "GET /jwt/sfu/get": { status: 405, headers: CORS },
  "OPTIONS /jwt/get_token": { headers: { ...CORS, "Access-Control-Allow-Headers": "Content-Type" } },
  "POST /jwt/delegate_delayed_leave": badJson,
  "GET /sfu/rtc/validate": { status: 401, headers: CORS, body: "no permissions" },
  "GET /app/": {
    headers: { "Content-Security-Policy": "script-src 'self'", "Content-Type": "text/html" },
    body: "<!doctype html>",
  },
  "GET /app/config.json": {
    body: { default_server_config: { "m.homeserver": { base_url: "BASE", server_name: "localhost" } } },
  },
  "GET /app/manifest.json": { body: { realms: { homeserver: { url: "realms/homeserver.js" } } } },
  "GET /app/realms/homeserver.js": { body: `import("./752.js")` },
  "GET /app/realms/752.js": { body: `new URL("./crypto.wasm",import.meta.url)` },
  "HEAD /app/realms/crypto.wasm": { headers: { "Content-Type": "application/wasm" } },
};

const federationRoutes: Record<string, Answer> = {
  "GET /_matrix/federation/v1/version": { body: { server: { name: "Synapse", version: "1" } } },
  "GET /_matrix/federation/v1/openid/userinfo": { status: 401, body: { errcode: "M_UNKNOWN_TOKEN" } },
};

function respond(response: ServerResponse, { status = 200, headers = {}, body }: Answer, base: string): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const isJson = typeof body === "object";
  if (isJson) response.setHeader("Content-Type", "application/json");
  response.writeHead(status).end(isJson ? JSON.stringify(body).replaceAll("BASE", base) : body);
}

function answerer(routes: Record<string, Answer>, broken: Break, base = "") {
  const counts = new Map<string, number>();
  return (request: IncomingMessage, response: ServerResponse): void => {
    const route = `${request.method} ${(request.url ?? "").split("?")[0]}`;
    const count = (counts.get(route) ?? 0) + 1;
    counts.set(route, count);
    const given = broken.routes?.[route];
    const changed = typeof given === "function" ? given(count) : given;
    respond(response, changed ?? routes[route] ?? { status: 404, body: "nothing here" }, base);
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** The answer of success to a STUN binding request. */
function bound(request: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([1, 1, 0, 0]), request.subarray(4, 20)]);
}

/** A whole deployment on the loopback interface, of which `broken` says what is wrong; `check` is given to `checkDeployment`. */
export async function startPretendDeployment(broken: Break = {}) {
  const good = certificateOf("localhost");
  const federationCertificate = broken.federationName ? certificateOf(broken.federationName) : good;
  const turnCertificate = broken.turnName ? certificateOf(broken.turnName) : good;
  const http = createHttpServer((request, response) => answer(request, response));
  const federation = createHttpsServer(federationCertificate, answerer(federationRoutes, broken));
  const mediaTcp = createTcpServer((socket) => socket.on("error", () => {}));
  const turnTls = createTlsServer(turnCertificate, (socket) => {
    socket.on("error", () => {});
    socket.on("data", (request) => socket.write(bound(request)));
  });
  turnTls.on("tlsClientError", () => {});
  const turnUdp = createSocket("udp4");
  turnUdp.on("message", (request, { port, address }) => {
    if (!broken.isTurnSilent) turnUdp.send(bound(request), port, address);
  });
  const base = `http://localhost:${await listen(http)}`;
  const answer = answerer(healthyRoutes, broken, base);
  await new Promise<void>((resolve) => turnUdp.bind(0, "127.0.0.1", resolve));
  const mediaTcpPort = await listen(mediaTcp);
  const servers = [http, federation, turnTls, ...(broken.isMediaTcpClosed ? [] : [mediaTcp])];
  if (broken.isMediaTcpClosed) await new Promise((resolve) => mediaTcp.close(resolve));
  const place = (port: number) => ({ host: "localhost", port });
  const target = {
    serverName: "localhost",
    wellKnown: base,
    homeserver: null,
    federation: `https://localhost:${await listen(federation)}`,
    authService: null,
    sfu: `${base.replace("http", "ws")}/sfu`,
    app: `${base}/app`,
    isAppGuessed: false,
    mediaUdp: null,
    mediaTcp: { host: "127.0.0.1", port: mediaTcpPort },
    turnUdp: { host: "127.0.0.1", port: turnUdp.address().port },
    turnTls: place(await listen(turnTls)),
  };
  return {
    target,
    options: { ca: [federationCertificate.cert, turnCertificate.cert], timeoutMs: 3000, mediaTimeoutMs: 1000 },
    async close(): Promise<void> {
      turnUdp.close();
      http.closeAllConnections();
      federation.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}
