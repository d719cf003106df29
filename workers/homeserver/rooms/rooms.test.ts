import { expect, test } from "vitest";
import type { RoomId } from "../../../machines/domain/ids.ts";
import { fakeFetch, type FakeReply } from "../http/fetch.fixture.ts";
import { createMatrixHttp } from "../http/matrixHttp.ts";
import { createCallRoom } from "./createRoom.ts";
import { fetchRoomSummary, joinRoom } from "./findRoom.ts";
import { invitePathOf, slugOf } from "./invitePath.ts";

function server(reply: FakeReply) {
  const { fetch, seen } = fakeFetch(() => reply);
  return { http: createMatrixHttp({ baseUrl: "https://hs.example.org", accessToken: "t", fetch }), seen };
}

test("a room of ours is encrypted, open to whoever has the link, and lists no creator", async () => {
  const { http, seen } = server([200, { room_id: "!r" }]);
  expect(await createCallRoom(http, { name: " Stand-up ", isEncrypted: true })).toEqual({ ok: true, value: "!r" });
  const body = seen[0]?.body as { power_level_content_override: { events: Record<string, number> } };
  expect(body).toMatchObject({
    name: "Stand-up",
    preset: "public_chat",
    visibility: "private",
    initial_state: [{ type: "m.room.encryption" }],
  });
  expect(body.power_level_content_override).not.toHaveProperty("users");
  const free = [
    "m.room.encrypted",
    "m.reaction",
    "io.element.call.reaction",
    "org.matrix.msc3401.call.member",
    "org.matrix.msc4143.rtc.member",
  ];
  for (const type of free) expect(body.power_level_content_override.events[type]).toBe(0);
});

test("a room with the key in its link is not encrypted itself", async () => {
  const { http, seen } = server([200, { room_id: "!r" }]);
  await createCallRoom(http, { name: "x", isEncrypted: false });
  expect(seen[0]?.body.initial_state).toEqual([]);
});

test.each([
  ["   ", "room.name_empty"],
  ["x".repeat(256), "room.name_too_long"],
])("the name %j is refused before anything is asked", async (name, code) => {
  const { http, seen } = server([200, { room_id: "!r" }]);
  expect(await createCallRoom(http, { name, isEncrypted: true })).toMatchObject({ fault: { code } });
  expect(seen).toEqual([]);
});

test("255 characters are a name, however many bytes they are", async () => {
  const { http } = server([200, { room_id: "!r" }]);
  expect((await createCallRoom(http, { name: "🦊".repeat(255), isEncrypted: true })).ok).toBe(true);
});

test.each([
  ["there is none", [404, { errcode: "M_NOT_FOUND" }], "room.not_found"],
  ["we are banned", [403, { errcode: "M_FORBIDDEN", error: "You are banned from this room" }], "room.banned"],
  [
    "it is by invitation",
    [403, { errcode: "M_FORBIDDEN", error: "You are not invited to this room." }],
    "room.not_joinable",
  ],
  ["nobody answers", "lost", "homeserver.unreachable"],
] as const)("joining when %s is %s", async (_, reply, code) => {
  const { http } = server(reply as FakeReply);
  expect(await joinRoom(http, { roomIdOrAlias: "!r", viaServers: [] })).toMatchObject({ ok: false, fault: { code } });
});

test("a room seen from outside", async () => {
  const { http, seen } = server([
    200,
    {
      room_id: "!r",
      name: "Stand-up",
      join_rule: "knock_restricted",
      num_joined_members: 3,
      membership: "leave",
      encryption: "m.megolm.v1.aes-sha2",
    },
  ]);
  const summary = await fetchRoomSummary(http, { roomIdOrAlias: "!r", viaServers: ["a.org", "b.org"] });
  expect(summary).toMatchObject({
    value: { name: "Stand-up", joinRule: "knock", membership: "none", isEncrypted: true, memberCount: 3 },
  });
  expect(seen[0]?.path).toBe("/_matrix/client/v1/room_summary/!r?via=a.org&via=b.org");
});

test("a link carries room, servers and key in its fragment", () => {
  const room = { roomId: "!r:example.org" as RoomId, name: "Daily Stand-up! 🦊", viaServers: ["a.org", "b.org"] };
  const query = "roomId=%21r%3Aexample.org&viaServers=a.org&viaServers=b.org";
  expect(invitePathOf({ ...room, password: "pass_w-rd", isPerParticipant: true })).toBe(
    `/room/#/daily-stand-up-?password=pass_w-rd&${query}`,
  );
  expect(invitePathOf({ ...room, password: null, isPerParticipant: true })).toBe(
    `/room/#/daily-stand-up-?perParticipantE2EE=true&${query}`,
  );
  expect(slugOf("  ")).toBe("");
});
