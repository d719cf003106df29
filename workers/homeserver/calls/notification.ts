import { CALL_SLOT, type EventId, type UnixMs, type UserId } from "../../../machines/domain/ids.ts";
import type { NotificationKind } from "../../../machines/domain/call.ts";
import type { CallIntent } from "../../../machines/domain/member.ts";
import type { SyncedRoom } from "../matrix/syncedRoom.ts";

/** Tells the people of a room that a call has begun. @see MSC4075 */
export const NOTIFICATION = "org.matrix.msc4075.rtc.notification";
/** How long it is worth answering, in ms (as Element Call; receivers take at most 120 s). */
const LIFETIME_MS = 90_000;
/** How many people it names at most where the whole room may not be called. */
const MAX_NAMED = 50;

/** Content of the notification that the first member of a call sends. */
export function notificationOf(input: {
  readonly kind: NotificationKind;
  readonly intent: CallIntent;
  /** The membership that begins the call. */
  readonly membershipId: EventId;
  readonly room: SyncedRoom;
  readonly own: UserId;
  readonly now: UnixMs;
}): object {
  const { kind, intent, membershipId, room, own, now } = input;
  const others = room.joined().flatMap(({ userId }) => (userId === own ? [] : userId));
  return {
    slot_id: CALL_SLOT,
    notification_type: kind,
    "m.call.intent": intent,
    // A room mention of somebody who may not make one is heard by nobody.
    "m.mentions": mayCallRoom(room, own)
      ? { user_ids: [], room: true }
      : { user_ids: others.slice(0, MAX_NAMED), room: false },
    "m.relates_to": { rel_type: "m.reference", event_id: membershipId },
    sender_ts: now,
    lifetime: LIFETIME_MS,
  };
}

/** Whether `userId` has the power to mention everybody. From room version 12 on creators have all power, unlisted. */
function mayCallRoom(room: SyncedRoom, userId: UserId): boolean {
  const levels = room.state("m.room.power_levels", "")?.content;
  const creation = room.state("m.room.create", "");
  const isCreator = creation?.sender === userId || listOf(creation?.content.additional_creators).includes(userId);
  const needed = numberOf(objectOf(levels?.notifications).room) ?? 50;
  const listed = numberOf(objectOf(levels?.users)[userId]);
  const level = listed ?? (isCreator ? Number.POSITIVE_INFINITY : (numberOf(levels?.users_default) ?? 0));
  return level >= needed;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
