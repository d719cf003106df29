import fc from "fast-check";
import { JOIN_STEPS } from "../domain/call.ts";
import { faultFacts, faultOf, type FaultCode } from "../domain/fault.ts";
import type { MemberId, RoomId } from "../domain/ids.ts";
import type { Member } from "../domain/member.ts";
import type { CallEvent } from "../events/callEvents.ts";
import { memberOf, transportOf } from "./fixtures.ts";

// Few names, so that events often meet in one member, participant or track.
const name = fc.constantFrom("alice", "bob", "carol");
const v = fc.constant(1 as const);
const memberId: fc.Arbitrary<MemberId> = name.map((anyName) => memberOf(anyName).memberId);
const member: fc.Arbitrary<Member> = fc
  .record({ name, joinedAt: fc.nat(5), intent: fc.constantFrom("audio", "video", null), isOwn: fc.boolean() })
  .map(({ name: anyName, ...facts }) => memberOf(anyName, facts));
const serviceUrl = fc.constantFrom("main", "far").map((anyName) => transportOf(anyName).serviceUrl);
const participant = { v, serviceUrl, participantId: name.map((anyName) => memberOf(anyName).participantId) };
const track = { ...participant, trackId: fc.constantFrom("TR1", "TR2") };
const step = fc.constantFrom(...JOIN_STEPS);
const fault = fc
  .constantFrom(...(Object.keys(faultFacts) as FaultCode[]))
  .map((code) => faultOf(code, { detail: "M_FORBIDDEN" }));
const leg = {
  v,
  leg: fc.constantFrom("homeserver" as const, "membership" as const, "transport" as const, "device" as const),
  serviceUrl: fc.option(serviceUrl, { nil: null }),
};
const is = <const Type extends string>(type: Type): fc.Arbitrary<Type> => fc.constant(type);

const arbitraryByType: {
  readonly [Type in CallEvent["type"]]: fc.Arbitrary<Extract<CallEvent, { readonly type: Type }>>;
} = {
  "call.opened": fc.record({
    type: is("call.opened"),
    v,
    roomId: fc.constant("!room" as RoomId),
    encryption: fc.constantFrom("per_participant", "shared_key", "none"),
    mode: fc.constantFrom("legacy", "compatibility", "matrix_2_0"),
  }),
  "join.requested": fc.record({ type: is("join.requested"), v }),
  "join.stepEntered": fc.record({ type: is("join.stepEntered"), v, step }),
  "join.failed": fc.record({ type: is("join.failed"), v, step, fault }),
  "call.joined": fc.record({ type: is("call.joined"), v }),
  "call.left": fc.record({
    type: is("call.left"),
    v,
    cause: fc.constantFrom("left", "removed", "failed"),
    fault: fc.option(fault, { nil: null }),
  }),
  "member.joined": fc.record({ type: is("member.joined"), v, member }),
  "member.updated": fc.record({ type: is("member.updated"), v, member }),
  "member.suspended": fc.record({ type: is("member.suspended"), v, memberId }),
  "member.left": fc.record({ type: is("member.left"), v, memberId }),
  "key.distributed": fc.record({
    type: is("key.distributed"),
    v,
    epoch: fc.nat(3),
    memberIds: fc.array(memberId, { maxLength: 1 }),
    missedMemberIds: fc.array(memberId, { maxLength: 1 }),
  }),
  "key.used": fc.record({ type: is("key.used"), v, epoch: fc.nat(3) }),
  "key.received": fc.record({ type: is("key.received"), v, memberId, keyIndex: fc.nat(255), receivedAt: fc.nat() }),
  "member.trustChanged": fc.record({
    type: is("member.trustChanged"),
    v,
    memberId,
    trust: fc.constantFrom("verified", "unverified", "changed"),
  }),
  "safetyCode.changed": fc.record({
    type: is("safetyCode.changed"),
    v,
    code: fc.constantFrom("01234 56789 01234 56789 01234 56789", null),
  }),
  "participant.connected": fc.record({ type: is("participant.connected"), ...participant }),
  "participant.disconnected": fc.record({ type: is("participant.disconnected"), ...participant }),
  "track.subscribed": fc.record({
    type: is("track.subscribed"),
    ...track,
    source: fc.constantFrom("camera", "microphone", "screen", "screen_audio"),
    isMuted: fc.boolean(),
    isEncrypted: fc.boolean(),
  }),
  "track.unsubscribed": fc.record({ type: is("track.unsubscribed"), ...track }),
  "track.muted": fc.record({ type: is("track.muted"), ...track, isMuted: fc.boolean() }),
  "speech.changed": fc.record({ type: is("speech.changed"), ...participant, isSpeaking: fc.boolean() }),
  "media.decryptionChanged": fc.record({
    type: is("media.decryptionChanged"),
    v,
    participantId: participant.participantId,
    decryption: fc.constantFrom("decrypting", "missing_key", "invalid_key", "unencrypted"),
  }),
  "ownTrack.turned": fc.record({
    type: is("ownTrack.turned"),
    v,
    source: fc.constantFrom("camera", "microphone", "screen"),
    isOn: fc.boolean(),
  }),
  "leg.lost": fc.record({ type: is("leg.lost"), ...leg, fault: fc.option(fault, { nil: null }) }),
  "leg.restored": fc.record({ type: is("leg.restored"), ...leg }),
  "layout.chosen": fc.record({ type: is("layout.chosen"), v, layout: fc.constantFrom("grid", "spotlight") }),
  "pin.chosen": fc.record({ type: is("pin.chosen"), v, memberId: fc.option(memberId, { nil: null }) }),
};

/** Events of a call's log, all types equally likely. */
export const anyCallEvent: fc.Arbitrary<CallEvent> = fc.oneof(
  ...(Object.values(arbitraryByType) as fc.Arbitrary<CallEvent>[]),
);

/** One event of each type, always the same. */
export const sampleEvents: readonly CallEvent[] = Object.values(arbitraryByType).flatMap((arbitrary) =>
  fc.sample(arbitrary as fc.Arbitrary<CallEvent>, { numRuns: 1, seed: 1 }),
);
