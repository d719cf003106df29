import type { EncryptionMode, JoinStep, Leg, MatrixRtcMode, TrackSource } from "../domain/call.ts";
import type { Fault } from "../domain/fault.ts";
import type { Epoch, KeyIndex, MemberId, ParticipantId, RoomId, UnixMs } from "../domain/ids.ts";
import type { Member } from "../domain/member.ts";
import type { Trust } from "../domain/trust.ts";

/** The lobby of a room was entered; everything after belongs to this call until `call.closed`. */
export interface CallOpened {
  readonly type: "call.opened";
  readonly v: 1;
  readonly roomId: RoomId;
  readonly encryption: EncryptionMode;
  readonly mode: MatrixRtcMode;
}
/** The person pressed "Join"; the steps that follow say how far it got. */
export interface JoinRequested {
  readonly type: "join.requested";
  readonly v: 1;
}
/** A step of joining began. */
export interface JoinStepEntered {
  readonly type: "join.stepEntered";
  readonly v: 1;
  readonly step: JoinStep;
}
/** Joining stopped at `step`; the lobby is shown again with the fault. */
export interface JoinFailed {
  readonly type: "join.failed";
  readonly v: 1;
  readonly step: JoinStep;
  readonly fault: Fault;
}
/** Every step of joining is done. */
export interface CallJoined {
  readonly type: "call.joined";
  readonly v: 1;
}
/** We left: by choice, because others made us, or because it could not go on. */
export interface CallLeft {
  readonly type: "call.left";
  readonly v: 1;
  readonly cause: "left" | "removed" | "failed";
  readonly fault: Fault | null;
}

/** A member appeared in the slot. @see MSC4143 */
export interface MemberJoined {
  readonly type: "member.joined";
  readonly v: 1;
  readonly member: Member;
}
/** A membership in force changed: refreshed, other intent, other transport, other name. */
export interface MemberUpdated {
  readonly type: "member.updated";
  readonly v: 1;
  readonly member: Member;
}
/**
 * A membership ended while the homeserver was away, but the member's media may still flow: kept on the stage until it
 * is mended (`member.joined`) or given up (`member.left`).
 */
export interface MemberSuspended {
  readonly type: "member.suspended";
  readonly v: 1;
  readonly memberId: MemberId;
}
/** A member is no longer in the slot. */
export interface MemberLeft {
  readonly type: "member.left";
  readonly v: 1;
  readonly memberId: MemberId;
}

/** Our sender key of `epoch` was sent over Olm to these members' devices. */
export interface KeyDistributed {
  readonly type: "key.distributed";
  readonly v: 1;
  readonly epoch: Epoch;
  readonly memberIds: readonly MemberId[];
  /** Those whose device could not be reached (no Olm session possible); asked again later. */
  readonly missedMemberIds: readonly MemberId[];
}
/** Our frames are encrypted with the key of `epoch` from now on. */
export interface KeyUsed {
  readonly type: "key.used";
  readonly v: 1;
  readonly epoch: Epoch;
}
/** A member's media key arrived. The key itself goes to the media-crypto worker: it is never an event. */
export interface KeyReceived {
  readonly type: "key.received";
  readonly v: 1;
  readonly memberId: MemberId;
  readonly keyIndex: KeyIndex;
  readonly receivedAt: UnixMs;
}

/** How far we know whose device a member's is. */
export interface MemberTrustChanged {
  readonly type: "member.trustChanged";
  readonly v: 1;
  readonly memberId: MemberId;
  readonly trust: Trust;
}
/** The call's code for comparing by voice: six groups of five digits; null while there is none. No secret. */
export interface SafetyCodeChanged {
  readonly type: "safetyCode.changed";
  readonly v: 1;
  readonly code: string | null;
}

/** A LiveKit participant is connected at the SFU behind `serviceUrl`. */
export interface ParticipantConnected {
  readonly type: "participant.connected";
  readonly v: 1;
  readonly serviceUrl: string;
  readonly participantId: ParticipantId;
}
/** That participant is gone from the SFU. */
export interface ParticipantDisconnected {
  readonly type: "participant.disconnected";
  readonly v: 1;
  readonly serviceUrl: string;
  readonly participantId: ParticipantId;
}
/** A remote track can be attached. `trackId` is LiveKit's sid. */
export interface TrackSubscribed {
  readonly type: "track.subscribed";
  readonly v: 1;
  readonly serviceUrl: string;
  readonly participantId: ParticipantId;
  readonly trackId: string;
  readonly source: TrackSource;
  readonly isMuted: boolean;
  /** False when the publication claims to be plain in an encrypted call: then it is never rendered. */
  readonly isEncrypted: boolean;
}
/** A remote track ended. */
export interface TrackUnsubscribed {
  readonly type: "track.unsubscribed";
  readonly v: 1;
  readonly serviceUrl: string;
  readonly participantId: ParticipantId;
  readonly trackId: string;
}
/** A remote track was muted or unmuted by its sender. */
export interface TrackMuted {
  readonly type: "track.muted";
  readonly v: 1;
  readonly serviceUrl: string;
  readonly participantId: ParticipantId;
  readonly trackId: string;
  readonly isMuted: boolean;
}
/** Somebody began or ceased to speak. */
export interface SpeechChanged {
  readonly type: "speech.changed";
  readonly v: 1;
  readonly serviceUrl: string;
  readonly participantId: ParticipantId;
  readonly isSpeaking: boolean;
}
/** Frames of a participant began to decrypt, or ceased to. */
export interface MediaDecryption {
  readonly type: "media.decryptionChanged";
  readonly v: 1;
  readonly participantId: ParticipantId;
  readonly decryption: "decrypting" | "missing_key" | "invalid_key" | "unencrypted";
}

/** Our own camera, microphone or share was turned on or off, by us or by the world (unplugged, ended by the browser). */
export interface OwnTrackTurned {
  readonly type: "ownTrack.turned";
  readonly v: 1;
  readonly source: "camera" | "microphone" | "screen";
  readonly isOn: boolean;
}

/** A leg of the call went down. `serviceUrl` names the SFU when it is a transport. */
export interface LegLost {
  readonly type: "leg.lost";
  readonly v: 1;
  readonly leg: Leg;
  readonly serviceUrl: string | null;
  readonly fault: Fault | null;
}
/** A leg is up again. */
export interface LegRestored {
  readonly type: "leg.restored";
  readonly v: 1;
  readonly leg: Leg;
  readonly serviceUrl: string | null;
}

/** The person chose a layout. */
export interface LayoutChosen {
  readonly type: "layout.chosen";
  readonly v: 1;
  readonly layout: "grid" | "spotlight";
}
/** The person pinned a member into the spotlight, or let go (`null`). */
export interface PinChosen {
  readonly type: "pin.chosen";
  readonly v: 1;
  readonly memberId: MemberId | null;
}

/** Everything that a call's log holds. Free of keys, tokens and of what people said. */
export type CallEvent =
  | CallOpened
  | JoinRequested
  | JoinStepEntered
  | JoinFailed
  | CallJoined
  | CallLeft
  | MemberJoined
  | MemberUpdated
  | MemberSuspended
  | MemberLeft
  | KeyDistributed
  | KeyUsed
  | KeyReceived
  | MemberTrustChanged
  | SafetyCodeChanged
  | ParticipantConnected
  | ParticipantDisconnected
  | TrackSubscribed
  | TrackUnsubscribed
  | TrackMuted
  | SpeechChanged
  | MediaDecryption
  | OwnTrackTurned
  | LegLost
  | LegRestored
  | LayoutChosen
  | PinChosen;

/** An event as it stands in the log. */
export interface StoredEvent {
  /** Position in this call's log, from 1, without gaps. */
  readonly seq: number;
  /** When it reached us, by our clock. */
  readonly at: UnixMs;
  readonly event: CallEvent;
}
