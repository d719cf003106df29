import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CallIntent } from "../../../machines/domain/member.ts";
import { fakeHomeserver, refusalOf, unreachable, type FakeHomeserver } from "./homeserver.fixture.ts";
import { ANNOUNCE_DEADLINE_MS, createOwnMembership } from "./ownMembership.ts";

const START = 1_000_000;
/** When we joined by the server's clock, which is ahead of ours. */
const JOINED_AT = START + 7_000;
beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

const timings = {
  delayedLeaveDelayMs: 18_000,
  delayedLeaveRestartMs: 4_000,
  delayedLeaveRestartTimeoutMs: 2_000,
  networkRetryMs: 1_000,
  membershipExpiryMs: 14_400_000,
};
const transport = { type: "livekit", serviceUrl: "https://rtc.example.org" } as const;
const video = { transport, intent: "video" as CallIntent };
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

function start(server: FakeHomeserver = fakeHomeserver()) {
  const told: string[] = [];
  let isHidden = false;
  const membership = createOwnMembership({
    port: server.port,
    timings,
    contentOf: (facts) => facts,
    joinedAtInRoom: () => (server.membership() === null || isHidden ? null : JOINED_AT),
    onReply: () => {},
    onSent: () => {},
    onLost: () => told.push("lost"),
    onRestored: () => told.push("restored"),
  });
  /** Whether the sync is behind, so that the room does not show us yet. */
  const hide = (next: boolean) => void (isHidden = next);
  return { server, membership, told, hide };
}

test("[OM1] joining schedules the leave beside the membership", async () => {
  const { server, membership } = start();
  expect(await membership.announce(video)).toEqual({ ok: true, value: null });
  expect(server.asked()).toEqual(["schedule 18000", "send"]);
  expect(server.membership()).toMatchObject({ intent: "video", createdAt: null, expiresMs: 14_400_000 });
});

test("[OM2] the leave is put off every 4 s, so that only a silent device leaves", async () => {
  const { server, membership } = start();
  await membership.announce(video);
  server.asked();
  await pass(60_000);
  expect(server.asked()).toEqual(Array.from({ length: 15 }, () => "restart delay-1"));
  expect(server.membership()).not.toBeNull();
  membership.abandon();
  await pass(18_000);
  expect(server.membership()).toBeNull();
});

test("[OM3] a server that takes only shorter delays is given the longest it takes", async () => {
  const server = fakeHomeserver();
  server.maxDelayMs = 10_000;
  const { membership } = start(server);
  await membership.announce(video);
  await pass(0);
  expect(server.asked()).toEqual(["schedule 18000", "send", "schedule 10000"]);
});

test("[OM3] without delayed events we join all the same, and ask again much later", async () => {
  const server = fakeHomeserver();
  server.failNext("scheduleLeave", refusalOf(403, "M_FORBIDDEN"), refusalOf(403, "M_FORBIDDEN"));
  const { membership } = start(server);
  expect((await membership.announce(video)).ok).toBe(true);
  await pass(59_000);
  expect(server.asked().filter((words) => words.startsWith("schedule"))).toHaveLength(1);
});

test("[OM3] too many requests: the server says when to ask again", async () => {
  const server = fakeHomeserver();
  server.failNext("scheduleLeave", refusalOf(429, "M_LIMIT_EXCEEDED", 3_000));
  const { membership } = start(server);
  expect((await membership.announce(video)).ok).toBe(true);
  server.asked();
  await pass(2_999);
  expect(server.asked()).toEqual([]);
  await pass(1);
  expect(server.asked()).toEqual(["schedule 18000"]);
});

test("[OM4] a membership that somebody removed is sent again, in its old place", async () => {
  const { server, membership, told } = start();
  await membership.announce(video);
  membership.seen(JOINED_AT);
  await pass(1_000);
  server.removeMembership();
  membership.vanished();
  await pass(0);
  expect(server.membership()).toMatchObject({ createdAt: JOINED_AT });
  expect(told).toEqual(["lost", "restored"]);
});

test("[OM4] when the leave fired while the server was away, leave and membership are renewed at its return", async () => {
  const { server, membership, told } = start();
  await membership.announce(video);
  server.setState("down");
  await pass(30_000);
  expect(told).toEqual(["lost"]);
  server.setState("up");
  expect(server.membership()).toBeNull();
  await pass(1_500);
  expect(server.membership()).not.toBeNull();
  expect(told).toEqual(["lost", "restored"]);
  server.asked();
  await pass(8_000);
  expect(server.asked()).toEqual(["restart delay-3", "restart delay-3"]);
});

test("[OM4] a server that hangs and comes back in time costs nothing but waiting", async () => {
  const { server, membership, told } = start();
  await membership.announce(video);
  server.setState("hung");
  await pass(12_000);
  server.setState("up");
  await pass(4_000);
  expect(server.membership()).not.toBeNull();
  expect(told).toEqual([]);
});

test("a leave that somebody cancelled is scheduled again; a membership that is still there is left alone", async () => {
  const { server, membership } = start();
  await membership.announce(video);
  server.asked();
  server.failNext("restartLeave", refusalOf(404, "M_NOT_FOUND"));
  await pass(4_000);
  expect(server.asked()).toEqual(["restart delay-1", "schedule 18000"]);
});

test("[OM5] it is sent again before it expires, with the time of joining", async () => {
  const { server, membership } = start();
  await membership.announce(video);
  await pass(3_595_000);
  expect(server.asked().filter((words) => words === "send")).toHaveLength(2);
  expect(server.membership()).toMatchObject({ createdAt: JOINED_AT, expiresMs: 3_588_000 + 14_400_000 });
  await pass(3_600_000);
  expect(server.asked().filter((words) => words === "send")).toHaveLength(1);
});

test("[OM6] an intent that changes is sent, one that does not is not", async () => {
  const { server, membership } = start();
  await membership.announce(video);
  server.asked();
  await membership.update({ intent: "video" });
  expect(server.asked()).toEqual([]);
  await membership.update({ intent: "audio" });
  expect(server.asked()).toEqual(["send"]);
  expect(server.membership()).toMatchObject({ intent: "audio", createdAt: JOINED_AT });
});

test("[OM6] a change right after joining waits for the server's time of it, though not for long", async () => {
  const { server, membership, hide } = start();
  await membership.announce(video);
  hide(true);
  void membership.update({ intent: "audio" });
  await pass(1_000);
  expect(server.membership()).toMatchObject({ intent: "video" });
  hide(false);
  await pass(100);
  expect(server.membership()).toMatchObject({ intent: "audio", createdAt: JOINED_AT });
});

test("[OM6] what changes while the server is away is sent when it is back", async () => {
  const { server, membership } = start();
  await membership.announce(video);
  server.setState("down");
  void membership.update({ intent: "audio" });
  await pass(12_000);
  server.setState("up");
  await pass(1_000);
  expect(server.membership()).toMatchObject({ intent: "audio" });
});

test("[OM7] leaving has the scheduled leave sent now", async () => {
  const { server, membership } = start();
  await membership.announce(video);
  server.asked();
  await membership.leave();
  expect(server.asked()).toEqual(["fire delay-1"]);
  expect(server.membership()).toBeNull();
  await pass(60_000);
  expect(server.asked()).toEqual([]);
});

test("[OM7] when the scheduled leave is gone, the leave itself is sent", async () => {
  const { server, membership } = start();
  await membership.announce(video);
  server.asked();
  server.failNext("fireLeave", refusalOf(404, "M_NOT_FOUND"));
  await membership.leave();
  expect(server.asked()).toEqual(["fire delay-1", "leave"]);
});

test("[OM7] leaving a server that hangs takes a second, and goes on behind", async () => {
  const { server, membership } = start();
  await membership.announce(video);
  server.setState("hung");
  let isOver = false;
  void membership.leave().then(() => {
    isOver = true;
  });
  await pass(1_000);
  expect(isOver).toBe(true);
  server.setState("up");
  await pass(1_000);
  expect(server.membership()).toBeNull();
});

test("a leave that an earlier visit left behind does not end this one", async () => {
  const server = fakeHomeserver();
  await server.port.scheduleLeave(18_000);
  await pass(10_000);
  const { membership, told } = start(server);
  await membership.announce(video);
  await pass(20_000);
  expect(server.membership()).not.toBeNull();
  expect(told).toEqual([]);
});

test("a refusal to let us in is told, and nothing stays behind", async () => {
  const server = fakeHomeserver();
  server.failNext("sendMembership", refusalOf(403, "M_FORBIDDEN"));
  const { membership } = start(server);
  expect(await membership.announce(video)).toMatchObject({ ok: false, fault: { code: "room.membership_refused" } });
  await pass(60_000);
  expect(server.asked()).toEqual(["schedule 18000", "send", "fire delay-1"]);
});

test("a token that is no longer known is told as that", async () => {
  const server = fakeHomeserver();
  server.failNext("sendMembership", refusalOf(401, "M_UNKNOWN_TOKEN"));
  expect(await start(server).membership.announce(video)).toMatchObject({ fault: { code: "account.token_expired" } });
});

test("joining survives a lost request, and gives up after twenty seconds without an answer", async () => {
  const server = fakeHomeserver();
  server.failNext("sendMembership", unreachable);
  const first = start(server).membership.announce(video);
  await pass(1_000);
  expect((await first).ok).toBe(true);

  const dead = fakeHomeserver();
  dead.setState("down");
  const second = start(dead).membership.announce(video);
  await pass(ANNOUNCE_DEADLINE_MS);
  expect(await second).toMatchObject({ ok: false, fault: { code: "homeserver.unreachable" } });
});
