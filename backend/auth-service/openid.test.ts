import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { Server } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { certificateOf } from "./certificate.fixture.ts";
import { createAddressRule } from "./network/addresses.ts";
import { createAgents } from "./network/agents.ts";
import { exchange } from "./network/exchange.ts";
import { createOpenIdVerifier } from "./openid.ts";

const localhost = certificateOf("localhost");
const trustedBefore = getCACertificates("default");
const servers: Server[] = [];

// As NODE_EXTRA_CA_CERTS does for the service; checking stays on.
beforeAll(() => setDefaultCACertificates([...trustedBefore, localhost.cert]));
afterAll(() => setDefaultCACertificates(trustedBefore));
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function startHomeserver(handler: Handler, certificate = localhost) {
  const server = createServer(certificate, handler);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const seen = { connections: 0, urls: [] as string[] };
  server.on("secureConnection", () => (seen.connections += 1));
  server.prependListener("request", (request: IncomingMessage) =>
    seen.urls.push(`${request.method} ${request.headers.host}${request.url}`),
  );
  return { serverName: `localhost:${port}`, seen };
}

const answering =
  (status: number, body: unknown): Handler =>
  (_, response) =>
    response.writeHead(status).end(JSON.stringify(body));

const openAgents = (networks = ["loopback"]) =>
  createAgents(createAddressRule(networks), { perHost: 8, total: 64 }, true);

async function verifyOnce(serverName: string, accessToken = "token", networks?: string[]) {
  const agents = openAgents(networks);
  try {
    return await createOpenIdVerifier(agents)({ accessToken, serverName });
  } finally {
    agents.close();
  }
}

describe("OpenID verification", { timeout: 20_000 }, () => {
  test("the homeserver says whose token it is", async () => {
    let serverName = "";
    const homeserver = await startHomeserver((_, response) =>
      response.end(JSON.stringify({ sub: `@alice:${serverName}` })),
    );
    ({ serverName } = homeserver);
    expect(await verifyOnce(serverName, "a b&c=é")).toEqual({ ok: true, value: `@alice:${serverName}` });
    expect(homeserver.seen.urls).toEqual([
      `GET ${serverName}/_matrix/federation/v1/openid/userinfo?access_token=a+b%26c%3D%C3%A9`,
    ]);
  });

  test("connections are kept", async () => {
    let serverName = "";
    const homeserver = await startHomeserver((_, response) =>
      response.end(JSON.stringify({ sub: `@alice:${serverName}` })),
    );
    ({ serverName } = homeserver);
    const agents = openAgents();
    const verify = createOpenIdVerifier(agents);
    for (const accessToken of ["1", "2", "3"]) expect((await verify({ accessToken, serverName })).ok).toBe(true);
    agents.close();
    expect(homeserver.seen.connections).toBe(1);
  });

  test.each([
    ["a token it does not know", answering(401, { errcode: "M_UNKNOWN_TOKEN" }), "status 401"],
    ["a user of another server", answering(200, { sub: "@alice:example.org" }), "user of another server"],
    ["a user without a server", answering(200, { sub: "@alice" }), "user of another server"],
    ["no user", answering(200, {}), "no user in the answer"],
    ["what is not JSON", ((_, response) => response.end("<html>")) satisfies Handler, "no user in the answer"],
    [
      "a redirect",
      ((_, response) => response.writeHead(302, { Location: "https://localhost:1/" }).end()) satisfies Handler,
      "status 302",
    ],
    [
      "an endless answer",
      ((_, response) => response.end(Buffer.alloc(1_000_000, 0x20))) satisfies Handler,
      "answer too large",
    ],
    ["nothing", ((request) => request.socket.destroy()) satisfies Handler, "ECONNRESET"],
  ])("%s is refused", async (_, handler, reason) => {
    const { serverName, seen } = await startHomeserver(handler);
    expect(await verifyOnce(serverName)).toEqual({ ok: false, fault: reason });
    expect(seen.urls).toHaveLength(1);
  });

  test("a name without the at sign is refused", async () => {
    let serverName = "";
    const homeserver = await startHomeserver((_, response) =>
      response.end(JSON.stringify({ sub: `alice:${serverName}` })),
    );
    ({ serverName } = homeserver);
    expect((await verifyOnce(serverName)).ok).toBe(false);
  });

  test("a certificate that nobody trusts, or for another name, is refused before the token is sent", async () => {
    const stranger = await startHomeserver(answering(200, {}), certificateOf("localhost"));
    expect(await verifyOnce(stranger.serverName)).toMatchObject({ ok: false });
    const { port } = new URL(`https://${(await startHomeserver(answering(200, {}))).serverName}`);
    expect(await verifyOnce(`127.0.0.1:${port}`)).toEqual({ ok: false, fault: "ERR_TLS_CERT_ALTNAME_INVALID" });
    expect(stranger.seen.urls).toEqual([]);
  });

  test.each(["127.1", "0x7f.1", "2130706433"])("%s is no server name, so nothing is asked", async (host) => {
    const { serverName, seen } = await startHomeserver(answering(200, {}));
    expect(await verifyOnce(serverName.replace("localhost", host))).toEqual({ ok: false, fault: "not a server name" });
    expect(seen.connections).toBe(0);
  });

  test("a token that was just verified is not asked about again, another one is, and so is one that was refused", async () => {
    let serverName = "";
    let status = 200;
    const homeserver = await startHomeserver((_, response) =>
      response.writeHead(status).end(JSON.stringify({ sub: `@alice:${serverName}` })),
    );
    ({ serverName } = homeserver);
    const agents = openAgents();
    const verify = createOpenIdVerifier(agents);
    for (const accessToken of ["1", "1", "2"]) await verify({ accessToken, serverName });
    expect(homeserver.seen.urls).toHaveLength(2);
    status = 401;
    for (const accessToken of ["1", "3", "3"]) await verify({ accessToken, serverName });
    expect(homeserver.seen.urls).toHaveLength(4);
    agents.close();
  });

  test("[AU3] an address that is not public is not asked, by name or by number", async () => {
    const { serverName, seen } = await startHomeserver(answering(200, { sub: "@alice:localhost" }));
    const port = serverName.split(":")[1];
    for (const name of [serverName, `127.0.0.1:${port}`, `[::ffff:127.0.0.1]:${port}`, "169.254.169.254"])
      expect(await verifyOnce(name, "token", [])).toEqual({ ok: false, fault: "ADDRESS_NOT_ALLOWED" });
    expect(seen.connections).toBe(0);
  });

  test.each<[string, Handler]>([
    ["never answers", () => {}],
    [
      "answers by one byte after the other",
      (_, response) => {
        const drip = setInterval(() => response.write(" "), 5);
        response.on("close", () => clearInterval(drip));
      },
    ],
  ])("a homeserver that %s is given up", async (_, handler) => {
    const { serverName } = await startHomeserver(handler);
    const agents = openAgents();
    const port = Number(serverName.split(":")[1]);
    const target = { host: "localhost", port, hostHeader: serverName, certificateName: "localhost" };
    const answer = await exchange(agents, target, { path: "/" }, { maxBytes: 1000, timeoutMs: 100 });
    expect(answer).toEqual({ ok: false, fault: "timeout" });
    agents.close();
  });

  test("what no request can hold is a fault, not a throw", async () => {
    const agents = openAgents();
    const target = { host: "localhost", port: 1, hostHeader: "localhost", certificateName: "localhost" };
    const answer = await exchange(agents, target, { path: "/a b" }, { maxBytes: 10, timeoutMs: 50 });
    expect(answer).toEqual({ ok: false, fault: "ERR_UNESCAPED_CHARACTERS" });
    agents.close();
  });
});
