import type { AccountView, HomeView, PersonView, PlatformSnapshot, RecentCallView, RoomView } from "@shell/contract";
import { accountOf, snapshotOf as baseSnapshotOf } from "../shell/contract/snapshot.fixture.ts";

export { accountOf, devicesOf, frameOf, joinOf, LONG_NAME } from "../shell/contract/snapshot.fixture.ts";

/** The moment at which every story of the lobby takes place. */
export const STORY_NOW = Date.UTC(2026, 9, 14, 15, 30);
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const names = [
  "Aino Virtanen",
  "Bilal Haddad",
  "Chiara Conti",
  "Deniz Yıldız",
  "Émile Laurent",
  "Freya Lind",
  "Goran Petrović",
  "Hana Sato",
];

/** The first `count` of a small company. */
export function peopleOf(count: number): readonly PersonView[] {
  return Array.from({ length: count }, (_, index) => {
    const displayName = names[index % names.length] ?? "Aino Virtanen";
    return {
      id: `@${displayName.split(" ")[0]?.toLowerCase() ?? "a"}${index}:example.org`,
      displayName,
      avatarMxc: null,
    };
  });
}

/** Nobody is signed in, with `over` laid over. */
export function signedOutOf(over: Partial<AccountView> = {}): AccountView {
  return accountOf({ status: "signed-out", userId: null, displayName: null, ...over });
}

/** One recent call of yesterday, with `over` laid over. */
export function recentCallOf(over: Partial<RecentCallView> = {}): RecentCallView {
  return {
    roomId: "!weekly",
    name: "Weekly planning",
    lastActiveAt: STORY_NOW - 26 * hourMs,
    inCallCount: 0,
    people: peopleOf(4),
    path: "/room/#/weekly-planning?roomId=!weekly",
    ...over,
  };
}

/** A home with three recent calls, one of them going on. */
export function homeOf(over: Partial<HomeView> = {}): HomeView {
  return {
    recentCalls: [
      recentCallOf({
        roomId: "!standup",
        name: "Stand-up",
        lastActiveAt: STORY_NOW - 4 * minuteMs,
        inCallCount: 3,
        people: peopleOf(3),
      }),
      recentCallOf(),
      recentCallOf({
        roomId: "!bilal",
        name: "Bilal and Aino",
        lastActiveAt: STORY_NOW - 9 * 24 * hourMs,
        people: peopleOf(2),
      }),
    ],
    isCreating: false,
    fault: null,
    ...over,
  };
}

/** An encrypted room that can be entered, with `over` laid over. */
export function roomOf(over: Partial<RoomView> = {}): RoomView {
  return {
    status: "ready",
    name: "Weekly planning",
    avatarMxc: null,
    encryption: "per_participant",
    inviteUrl: "https://parley.example.org/room/#/weekly-planning?roomId=!weekly",
    present: peopleOf(3),
    ...over,
  };
}

/** A signed-in person at home with recent calls, with `over` laid over. */
export function snapshotOf(over: Partial<PlatformSnapshot> = {}): PlatformSnapshot {
  return baseSnapshotOf({ home: homeOf(), ...over });
}
