import { expect, test } from "vitest";
import type { DeviceId } from "../../../machines/domain/ids.ts";
import { fakeRoom, slotOf, stateMemberOf, stickyMemberOf, userOf, type FakeRoom } from "../matrix/room.fixture.ts";
import { readMembers } from "./readMembers.ts";

const own = { userId: userOf("alice"), deviceId: "DEVICE" as DeviceId };

function roomOf(...names: readonly string[]): FakeRoom {
  return fakeRoom(names.map((name) => ({ userId: userOf(name), name })));
}

async function idsIn(room: FakeRoom, now = 2_000): Promise<readonly string[]> {
  return (await readMembers(room, own, now)).members.map(({ memberId }) => memberId);
}

test("[MB3] the oldest comes first, in either form", async () => {
  const room = roomOf("alice", "bob", "carol");
  room.put(stateMemberOf("alice", { sentAt: 1_500 }));
  room.put(stickyMemberOf("bob", { sentAt: 1_200 }));
  room.put(stateMemberOf("carol", { sentAt: 1_900, content: { created_ts: 1_100 } }));
  expect(await idsIn(room)).toEqual(["@carol:example.org:DEVICE", "uuid-bob", "@alice:example.org:DEVICE"]);
});

test("[MB4] a device in both forms is one member: the one sent last", async () => {
  const room = roomOf("bob");
  room.put(stateMemberOf("bob", { sentAt: 1_000 }));
  room.put(stickyMemberOf("bob", { sentAt: 1_500 }));
  expect(await idsIn(room)).toEqual(["uuid-bob"]);
  room.put(stateMemberOf("bob", { sentAt: 1_700 }));
  expect(await idsIn(room)).toEqual(["@bob:example.org:DEVICE"]);
});

test("two devices of one person are two members", async () => {
  const room = roomOf("bob");
  room.put(stateMemberOf("bob"));
  room.put(stateMemberOf("bob", { deviceId: "PHONE", sentAt: 1_100 }));
  expect(await idsIn(room)).toEqual(["@bob:example.org:DEVICE", "@bob:example.org:PHONE"]);
});

test("[MB5] who has left the room is out of the call; who is not loaded yet counts", async () => {
  const room = roomOf("bob");
  room.put(stateMemberOf("bob"));
  room.put(stateMemberOf("stranger", { sentAt: 1_100 }));
  room.putPerson({ userId: userOf("bob"), membership: "leave" });
  expect(await idsIn(room)).toEqual(["@stranger:example.org:DEVICE"]);
});

test("[MB5] an expired membership is over, and the next end is told", async () => {
  const room = roomOf("bob", "carol");
  room.put(stateMemberOf("bob", { content: { expires: 1_000 } }));
  room.put(stateMemberOf("carol", { content: { expires: 5_000 } }));
  const { members, nextExpiryAt } = await readMembers(room, own, 2_000);
  expect(members.map(({ userId }) => userId)).toEqual([userOf("carol")]);
  expect(nextExpiryAt).toBe(6_000);
});

test("[MB6] a closed slot ends sticky memberships, and only those", async () => {
  const room = roomOf("bob", "carol");
  room.put(stickyMemberOf("bob"));
  room.put(stateMemberOf("carol"));
  room.put(slotOf("closed"));
  expect(await idsIn(room)).toEqual(["@carol:example.org:DEVICE"]);
  room.put(slotOf("open"));
  expect(await idsIn(room)).toHaveLength(2);
});

test("`oldest_membership` publishes where the oldest does, `multi_sfu` at its own", async () => {
  const room = roomOf("alice", "bob", "carol");
  const oldest = { focus_active: { type: "livekit", focus_selection: "oldest_membership" } };
  room.put(stateMemberOf("alice", { sentAt: 1_000 }));
  room.put(stateMemberOf("bob", { sentAt: 1_100, content: oldest }));
  room.put(stateMemberOf("carol", { sentAt: 1_200 }));
  const { members } = await readMembers(room, own, 2_000);
  expect(members.map(({ transport }) => transport?.serviceUrl)).toEqual([
    "https://rtc.alice.example.org",
    "https://rtc.alice.example.org",
    "https://rtc.carol.example.org",
  ]);
  expect(members[1]?.preferredTransport?.serviceUrl).toBe("https://rtc.bob.example.org");
});

test("an unknown way of choosing leaves a member without a transport", async () => {
  const room = roomOf("bob");
  room.put(stateMemberOf("bob", { content: { focus_active: { type: "livekit", focus_selection: "coin" } } }));
  expect((await readMembers(room, own, 2_000)).members[0]?.transport).toBeNull();
});

test("[MB2] who sends another's member id takes neither name nor place", async () => {
  const room = roomOf("bob", "mallory");
  room.put(stickyMemberOf("bob", { memberId: "uuid-bob" }));
  const stolen = stickyMemberOf("mallory", { memberId: "uuid-bob" });
  room.put({ ...stolen, content: { ...stolen.content, msc4354_sticky_key: "uuid-bob", sticky_key: "uuid-bob" } });
  room.stickies = () => [stickyMemberOf("bob", { memberId: "uuid-bob" }), stolen];
  const ids = await idsIn(room);
  expect(new Set(ids).size).toBe(2);
  expect(ids).not.toContain("uuid-bob");
});

test("the LiveKit identity is plain for state memberships and hashed for sticky ones", async () => {
  const room = roomOf("bob", "carol");
  room.put(stateMemberOf("bob"));
  room.put(stickyMemberOf("carol", { sentAt: 1_100 }));
  const { members } = await readMembers(room, own, 2_000);
  expect(members[0]?.participantId).toBe("@bob:example.org:DEVICE");
  expect(members[1]?.participantId).toMatch(/^[A-Za-z0-9+/]{43}$/);
});

test("people of one name are told apart, however the name is dressed", async () => {
  const room = fakeRoom([
    { userId: userOf("bob"), name: "Bob" },
    { userId: userOf("rob"), name: "b\u200Bob " },
    { userId: userOf("carol"), name: "Carol" },
    { userId: userOf("dave"), name: "\u202E " },
  ]);
  for (const [index, name] of ["bob", "rob", "carol", "dave"].entries())
    room.put(stateMemberOf(name, { sentAt: 1_000 + index }));
  const { members } = await readMembers(room, own, 2_000);
  expect(members.map(({ displayName }) => displayName)).toEqual([
    "Bob (@bob:example.org)",
    "bob (@rob:example.org)",
    "Carol",
    "dave",
  ]);
});
