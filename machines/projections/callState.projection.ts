import type { EncryptionMode, JoinStep, MatrixRtcMode } from "../domain/call.ts";
import type { Fault } from "../domain/fault.ts";
import type { MemberId, RoomId, UnixMs } from "../domain/ids.ts";
import type { Trust } from "../domain/trust.ts";
import { unreachable } from "../domain/unreachable.ts";
import type { MediaDecryption, OwnTrackTurned, SpeechChanged, StoredEvent } from "../events/callEvents.ts";
import * as keys from "./keys.projection.ts";
import * as legs from "./legs.projection.ts";
import * as participants from "./participants.projection.ts";
import * as roster from "./roster.projection.ts";

/** Everything that a call's log says, as it stands now. */
export interface CallState {
  readonly roomId: RoomId | null;
  readonly encryption: EncryptionMode;
  readonly mode: MatrixRtcMode;
  readonly phase: "lobby" | "joining" | "joined" | "left";
  /** The step entered last while joining; the one that failed after `join.failed`. */
  readonly step: JoinStep | null;
  /** Why joining stopped, or why we left. */
  readonly fault: Fault | null;
  readonly cause: "left" | "removed" | "failed" | null;
  readonly joinedAt: UnixMs | null;
  readonly roster: roster.Roster;
  readonly participants: participants.Participants;
  readonly legs: legs.Legs;
  /** Which of our own tracks are on. */
  readonly own: Readonly<Record<OwnTrackTurned["source"], boolean>>;
  readonly keys: keys.Keys;
  /** How far we know whose devices the members' are. */
  readonly trust: ReadonlyMap<MemberId, Trust>;
  /** For comparing by voice; null while there is none. */
  readonly safetyCode: string | null;
  readonly layout: "grid" | "spotlight";
  readonly pinned: MemberId | null;
}

const ownOff: CallState["own"] = { camera: false, microphone: false, screen: false };

/** Before the first event. */
export const initialCallState: CallState = {
  roomId: null,
  encryption: "per_participant",
  mode: "compatibility",
  phase: "lobby",
  step: null,
  fault: null,
  cause: null,
  joinedAt: null,
  roster: roster.emptyRoster,
  participants: participants.noParticipants,
  legs: legs.steadyLegs,
  own: ownOff,
  keys: keys.noKeys,
  trust: new Map(),
  safetyCode: null,
  layout: "grid",
  pinned: null,
};

/** What ends with our own connections, however they end. The roster goes on being watched. */
const disconnected = {
  participants: participants.noParticipants,
  legs: legs.steadyLegs,
  joinedAt: null,
} as const satisfies Partial<CallState>;

/** Folds one stored event in. Returns the very same state when nothing changed, so callers compare with `===`. */
export function reduceCall(state: CallState, { event, at }: StoredEvent): CallState {
  switch (event.type) {
    case "call.opened":
      return { ...initialCallState, roomId: event.roomId, encryption: event.encryption, mode: event.mode };
    case "call.joined":
      return state.phase === "joined"
        ? state
        : changed(state, { phase: "joined", step: null, fault: null, joinedAt: at });
    case "call.left":
      return changed(state, {
        ...disconnected,
        own: ownOff,
        keys: keys.noKeys,
        safetyCode: null,
        phase: "left",
        step: null,
        cause: event.cause,
        fault: event.fault,
      });
    case "join.requested":
      return changed(state, { phase: "joining", step: null, fault: null, cause: null });
    case "join.stepEntered":
      // What goes on when we are in is nothing that anybody waits for.
      return state.phase === "joining" ? changed(state, { step: event.step }) : state;
    case "join.failed":
      return changed(state, { ...disconnected, phase: "lobby", step: event.step, fault: event.fault });
    case "member.joined":
      return changed(state, {
        roster: roster.withMember(state.roster, event.member),
        keys: event.member.isOwn ? state.keys : keys.withMemberSeen(state.keys, event.member.memberId, at),
      });
    case "member.updated":
      return changed(state, { roster: roster.withUpdatedMember(state.roster, event.member) });
    case "member.suspended":
      return changed(state, { roster: roster.withSuspendedMember(state.roster, event.memberId) });
    case "member.left":
      return withoutMember(state, event.memberId);
    case "key.distributed":
      return changed(state, { keys: keys.withDistribution(state.keys, event, at) });
    case "key.used":
      return changed(state, { keys: keys.withOwnEpoch(state.keys, event.epoch) });
    case "key.received":
      return changed(state, { keys: keys.withKeyFrom(state.keys, event) });
    case "member.trustChanged":
      return state.trust.get(event.memberId) === event.trust
        ? state
        : { ...state, trust: new Map(state.trust).set(event.memberId, event.trust) };
    case "safetyCode.changed":
      return changed(state, { safetyCode: event.code });
    case "participant.connected":
      return changed(state, { participants: participants.withParticipant(state.participants, event) });
    case "participant.disconnected":
      return changed(state, { participants: participants.withoutParticipant(state.participants, event) });
    case "track.subscribed":
      return changed(state, { participants: participants.withTrack(state.participants, event) });
    case "track.unsubscribed":
      return changed(state, { participants: participants.withoutTrack(state.participants, event) });
    case "track.muted":
      return changed(state, { participants: participants.withTrackMuted(state.participants, event) });
    case "speech.changed":
      return changed(state, { participants: participants.withSpeech(knownSpeakers(state, event), event) });
    case "media.decryptionChanged":
      return changed(state, {
        participants: participants.withDecryption(state.participants, event),
        keys: withDecryption(state, event, at),
      });
    case "ownTrack.turned":
      return state.own[event.source] === event.isOn
        ? state
        : { ...state, own: { ...state.own, [event.source]: event.isOn } };
    case "leg.lost":
      return changed(state, { legs: legs.withLegLost(state.legs, event, at) });
    case "leg.restored":
      return changed(state, { legs: legs.withLegRestored(state.legs, event) });
    case "layout.chosen":
      return changed(state, { layout: event.layout });
    case "pin.chosen":
      return changed(state, { pinned: event.memberId });
    default:
      return unreachable(event);
  }
}

/** Folds a log, from its beginning or on top of a snapshot of what came before it. */
export function replay(events: Iterable<StoredEvent>, from: CallState = initialCallState): CallState {
  let state = from;
  for (const event of events) state = reduceCall(state, event);
  return state;
}

/** Our own participant is at no SFU of ours to be told of; it is known from the roster, and only speech is said of it. */
function knownSpeakers(state: CallState, event: SpeechChanged): participants.Participants {
  const isOwn = [...state.roster.values()].some(
    ({ member }) => member.isOwn && member.participantId === event.participantId,
  );
  return isOwn ? participants.withParticipant(state.participants, event) : state.participants;
}

/** Frames name a participant, keys belong to its member. */
function withDecryption(state: CallState, { participantId, decryption }: MediaDecryption, at: UnixMs): keys.Keys {
  let next = state.keys;
  for (const { member } of state.roster.values())
    if (member.participantId === participantId && !member.isOwn)
      next = keys.withDecryption(next, member.memberId, decryption, at);
  return next;
}

function withoutMember(state: CallState, memberId: MemberId): CallState {
  return changed(state, {
    roster: roster.withoutMember(state.roster, memberId),
    keys: keys.withoutKeysOf(state.keys, memberId),
    trust: withoutTrust(state.trust, memberId),
    pinned: state.pinned === memberId ? null : state.pinned,
  });
}

function withoutTrust(trust: CallState["trust"], memberId: MemberId): CallState["trust"] {
  return trust.has(memberId) ? new Map([...trust].filter(([known]) => known !== memberId)) : trust;
}

/** `state` with `parts`; the very same one when each part is what it was. */
function changed(state: CallState, parts: Partial<CallState>): CallState {
  const names = Object.keys(parts) as (keyof CallState)[];
  return names.every((name) => state[name] === parts[name]) ? state : { ...state, ...parts };
}
