import type { MatrixRtcMode } from "../../../machines/domain/call.ts";
import {
  CALL_SLOT,
  type DeviceId,
  type EventId,
  type MemberId,
  type RoomId,
  type UnixMs,
  type UserId,
} from "../../../machines/domain/ids.ts";
import type { CallIntent } from "../../../machines/domain/member.ts";
import type { Transport } from "../../../machines/domain/transport.ts";

/** Who joins, where, and how it is told. */
export interface MembershipIdentity {
  readonly mode: MatrixRtcMode;
  readonly roomId: RoomId;
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly memberId: MemberId;
}

/** What a membership says and may change while it lasts. */
export interface MembershipFacts {
  readonly transport: Transport;
  readonly intent: CallIntent;
  /** When this joining began; null in its first event, whose own time says it. */
  readonly createdAt: UnixMs | null;
  /** How long it counts from `createdAt` on, in ms. */
  readonly expiresMs: number;
  /** The membership event before this one, if any. */
  readonly previousEventId: EventId | null;
}

/** State key of a state membership. Versions with owned state need no underscore. @see MSC3757 */
export function stateKeyOf({ userId, deviceId }: MembershipIdentity, roomVersion: string): string {
  const key = `${userId}_${deviceId}_m.call`;
  return /^org\.matrix\.msc(3757|3779)\b/.test(roomVersion) ? key : `_${key}`;
}

/** Content of a state membership, `org.matrix.msc3401.call.member`. */
export function stateContentOf({ mode, roomId, userId, deviceId }: MembershipIdentity, facts: MembershipFacts): object {
  return {
    application: "m.call",
    call_id: "",
    scope: "m.room",
    device_id: deviceId,
    membershipID: `${userId}:${deviceId}`,
    expires: facts.expiresMs,
    ...(facts.createdAt === null ? {} : { created_ts: facts.createdAt }),
    "m.call.intent": facts.intent,
    focus_active: { type: "livekit", focus_selection: mode === "legacy" ? "oldest_membership" : "multi_sfu" },
    // Older clients require the alias, which the SFU does not use.
    foci_preferred: [{ type: "livekit", livekit_alias: roomId, livekit_service_url: facts.transport.serviceUrl }],
  };
}

/** Content of a sticky membership, `org.matrix.msc4143.rtc.member`, in the shape that clients read today. */
export function stickyContentOf({ userId, deviceId, memberId }: MembershipIdentity, facts: MembershipFacts): object {
  return {
    slot_id: CALL_SLOT,
    application: { type: "m.call", "m.call.intent": facts.intent },
    member: { user_id: userId, device_id: deviceId, id: memberId },
    transports: {
      published: [{ type: "livekit", livekit_service_url: facts.transport.serviceUrl }],
      can_subscribe: ["livekit"],
    },
    versions: [],
    ...(facts.previousEventId === null
      ? {}
      : { "m.relation": { rel_type: "m.reference", event_id: facts.previousEventId } }),
    msc4354_sticky_key: memberId,
  };
}

/** Content that ends a sticky membership. */
export function stickyLeaveOf({ memberId }: MembershipIdentity): object {
  return { slot_id: CALL_SLOT, msc4354_sticky_key: memberId };
}
