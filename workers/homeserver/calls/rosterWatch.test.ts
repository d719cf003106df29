import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { DeviceId, ParticipantId } from "../../../machines/domain/ids.ts";
import type { CallEvent } from "../../../machines/events/callEvents.ts";
import { fakeRoom, stateMemberOf, stickyMemberOf, userOf, type FakeRoom } from "../matrix/room.fixture.ts";
import { STATE_MEMBER } from "./memberEvents.ts";
import { startRosterWatch, SUSPENSION_MS } from "./rosterWatch.ts";

beforeEach(() => void vi.useFakeTimers({ now: 2_000 }));
afterEach(() => void vi.useRealTimers());

const BOB = "@bob:example.org:DEVICE" as ParticipantId;

async function watch(room: FakeRoom) {
  const events: string[] = [];
  const world = { isShaky: false };
  const roster = startRosterWatch({
    room,
    own: { userId: userOf("alice"), deviceId: "DEVICE" as DeviceId },
    isShaky: () => world.isShaky,
    emit: (told) => events.push(...told.map(wordsOf)),
    onRead: () => {},
  });
  await roster.refresh();
  return {
    roster,
    world,
    /** What was told since the last call, once everything is read. */
    async said() {
      await roster.refresh();
      return events.splice(0);
    },
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
    leave: (name: string) => room.remove(STATE_MEMBER, stateMemberOf(name).stateKey ?? ""),
  };
}

function wordsOf(event: CallEvent): string {
  if ("member" in event) return `${event.type} ${event.member.userId.slice(1, event.member.userId.indexOf(":"))}`;
  return `${event.type} ${"memberId" in event ? event.memberId : ""}`;
}

function roomOf(...names: readonly string[]): FakeRoom {
  return fakeRoom(names.map((name) => ({ userId: userOf(name), name })));
}

test("who comes, changes and goes is told once", async () => {
  const room = roomOf("bob", "carol");
  room.put(stateMemberOf("bob"));
  const { said, leave } = await watch(room);
  expect(await said()).toEqual(["member.joined bob"]);
  room.put(stateMemberOf("carol", { sentAt: 1_500 }));
  expect(await said()).toEqual(["member.joined carol"]);
  room.put(stateMemberOf("bob", { eventId: "$new", content: { "m.call.intent": "audio" } }));
  expect(await said()).toEqual(["member.updated bob"]);
  expect(await said()).toEqual([]);
  leave("bob");
  expect(await said()).toEqual([`member.left ${BOB}`]);
});

test("a membership that expires ends by itself", async () => {
  const room = roomOf("bob");
  room.put(stateMemberOf("bob", { content: { expires: 6_000 } }));
  const { said, pass } = await watch(room);
  await said();
  await pass(4_999);
  expect(await said()).toEqual([]);
  await pass(2);
  expect(await said()).toEqual([`member.left ${BOB}`]);
});

test("[MB7] a membership that vanishes with the homeserver is suspended, and mended by its return", async () => {
  const room = roomOf("bob");
  room.put(stateMemberOf("bob"));
  const { said, world, leave, pass, roster } = await watch(room);
  await said();
  world.isShaky = true;
  leave("bob");
  expect(await said()).toEqual([`member.suspended ${BOB}`]);
  expect(roster.members()).toHaveLength(1);
  await pass(SUSPENSION_MS - 1);
  room.put(stateMemberOf("bob", { sentAt: 3_000 }));
  expect(await said()).toEqual(["member.joined bob"]);
  await pass(SUSPENSION_MS);
  expect(await said()).toEqual([]);
});

test("[MB7] a suspended member who does not come back is given up", async () => {
  const room = roomOf("bob");
  room.put(stateMemberOf("bob"));
  const { said, world, leave, pass, roster } = await watch(room);
  world.isShaky = true;
  leave("bob");
  await said();
  await pass(SUSPENSION_MS);
  expect(await said()).toEqual([`member.left ${BOB}`]);
  expect(roster.members()).toEqual([]);
});

test("[MB8] a suspended member whose media ceases is given up at once, one whose media never came is not", async () => {
  const room = roomOf("bob", "carol");
  room.put(stateMemberOf("bob"));
  room.put(stateMemberOf("carol"));
  const { said, world, leave, roster } = await watch(room);
  roster.reportParticipants([BOB]);
  world.isShaky = true;
  leave("bob");
  leave("carol");
  await said();
  roster.reportParticipants([]);
  expect(await said()).toEqual([`member.left ${BOB}`]);
});

test("[MB8] nobody is suspended whose media had already ceased", async () => {
  const room = roomOf("bob");
  room.put(stateMemberOf("bob"));
  const { said, world, leave, roster } = await watch(room);
  await said();
  roster.reportParticipants([BOB]);
  roster.reportParticipants([]);
  world.isShaky = true;
  leave("bob");
  expect(await said()).toEqual([`member.left ${BOB}`]);
});

test("a device that comes back under another id is not waited for under the old one", async () => {
  const room = roomOf("bob");
  room.put(stickyMemberOf("bob", { memberId: "first" }));
  const { said, world } = await watch(room);
  await said();
  world.isShaky = true;
  room.put(stickyMemberOf("bob", { memberId: "second", sentAt: 1_500 }));
  expect(await said()).toEqual(["member.left first", "member.joined bob"]);
});

test("after stopping nothing is told", async () => {
  const room = roomOf("bob");
  const { roster } = await watch(room);
  roster.stop();
  room.put(stateMemberOf("bob"));
  await vi.advanceTimersByTimeAsync(SUSPENSION_MS);
  expect(roster.members()).toEqual([]);
});
