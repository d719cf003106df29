import type { CallView, EndedView, PlatformSnapshot, RoomView, TileView } from "@shell/contract";
import { accountOf, snapshotOf as baseSnapshotOf } from "../shell/contract/snapshot.fixture.ts";

export { devicesOf, frameOf, LONG_NAME } from "../shell/contract/snapshot.fixture.ts";

/** The moment at which every story of a call takes place, and how long the call has gone on. */
export const STORY_NOW = Date.UTC(2026, 9, 14, 15, 30);
const SO_FAR_MS = 754_000;
/** How long somebody's key has been waited for in a story. */
const KEY_WAIT_MS = 12_000;

const names = [
  "Aino Virtanen",
  "Bilal Haddad",
  "Chiara Conti",
  "Deniz Yıldız",
  "Émile Laurent",
  "Freya Lind",
  "Goran Petrović",
  "Hana Sato",
  "Ines Carvalho",
  "Jonas Weber",
  "Kofi Mensah",
  "Lena Novák",
  "Mateo Ruiz",
  "Nadia Benali",
  "Olga Ivanova",
  "Priya Nair",
];

/** A person's tile whose picture plays, with `over` laid over. */
export function tileOf(over: Partial<TileView> = {}): TileView {
  return {
    tileId: "bilal",
    memberId: "bilal",
    userId: "@bilal:example.org",
    displayName: "Bilal Haddad",
    avatarMxc: null,
    kind: "person",
    isOwn: false,
    state: "playing",
    videoId: "bilal",
    isMicrophoneOn: true,
    isSpeaking: false,
    isMirrored: false,
    isPinned: false,
    isKeyMissed: false,
    rect: { x: 0, y: 0, width: 640, height: 360 },
    role: "grid",
    ...over,
  };
}

/** Ourselves and others, `count` in all: every third without a picture, every fourth muted. */
export function tilesOf(count: number): readonly TileView[] {
  return Array.from({ length: count }, (_, index) => {
    const memberId = `member-${index}`;
    return tileOf({
      tileId: memberId,
      memberId,
      userId: `@person${index}:example.org`,
      displayName: names[index % names.length] ?? "Aino Virtanen",
      videoId: index % 3 === 2 ? null : memberId,
      isMicrophoneOn: index % 4 !== 3,
      isOwn: index === 0,
      isMirrored: index === 0,
      rect: null,
    });
  });
}

/** The tile of the screen that the person of `tile` shares. */
export function screenOf(tile: TileView): TileView {
  const tileId = `${tile.memberId} screen`;
  return { ...tile, tileId, videoId: tileId, kind: "screen", isMirrored: false, isSpeaking: false };
}

/** A call of these tiles; a layout still has to place them. */
export function callOf(tiles: readonly TileView[], over: Partial<CallView> = {}): CallView {
  const people = tiles.filter(({ kind }) => kind === "person");
  return {
    layout: { chosen: "grid", shape: "grid", page: 0, pageCount: 1 },
    tiles,
    participantCount: people.length,
    people: people.map((tile) => ({
      id: tile.memberId,
      displayName: tile.displayName,
      avatarMxc: null,
      isMicrophoneOn: tile.isMicrophoneOn,
      isCameraOn: tile.videoId !== null,
      isOwn: tile.isOwn,
      isKeyMissed: tile.isKeyMissed,
      keyMissingSince: tile.state === "waiting-for-key" ? STORY_NOW - KEY_WAIT_MS : null,
      trust: tile.isOwn ? null : "unverified",
    })),
    safetyCode: "40718 25563 09921 77410 31846 60257",
    limited: [],
    joinedAt: STORY_NOW - SO_FAR_MS,
    ...over,
  };
}

/** An encrypted room with a link, with `over` laid over. */
export function roomOf(over: Partial<RoomView> = {}): RoomView {
  return {
    status: "ready",
    name: "Weekly planning",
    avatarMxc: null,
    encryption: "per_participant",
    inviteUrl: "https://parley.example.org/room/#/weekly-planning?roomId=!weekly&perParticipantE2EE=true",
    present: [],
    ...over,
  };
}

/** After a call that we left ourselves, with `over` laid over. */
export function endedOf(over: Partial<EndedView> = {}): EndedView {
  return { cause: "left", fault: null, displayName: "Aino Virtanen", rating: null, isGuest: false, ...over };
}

/** In a call, with `over` laid over. */
export function snapshotOf(over: Partial<PlatformSnapshot> = {}): PlatformSnapshot {
  return baseSnapshotOf({
    screen: "call",
    account: accountOf({ userId: "@person0:example.org" }),
    room: roomOf(),
    call: callOf(tilesOf(3)),
    ...over,
  });
}
