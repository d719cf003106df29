import type { DeviceId, EventId, MemberId, UnixMs, UserId } from "../../../machines/domain/ids.ts";
import { decodeTransport, type Transport } from "../../../machines/domain/transport.ts";
import type { RawEvent } from "../matrix/syncedRoom.ts";
import { DEFAULT_EXPIRY_MS } from "./memberEvents.ts";

/** A membership as its event says it, in either form, before it is placed among the others. */
export interface Membership {
  readonly form: "state" | "sticky";
  readonly memberId: MemberId;
  readonly userId: UserId;
  readonly deviceId: DeviceId;
  readonly eventId: EventId;
  /** When the event now in force was sent, by the server's clock. */
  readonly sentAt: UnixMs;
  /** When the joining began; orders the members. */
  readonly joinedAt: UnixMs;
  /** When it ends by itself; null for the sticky form, which the sticky store ends. */
  readonly expiresAt: UnixMs | null;
  /** Null for a selection that we do not know: such a member publishes nowhere that we could find. */
  readonly focusSelection: "multi_sfu" | "oldest_membership" | null;
  readonly preferredTransport: Transport | null;
  readonly intent: string | null;
}

type Content = Readonly<Record<string, unknown>>;

/** Reads a state membership of the slot `m.call#ROOM`. @returns null for leaves, other slots and what is not valid. */
export function decodeStateMembership({ content, sender, eventId, sentAt }: RawEvent): Membership | null {
  const { application, call_id: callId, device_id: deviceId, expires, created_ts: createdTs } = content;
  if (typeof application !== "string" || typeof callId !== "string" || typeof deviceId !== "string" || deviceId === "")
    return null;
  // An empty call id is the slot `ROOM`; the application is not compared, as in other clients.
  const slotId = callId === "" && application === "m.call" ? "ROOM" : callId;
  if (slotId !== "ROOM") return null;
  const active = objectOrNull(content.focus_active);
  if (active === null || typeof active.type !== "string") return null;
  const foci = content.foci_preferred ?? [];
  if (!Array.isArray(foci) || !foci.every((focus: unknown) => typeof objectOrNull(focus)?.type === "string"))
    return null;
  const intent = content["m.call.intent"];
  if (intent !== undefined && typeof intent !== "string") return null;
  const joinedAt = isFiniteNumber(createdTs) ? createdTs : sentAt;
  const { focus_selection: selection } = active;
  return {
    form: "state",
    // Not the `membershipID` of the content: anybody could claim another member's.
    memberId: `${sender}:${deviceId}` as MemberId,
    userId: sender,
    deviceId: deviceId as DeviceId,
    eventId,
    sentAt,
    joinedAt,
    expiresAt: joinedAt + (isFiniteNumber(expires) ? expires : DEFAULT_EXPIRY_MS),
    focusSelection: selection === "multi_sfu" || selection === "oldest_membership" ? selection : null,
    preferredTransport: decodeTransport(foci[0]),
    intent: intent ?? null,
  };
}

/** Reads a sticky membership of the slot `m.call#ROOM`. @returns null for leaves, other slots and what is not valid. */
export function decodeStickyMembership({ content, sender, eventId, sentAt }: RawEvent): Membership | null {
  const application = objectOrNull(content.application);
  const member = objectOrNull(content.member);
  const transports = objectOrNull(content.transports);
  if (application === null || member === null || transports === null) return null;
  if (typeof application.type !== "string" || application.type.includes("#")) return null;
  const parts = typeof content.slot_id === "string" ? content.slot_id.split("#") : [];
  if (parts.length !== 2 || parts[0] !== application.type || parts[1] !== "ROOM") return null;
  const { user_id: userId, device_id: deviceId, id } = member;
  if (userId !== sender || typeof deviceId !== "string" || deviceId === "" || typeof id !== "string" || id === "")
    return null;
  const { published, can_subscribe: canSubscribe } = transports;
  if (!Array.isArray(published) || !published.every((entry: unknown) => typeof objectOrNull(entry)?.type === "string"))
    return null;
  if (!isTextArray(canSubscribe) || !isTextArray(content.versions)) return null;
  if (!hasStickyKey(content) || !hasGoodRelation(content["m.relates_to"])) return null;
  const intent = application["m.call.intent"];
  return {
    form: "sticky",
    memberId: id as MemberId,
    userId: sender,
    deviceId: deviceId as DeviceId,
    eventId,
    sentAt,
    joinedAt: sentAt,
    expiresAt: null,
    focusSelection: "multi_sfu",
    preferredTransport: published.map(decodeTransport).find((transport) => transport !== null) ?? null,
    intent: typeof intent === "string" ? intent : null,
  };
}

/** Whether a slot event closes its slot; without an event the slot is not closed. @see MSC4143 */
export function isSlotClosed(slot: RawEvent | null): boolean {
  if (slot === null) return false;
  return slot.content.status !== "open" || objectOrNull(slot.content.application)?.type !== "m.call";
}

function hasStickyKey({ sticky_key: stable, msc4354_sticky_key: unstable }: Content): boolean {
  const keys = [stable, unstable].filter((key) => key !== undefined);
  return keys.length > 0 && keys.every((key) => typeof key === "string" && key === keys[0]);
}

function hasGoodRelation(relation: unknown): boolean {
  if (relation === undefined) return true;
  const { rel_type: type, event_id: eventId } = objectOrNull(relation) ?? {};
  return type === "m.reference" && typeof eventId === "string";
}

function isTextArray(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function objectOrNull(value: unknown): Content | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Content) : null;
}
