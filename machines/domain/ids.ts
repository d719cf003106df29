/** A string that only means something as a `Name`; made by a decoder or by `as` at an adapter's edge. */
type Branded<Name extends string> = string & { readonly __brand: Name };

/** A Matrix user, `@name:server`. */
export type UserId = Branded<"UserId">;
/** A Matrix device of one user. */
export type DeviceId = Branded<"DeviceId">;
/** A Matrix room, `!opaque` with or without a server part (room version 12 has none). */
export type RoomId = Branded<"RoomId">;
/** A Matrix event, `$opaque`. */
export type EventId = Branded<"EventId">;
/** The place in a room where a call runs; opaque: compared, never split (MSC4143). */
export type SlotId = Branded<"SlotId">;
/** One joining of a slot by one device. In state-event memberships it is `user:device`, in sticky ones a fresh UUID. */
export type MemberId = Branded<"MemberId">;
/** A LiveKit identity at one SFU; found from a member by lookup (MSC4195). */
export type ParticipantId = Branded<"ParticipantId">;
/** Milliseconds since 1970, by the clock of whoever the docstring names. */
export type UnixMs = number & { readonly __brand?: "UnixMs" };
/** Index of a media key on the wire: 0 to 255, rolling over. */
export type KeyIndex = number & { readonly __brand?: "KeyIndex" };
/** Generation of our sender key; `keyIndexOf(epoch)` is what frames carry. */
export type Epoch = number & { readonly __brand?: "Epoch" };
/** Position of an event in one call's log, from 1. */
export type Seq = number & { readonly __brand?: "Seq" };

/** The slot that every call runs in today: application `m.call`, id `ROOM` (MSC4143). */
export const CALL_SLOT = "m.call#ROOM" as SlotId;

/** The index that frames of `epoch` carry. */
export function keyIndexOf(epoch: Epoch): KeyIndex {
  return epoch % 256;
}
