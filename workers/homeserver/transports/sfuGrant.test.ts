import { expect, test } from "vitest";
import type { DeviceId, MemberId, RoomId, UserId } from "../../../machines/domain/ids.ts";
import { fakeFetch, type FakeReply, type SeenRequest } from "../http/fetch.fixture.ts";
import { createMatrixHttp } from "../http/matrixHttp.ts";
import { createOpenIdTokens } from "./openIdToken.ts";
import { createSfuGrants } from "./sfuGrant.ts";

const transport = { type: "livekit", serviceUrl: "https://rtc.example.org/livekit/jwt" } as const;
const grantee = {
  roomId: "!r:example.org" as RoomId,
  userId: "@a:example.org" as UserId,
  deviceId: "D" as DeviceId,
  memberId: "uuid" as MemberId,
};
const openId = { access_token: "o", token_type: "Bearer", matrix_server_name: "example.org", expires_in: 3600 };
const jwtOf = (payload: object) => `h.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.s`;
const granted = [200, { url: "wss://sfu.example.org", jwt: jwtOf({ sub: "identity?~>ÿ" }) }] as const;

function start(
  answer: (request: SeenRequest, tokens: number) => FakeReply,
  openIdReply: FakeReply = [200, { ...openId, extra: "x" }],
) {
  let tokens = 0;
  const world = { now: 0 };
  const hs = fakeFetch(() => {
    tokens += 1;
    return openIdReply;
  });
  const service = fakeFetch((request) => answer(request, tokens));
  const http = createMatrixHttp({ baseUrl: "https://hs.example.org", accessToken: "t", fetch: hs.fetch });
  return {
    grants: createSfuGrants(
      createOpenIdTokens(http, "@a:example.org", () => world.now),
      service.fetch,
    ),
    seen: service.seen,
    hs,
    world,
  };
}

test("a state membership's token is asked for in the old way, with exactly the fields that services know", async () => {
  const { grants, seen } = start(() => granted);
  expect(await grants.request(transport, grantee, ["sfu/get"])).toEqual({
    ok: true,
    value: { url: "wss://sfu.example.org", jwt: granted[1].jwt, participantId: "identity?~>ÿ" },
  });
  expect(seen).toMatchObject([
    {
      path: "/livekit/jwt/sfu/get",
      authorization: null,
      body: { room: "!r:example.org", openid_token: openId, device_id: "D" },
    },
  ]);
  expect(Object.keys(seen[0]?.body ?? {})).toHaveLength(3);
});

test("a sticky membership's token names slot and member", async () => {
  const { grants, seen } = start(() => granted);
  await grants.request(transport, grantee, ["get_token"]);
  expect(seen[0]).toMatchObject({
    path: "/livekit/jwt/get_token",
    body: {
      room_id: "!r:example.org",
      slot_id: "m.call#ROOM",
      openid_token: openId,
      member: { id: "uuid", claimed_user_id: "@a:example.org", claimed_device_id: "D" },
    },
  });
});

test("to subscribe, an old service is asked the old way, and not asked the new way again", async () => {
  const { grants, seen } = start(({ path }) => (path.endsWith("get_token") ? [404, {}] : granted));
  expect((await grants.request(transport, grantee, ["get_token", "sfu/get"])).ok).toBe(true);
  expect((await grants.request(transport, grantee, ["get_token", "sfu/get"])).ok).toBe(true);
  expect(seen.map(({ path }) => path.slice(path.lastIndexOf("jwt/") + 4))).toEqual(["get_token", "sfu/get", "sfu/get"]);
});

test("one proof of identity serves until shortly before its end", async () => {
  const { grants, hs, world } = start(() => granted);
  await Promise.all([grants.request(transport, grantee, ["sfu/get"]), grants.request(transport, grantee, ["sfu/get"])]);
  world.now = 3_539_999;
  await grants.request(transport, grantee, ["sfu/get"]);
  expect(hs.seen).toHaveLength(1);
  world.now = 3_540_000;
  await grants.request(transport, grantee, ["sfu/get"]);
  expect(hs.seen).toHaveLength(2);
});

test("a proof that is no longer believed is replaced once", async () => {
  const { grants, hs } = start((_, tokens) => (tokens === 1 ? [401, { errcode: "M_UNAUTHORIZED" }] : granted));
  expect((await grants.request(transport, grantee, ["sfu/get"])).ok).toBe(true);
  expect(hs.seen).toHaveLength(2);
});

test.each([
  ["it cannot be reached", "lost", "transport.unreachable"],
  ["its proxy has lost it", [502, {}], "transport.unreachable"],
  ["it does not believe us", [401, { errcode: "M_UNAUTHORIZED", error: "no" }], "transport.refused"],
  ["it cannot open the room", [500, { errcode: "M_UNKNOWN" }], "sfu.unreachable"],
  ["it does not know the question", [404, {}], "transport.outdated"],
  ["its answer has no token", [200, { url: "wss://x" }], "transport.refused"],
  ["its token has no identity", [200, { url: "wss://x", jwt: jwtOf({}) }], "transport.refused"],
  ["its token is none", [200, { url: "wss://x", jwt: "nonsense" }], "transport.refused"],
] as const)("a fault names the service's address when %s", async (_, reply, code) => {
  const { grants } = start(() => reply as FakeReply);
  expect(await grants.request(transport, grantee, ["get_token"])).toMatchObject({
    ok: false,
    fault: { code, url: "https://rtc.example.org/livekit/jwt/get_token" },
  });
});

test("when the homeserver gives no proof, that is the fault", async () => {
  const { grants, seen } = start(() => granted, "lost");
  expect(await grants.request(transport, grantee, ["sfu/get"])).toMatchObject({
    fault: { code: "homeserver.unreachable" },
  });
  expect(seen).toEqual([]);
});
