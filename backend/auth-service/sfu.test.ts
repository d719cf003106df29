import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { TokenVerifier } from "livekit-server-sdk";
import { afterEach, expect, test } from "vitest";
import { createSfu } from "./sfu.ts";

const secret = "a-secret-of-more-than-32-characters";
let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The SFU's room API as it is on the wire: Twirp, answered with `status` and `body`. */
async function startTwirp(status: number, body: object) {
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
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    requests,
    sfu: createSfu({ livekitUrl: `ws://127.0.0.1:${port}`, livekitKey: "key", livekitSecret: secret }),
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

test("a token lets its identity into its room for an hour, and nothing else", async () => {
  const sfu = createSfu({ livekitUrl: "ws://127.0.0.1:1", livekitKey: "key", livekitSecret: secret });
  const claims = await new TokenVerifier("key", secret).verify(
    await sfu.mintToken("room", "@alice:example.org:DEVICE"),
  );
  expect(claims).toMatchObject({
    iss: "key",
    sub: "@alice:example.org:DEVICE",
    video: { roomJoin: true, room: "room", canPublish: true, canSubscribe: true, canUpdateOwnMetadata: true },
  });
  expect(Object.keys(claims.video ?? {})).toHaveLength(5);
  expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBe(3600);
});
