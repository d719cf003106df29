import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { TokenVerifier } from "livekit-server-sdk";
import { afterAll, afterEach, expect, test } from "vitest";
import { createSigner } from "./jwt.ts";
import { createAgents } from "./network/agents.ts";
import { createSfu } from "./sfu.ts";
import { createSfuApi } from "./sfuApi.ts";

const secret = "a-secret-of-more-than-32-characters";
let server: Server | null = null;
const agents = createAgents(() => true, { perHost: 8, total: 64 }, true);
afterAll(() => agents.close());

function openSfu(livekitUrl: string) {
  const sign = createSigner(secret);
  return createSfu({ livekitKey: "key" }, sign, createSfuApi({ livekitUrl, livekitKey: "key" }, sign, agents));
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Reply = readonly [status: number, body: object];

/** The SFU's room API as it is on the wire: Twirp, answered with `status` and `body`, or by method. */
async function startTwirp(status: number, body: object, byMethod: Record<string, Reply> = {}) {
  const requests: { url: string | undefined; token: string; body: unknown }[] = [];
  server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part: string) => (text += part));
    request.on("end", () => {
      requests.push({
        url: request.url,
        token: request.headers.authorization?.replace("Bearer ", "") ?? "",
        body: JSON.parse(text),
      });
      const [code, told] = byMethod[request.url?.split("/").at(-1) ?? ""] ?? [status, body];
      response.writeHead(code, { "Content-Type": "application/json" }).end(JSON.stringify(told));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    sfu: openSfu(`ws://127.0.0.1:${port}`),
  };
}

test("a room is opened with time to come back to it", async () => {
  const { sfu, requests } = await startTwirp(200, { sid: "RM_1", name: "room" });
  expect(await sfu.openRoom("room")).toEqual({ ok: true, value: null });
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({
    url: "/twirp/livekit.RoomService/CreateRoom",
    body: { name: "room", emptyTimeout: 300, departureTimeout: 20 },
  });
  const claims = await new TokenVerifier("key", secret).verify(requests[0]?.token ?? "");
  expect(claims.video).toEqual({ roomCreate: true });
});

test("an SFU that refuses is a fault, not a throw", async () => {
  const { sfu } = await startTwirp(401, { code: "unauthenticated", msg: "no permissions" });
  expect(await sfu.openRoom("room")).toMatchObject({ ok: false });
});

test("a room that was just opened is not opened again, until the SFU says that it ended; one that was refused is", async () => {
  const { sfu, requests } = await startTwirp(200, { sid: "RM_1" });
  await Promise.all([sfu.openRoom("room"), sfu.openRoom("room"), sfu.openRoom("other")]);
  await sfu.openRoom("room");
  expect(requests).toHaveLength(2);
  sfu.forgetRoom("room");
  await sfu.openRoom("room");
  expect(requests).toHaveLength(3);
});

test("an SFU that refused is asked again", async () => {
  const { sfu, requests } = await startTwirp(503, {});
  await sfu.openRoom("room");
  expect(await sfu.openRoom("room")).toEqual({ ok: false, fault: "status 503" });
  expect(requests).toHaveLength(2);
});

test.each<[string, Reply, Reply, string]>([
  ["listed, and answered for", [200, {}], [200, {}], "present"],
  ["not listed", [404, { code: "not_found" }], [200, {}], "absent"],
  ["listed, but nobody answers", [200, {}], [503, { code: "unavailable", msg: "no response from servers" }], "silent"],
  ["listed, and gone when asked", [200, {}], [404, { code: "not_found" }], "absent"],
  ["at an SFU that is broken", [500, {}], [500, {}], "unknown"],
  ["at an SFU without the second question", [200, {}], [404, { code: "bad_route" }], "present"],
])("[DL7] somebody %s", async (_, GetParticipant, UpdateParticipant, presence) => {
  const { sfu, requests } = await startTwirp(200, {}, { GetParticipant, UpdateParticipant });
  expect(await sfu.findParticipant("room", "alice")).toBe(presence);
  const claims = await new TokenVerifier("key", secret).verify(requests[0]?.token ?? "");
  expect(claims.video).toEqual({ roomAdmin: true, room: "room" });
  expect(requests[0]?.body).toEqual({ room: "room", identity: "alice" });
});

test("a token lets its identity into its room for an hour, and nothing else", async () => {
  const sfu = openSfu("ws://127.0.0.1:1");
  const claims = await new TokenVerifier("key", secret).verify(sfu.mintToken("room", "@alice:example.org:DEVICE"));
  expect(claims).toMatchObject({
    iss: "key",
    sub: "@alice:example.org:DEVICE",
    identity: "@alice:example.org:DEVICE",
    video: { roomJoin: true, room: "room", canPublish: true, canSubscribe: true, canUpdateOwnMetadata: true },
  });
  expect(Object.keys(claims.video ?? {})).toHaveLength(5);
  expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBe(3600);
  expect(claims["iat"]).toBe(claims.nbf);
});

test("whatever the device is called, a browser's `atob` reads the token's middle", async () => {
  const sfu = openSfu("ws://127.0.0.1:1");
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom("~", "?", ">", "a", "é", "😀", "\u007f") }),
      async (deviceId) => {
        const jwt = sfu.mintToken("room", `@a:b:${deviceId}`);
        const payload = JSON.parse(atob(jwt.split(".")[1] ?? "")) as { sub: string };
        expect(payload.sub).toBe(`@a:b:${deviceId}`);
        expect((await new TokenVerifier("key", secret).verify(jwt)).sub).toBe(payload.sub);
      },
    ),
    { numRuns: 50 },
  );
});
