import type { DeviceId, MemberId, UnixMs, UserId } from "../../../machines/domain/ids.ts";
import { CALL_SLOT } from "../../../machines/domain/ids.ts";
import type { Member } from "../../../machines/domain/member.ts";
import type { Transport } from "../../../machines/domain/transport.ts";
import type { SyncedRoom } from "../matrix/syncedRoom.ts";
import { decodeStateMembership, decodeStickyMembership, isSlotClosed, type Membership } from "./decodeMembership.ts";
import { displayNamesOf } from "./displayNames.ts";
import { SLOT, STATE_MEMBER, STICKY_MEMBER } from "./memberEvents.ts";
import { participantIdOf } from "./participantId.ts";

/** Who is in the call now, and when the first of them expires unless refreshed. */
export interface ReadMembers {
  /** In joining order, the oldest first. */
  readonly members: readonly Member[];
  readonly nextExpiryAt: UnixMs | null;
}

/** Reads the call's members from the room (rules `MB1` to `MB6` of `docs/rules/membership.md`). */
export async function readMembers(
  room: SyncedRoom,
  own: { userId: UserId; deviceId: DeviceId },
  now: UnixMs,
): Promise<ReadMembers> {
  const memberships = listMemberships(room, now);
  const oldest = memberships[0];
  const nameOf = displayNamesOf(room.joined());
  const members = await Promise.all(
    memberships.map(async (membership): Promise<Member> => {
      const { form, memberId, userId, deviceId, eventId, joinedAt, preferredTransport, intent } = membership;
      return {
        memberId,
        userId,
        deviceId,
        participantId: await participantIdOf({ form, userId, deviceId, memberId }),
        form,
        eventId,
        joinedAt,
        transport: resolveTransport(membership, oldest),
        preferredTransport,
        focusSelection: membership.focusSelection ?? "multi_sfu",
        intent,
        displayName: nameOf(userId),
        avatarMxc: room.person(userId)?.avatarMxc ?? null,
        isOwn: userId === own.userId && deviceId === own.deviceId,
      };
    }),
  );
  const expiries = memberships.flatMap(({ expiresAt }) => expiresAt ?? []);
  return { members: withOwnIds(members), nextExpiryAt: expiries.length > 0 ? Math.min(...expiries) : null };
}

function listMemberships(room: SyncedRoom, now: UnixMs): readonly Membership[] {
  const stickies = isSlotClosed(room.state(SLOT, CALL_SLOT))
    ? []
    : room.stickies(STICKY_MEMBER).map(decodeStickyMembership);
  const states = room.states(STATE_MEMBER).map(decodeStateMembership);
  const valid = [...stickies, ...states]
    .filter((membership) => membership !== null)
    .filter(
      ({ userId, expiresAt }) =>
        // A person whom the sync has left out so far is taken for joined: the server accepted the event from them.
        (room.person(userId)?.membership ?? "join") === "join" && (expiresAt === null || expiresAt > now),
    );
  return newestOfEachDevice(valid).toSorted((a, b) => a.joinedAt - b.joinedAt);
}

/** A device that is in with both forms, or with two joinings, is one member: the one it sent last. */
function newestOfEachDevice(memberships: readonly Membership[]): readonly Membership[] {
  const byDevice = new Map<string, Membership>();
  for (const membership of memberships) {
    const device = JSON.stringify([membership.userId, membership.deviceId]);
    const known = byDevice.get(device);
    if (known === undefined || known.sentAt <= membership.sentAt) byDevice.set(device, membership);
  }
  return [...byDevice.values()];
}

function resolveTransport(membership: Membership, oldest: Membership | undefined): Transport | null {
  if (membership.focusSelection === null) return null;
  if (membership.focusSelection === "multi_sfu" || oldest === undefined) return membership.preferredTransport;
  return oldest.focusSelection === null ? null : oldest.preferredTransport;
}

/** Member ids of sticky memberships are chosen by their senders: whoever takes another's does not become them. */
function withOwnIds(members: readonly Member[]): readonly Member[] {
  const counts = new Map<MemberId, number>();
  for (const { memberId } of members) counts.set(memberId, (counts.get(memberId) ?? 0) + 1);
  return members.map((member) =>
    (counts.get(member.memberId) ?? 0) > 1
      ? { ...member, memberId: `${member.memberId} ${member.userId}:${member.deviceId}` as MemberId }
      : member,
  );
}
