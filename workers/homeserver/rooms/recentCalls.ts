import type { RecentCall } from "../homeserver.api.ts";
import { STATE_MEMBER, STICKY_MEMBER } from "../calls/memberEvents.ts";
import { localPartOf } from "../account/session.ts";
import type { SyncedRoom } from "../matrix/syncedRoom.ts";
import { decodeStateMembership, decodeStickyMembership } from "../calls/decodeMembership.ts";
import { invitePathOf } from "./invitePath.ts";

/** How many calls the home screen lists. */
const MAX_CALLS = 30;
/** How many people of each are shown. */
const MAX_PEOPLE = 5;

/** Lists the rooms in which calls were held, newest first. */
export function listRecentCalls(input: {
  readonly rooms: readonly SyncedRoom[];
  readonly ownUserId: string;
  readonly passwordOf: (roomId: string) => string | null;
  readonly viaServersOf: (room: SyncedRoom) => readonly string[];
  readonly now: number;
}): readonly RecentCall[] {
  return input.rooms
    .filter((room) => room.ownMembership() === "join" && isCallRoom(room))
    .toSorted((a, b) => b.lastActiveAt() - a.lastActiveAt())
    .slice(0, MAX_CALLS)
    .map((room) => ({
      roomId: room.roomId,
      name: room.name(),
      lastActiveAt: room.lastActiveAt(),
      people: room
        .joined()
        .filter(({ userId }) => userId !== input.ownUserId)
        .slice(0, MAX_PEOPLE)
        .map(({ userId, name, avatarMxc }) => ({ userId, displayName: name ?? localPartOf(userId), avatarMxc })),
      inCallCount: countInCall(room, input.now),
      path: invitePathOf({
        roomId: room.roomId,
        name: room.name(),
        viaServers: input.viaServersOf(room),
        password: input.passwordOf(room.roomId),
        isPerParticipant: room.state("m.room.encryption", "") !== null,
      }),
    }));
}

/** Whether calls are held there: somebody was in one, or its power levels were made for them. */
function isCallRoom(room: SyncedRoom): boolean {
  if (room.states(STATE_MEMBER).length > 0 || room.stickies(STICKY_MEMBER).length > 0) return true;
  const events = room.state("m.room.power_levels", "")?.content.events;
  return typeof events === "object" && events !== null && STATE_MEMBER in events;
}

function countInCall(room: SyncedRoom, now: number): number {
  const memberships = [
    ...room.states(STATE_MEMBER).map(decodeStateMembership),
    ...room.stickies(STICKY_MEMBER).map(decodeStickyMembership),
  ];
  const devices = memberships.flatMap((membership) =>
    membership !== null && (membership.expiresAt === null || membership.expiresAt > now)
      ? JSON.stringify([membership.userId, membership.deviceId])
      : [],
  );
  return new Set(devices).size;
}
