import { JOIN_STEPS } from "../domain/call.ts";
import { faultFacts, type Fault, type FaultCode } from "../domain/fault.ts";
import type { MemberId } from "../domain/ids.ts";
import type { Member } from "../domain/member.ts";
import type { Transport } from "../domain/transport.ts";
import type { CallEvent, StoredEvent } from "./callEvents.ts";
import { count, flag, list, oneOf, orNull, record, text, type Fields } from "./readers.ts";

type EventType = CallEvent["type"];
type EventOf<Type extends EventType> = Extract<CallEvent, { readonly type: Type }>;

const fault = record<Fault>(
  { code: oneOf(...(Object.keys(faultFacts) as FaultCode[])), url: text, detail: text, retryAfterMs: count },
  ["url", "detail", "retryAfterMs"],
);
const transport = record<Transport>({ type: oneOf("livekit"), serviceUrl: text });
const member = record<Member>({
  memberId: text,
  userId: text,
  deviceId: text,
  participantId: text,
  form: oneOf("state", "sticky"),
  eventId: text,
  joinedAt: count,
  transport: orNull(transport),
  preferredTransport: orNull(transport),
  focusSelection: oneOf("multi_sfu", "oldest_membership"),
  intent: orNull(text),
  displayName: text,
  avatarMxc: orNull(text),
  isOwn: flag,
});
const participant = { serviceUrl: text, participantId: text };
const track = { ...participant, trackId: text };
const leg = { leg: oneOf("homeserver", "membership", "transport", "device"), serviceUrl: orNull(text) };
const step = oneOf(...JOIN_STEPS);

/** The fields of version 1 of every event. To change one is to decide what becomes of logs already written. */
export const storedFields: { readonly [Type in EventType]: Fields<Omit<EventOf<Type>, "type" | "v">> } = {
  "call.opened": {
    roomId: text,
    encryption: oneOf("per_participant", "shared_key", "none"),
    mode: oneOf("legacy", "compatibility", "matrix_2_0"),
  },
  "join.requested": {},
  "join.stepEntered": { step },
  "join.failed": { step, fault },
  "call.joined": {},
  "call.left": { cause: oneOf("left", "removed", "failed"), fault: orNull(fault) },
  "member.joined": { member },
  "member.updated": { member },
  "member.suspended": { memberId: text },
  "member.left": { memberId: text },
  "key.distributed": { epoch: count, memberIds: list(text<MemberId>), missedMemberIds: list(text<MemberId>) },
  "key.used": { epoch: count },
  "key.received": { memberId: text, keyIndex: count, receivedAt: count },
  "member.trustChanged": { memberId: text, trust: oneOf("verified", "unverified", "changed") },
  "safetyCode.changed": { code: orNull(text) },
  "participant.connected": participant,
  "participant.disconnected": participant,
  "track.subscribed": {
    ...track,
    source: oneOf("camera", "microphone", "screen", "screen_audio"),
    isMuted: flag,
    isEncrypted: flag,
  },
  "track.unsubscribed": track,
  "track.muted": { ...track, isMuted: flag },
  "speech.changed": { ...participant, isSpeaking: flag },
  "media.decryptionChanged": {
    participantId: text,
    decryption: oneOf("decrypting", "missing_key", "invalid_key", "unencrypted"),
  },
  "ownTrack.turned": { source: oneOf("camera", "microphone", "screen"), isOn: flag },
  "leg.lost": { ...leg, fault: orNull(fault) },
  "leg.restored": leg,
  "layout.chosen": { layout: oneOf("grid", "spotlight") },
  "pin.chosen": { memberId: orNull(text<MemberId>) },
};

/** Reads an event from storage or from an exported call. @returns null for what this version cannot read. */
export function decodeStoredEvent(value: unknown): StoredEvent | null {
  const stored = record<{ seq: number; at: number; event: unknown }>({
    seq: count,
    at: count,
    event: (raw) => raw ?? undefined,
  })(value);
  if (stored === undefined || !Number.isInteger(stored.seq) || stored.seq < 1) return null;
  const event = decodeCallEvent(stored.event);
  return event === null ? null : { seq: stored.seq, at: stored.at, event };
}

/** Reads one event of any type. @returns null for an unknown type or version, or a field that does not fit. */
export function decodeCallEvent(value: unknown): CallEvent | null {
  const head = record<{ type: string; v: number }>({ type: text, v: count })(value);
  if (head === undefined || head.v !== 1 || !Object.hasOwn(storedFields, head.type)) return null;
  const fields = storedFields[head.type as EventType] as Fields<Record<string, unknown>>;
  const payload = record(fields)(value);
  return payload === undefined ? null : ({ type: head.type, v: 1, ...payload } as CallEvent);
}
