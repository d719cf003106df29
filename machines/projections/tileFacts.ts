import type { ParticipantId, UnixMs } from "../domain/ids.ts";
import type { Member } from "../domain/member.ts";
import type { CallState } from "./callState.projection.ts";
import { emptyLedger } from "./keys.projection.ts";
import { participantKey, type Participant, type RemoteTrack } from "./participants.projection.ts";
import type { RosterEntry } from "./roster.projection.ts";

/** What a member's tile shows instead of, or over, its picture. */
export type MediaState =
  /** Its media plays (or its camera is off). */
  | "playing"
  /** A member whose media is not there yet. */
  | "waiting-for-media"
  /** Media is there, its key is not. */
  | "waiting-for-key"
  /** There is a key and it does not fit. */
  | "undecryptable"
  /** The SFU says that this media is not encrypted; it is not shown. */
  | "unencrypted"
  /** Their or our way to the SFU is down; the last picture stays, dimmed. */
  | "reconnecting"
  /** Their membership ended with the homeserver's absence; they may be back. */
  | "suspended";

/** What is known of one member's media, ready to be laid out. */
export interface TileFacts {
  readonly member: Member;
  readonly state: MediaState;
  /** Where the member's participant is looked for; null when the member names no transport we can use. */
  readonly serviceUrl: string | null;
  readonly participantId: ParticipantId;
  /** Tracks to attach; null when there is none, or it is muted, or must not be shown. Always null for ourselves. */
  readonly cameraTrackId: string | null;
  readonly screenTrackId: string | null;
  readonly isCameraOn: boolean;
  readonly isScreenOn: boolean;
  readonly isMicrophoneOn: boolean;
  readonly isSpeaking: boolean;
  /** Our key has not reached them, so they cannot see or hear us. */
  readonly isKeyMissed: boolean;
  /** Since when we wait for their key; null when we have it, or need none. */
  readonly keyMissingSince: UnixMs | null;
}

/**
 * The facts of every member, in joining order. Given the last result as `previous`, equal facts keep their reference, and so
 * does the whole when nothing changed.
 */
export function selectTileFacts(state: CallState, previous: readonly TileFacts[] = []): readonly TileFacts[] {
  const facts = [...state.roster.values()].map((entry, index) => {
    const fresh = entry.member.isOwn ? ownFacts(state, entry) : remoteFacts(state, entry);
    const candidate = previous[index];
    const last =
      candidate?.member.memberId === entry.member.memberId
        ? candidate
        : previous.find(({ member }) => member.memberId === entry.member.memberId);
    return last !== undefined && isSameFacts(last, fresh) ? last : fresh;
  });
  return facts.length === previous.length && facts.every((fact, index) => fact === previous[index]) ? previous : facts;
}

function ownFacts(state: CallState, { member }: RosterEntry): TileFacts {
  const serviceUrl = member.transport?.serviceUrl ?? null;
  return {
    member,
    state: isTransportLost(state, serviceUrl) ? "reconnecting" : "playing",
    serviceUrl,
    participantId: member.participantId,
    cameraTrackId: null,
    screenTrackId: null,
    isCameraOn: state.own.camera,
    isScreenOn: state.own.screen,
    isMicrophoneOn: state.own.microphone,
    isSpeaking: participantOf(state, member)?.isSpeaking ?? false,
    isKeyMissed: false,
    keyMissingSince: null,
  };
}

function remoteFacts(state: CallState, entry: RosterEntry): TileFacts {
  const { member } = entry;
  const participant = participantOf(state, member);
  const camera = runningTrack(participant, "camera");
  const screen = runningTrack(participant, "screen");
  const microphone = runningTrack(participant, "microphone");
  const mediaState = mediaStateOf(state, entry, participant);
  const mayShow = mediaState !== "unencrypted";
  return {
    member,
    state: mediaState,
    serviceUrl: member.transport?.serviceUrl ?? null,
    participantId: member.participantId,
    cameraTrackId: mayShow ? (camera?.trackId ?? null) : null,
    screenTrackId: mayShow ? (screen?.trackId ?? null) : null,
    isCameraOn: camera !== null,
    isScreenOn: screen !== null,
    isMicrophoneOn: microphone !== null,
    isSpeaking: microphone !== null && (participant?.isSpeaking ?? false),
    isKeyMissed: state.keys.ledger.get(member.memberId)?.isMissed ?? false,
    keyMissingSince: keyMissingSince(state, member, mediaState),
  };
}

/** Nobody sends us a key before we are in, so the wait for a first one begins with the later of us. */
function keyMissingSince(
  { encryption, keys, joinedAt }: CallState,
  { memberId }: Member,
  mediaState: MediaState,
): UnixMs | null {
  if (encryption !== "per_participant" || joinedAt === null) return null;
  const { seenAt, received, lackingSince } = keys.ledger.get(memberId) ?? emptyLedger;
  if (received === null) return Math.max(seenAt ?? joinedAt, joinedAt);
  return mediaState === "waiting-for-key" ? lackingSince : null;
}

function mediaStateOf(
  state: CallState,
  { member, isSuspended }: RosterEntry,
  participant: Participant | null,
): MediaState {
  const running = participant === null ? [] : [...participant.tracks.values()].filter(({ isMuted }) => !isMuted);
  if (isInClear(state, participant, running)) return "unencrypted";
  if (isTransportLost(state, member.transport?.serviceUrl ?? null)) return "reconnecting";
  if (isSuspended) return "suspended";
  if (participant === null) return "waiting-for-media";
  if (running.length === 0 || state.encryption === "none") return "playing";
  if (participant.decryption === "invalid_key") return "undecryptable";
  if (participant.decryption === "missing_key") return "waiting-for-key";
  const hasKey =
    state.encryption === "shared_key" || (state.keys.ledger.get(member.memberId)?.received ?? null) !== null;
  return participant.decryption === null && !hasKey ? "waiting-for-key" : "playing";
}

/** Media that is plain where it should not be is never rendered, muted or not. */
function isInClear(state: CallState, participant: Participant | null, running: readonly RemoteTrack[]): boolean {
  if (state.encryption === "none" || participant === null || running.length === 0) return false;
  return participant.decryption === "unencrypted" || running.some(({ isEncrypted }) => !isEncrypted);
}

function participantOf({ participants }: CallState, { transport, participantId }: Member): Participant | null {
  return transport === null ? null : (participants.get(participantKey(transport.serviceUrl, participantId)) ?? null);
}

function isTransportLost({ legs }: CallState, serviceUrl: string | null): boolean {
  return serviceUrl !== null && legs.transports.has(serviceUrl);
}

function runningTrack(participant: Participant | null, source: RemoteTrack["source"]): RemoteTrack | null {
  if (participant === null) return null;
  for (const track of participant.tracks.values()) if (track.source === source && !track.isMuted) return track;
  return null;
}

function isSameFacts(a: TileFacts, b: TileFacts): boolean {
  return (Object.keys(a) as (keyof TileFacts)[]).every((key) => a[key] === b[key]);
}
