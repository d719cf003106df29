import type { TrackSource } from "../domain/call.ts";
import type { ParticipantId } from "../domain/ids.ts";
import type { MediaDecryption, TrackSubscribed } from "../events/callEvents.ts";

/** A remote track that can be attached. */
export interface RemoteTrack {
  readonly trackId: string;
  readonly source: TrackSource;
  readonly isMuted: boolean;
  /** False when it claims to be plain; see `track.subscribed`. */
  readonly isEncrypted: boolean;
}

/** A LiveKit identity at one SFU. */
export interface Participant {
  readonly serviceUrl: string;
  readonly participantId: ParticipantId;
  readonly tracks: ReadonlyMap<string, RemoteTrack>;
  readonly isSpeaking: boolean;
  /** What the media-crypto realm said last; null before. */
  readonly decryption: MediaDecryption["decryption"] | null;
}

/** Everybody connected at some SFU of ours, by `participantKey`. */
export type Participants = ReadonlyMap<string, Participant>;

/** Nobody. */
export const noParticipants: Participants = new Map();

/** Names a participant: identities are unique only within an SFU. */
export function participantKey(serviceUrl: string, participantId: ParticipantId): string {
  return `${serviceUrl} ${participantId}`;
}

interface Named {
  readonly serviceUrl: string;
  readonly participantId: ParticipantId;
}

/** Adds a participant unless it is there. */
export function withParticipant(participants: Participants, { serviceUrl, participantId }: Named): Participants {
  const key = participantKey(serviceUrl, participantId);
  if (participants.has(key)) return participants;
  return new Map(participants).set(key, {
    serviceUrl,
    participantId,
    tracks: new Map(),
    isSpeaking: false,
    decryption: null,
  });
}

/** Removes a participant with everything it had. */
export function withoutParticipant(participants: Participants, { serviceUrl, participantId }: Named): Participants {
  const key = participantKey(serviceUrl, participantId);
  if (!participants.has(key)) return participants;
  const next = new Map(participants);
  next.delete(key);
  return next;
}

/** Adds or replaces a track; its participant is there then, whatever came first. */
export function withTrack(participants: Participants, event: TrackSubscribed): Participants {
  const { trackId, source, isMuted, isEncrypted } = event;
  return changed(withParticipant(participants, event), event, ({ tracks }) => {
    const known = tracks.get(trackId);
    if (known?.source === source && known.isMuted === isMuted && known.isEncrypted === isEncrypted) return null;
    return { tracks: new Map(tracks).set(trackId, { trackId, source, isMuted, isEncrypted }) };
  });
}

/** Removes a track. */
export function withoutTrack(participants: Participants, event: Named & { readonly trackId: string }): Participants {
  return changed(participants, event, ({ tracks }) => {
    if (!tracks.has(event.trackId)) return null;
    const next = new Map(tracks);
    next.delete(event.trackId);
    return { tracks: next };
  });
}

/** Mutes or unmutes a track. */
export function withTrackMuted(
  participants: Participants,
  event: Named & { readonly trackId: string; readonly isMuted: boolean },
): Participants {
  return changed(participants, event, ({ tracks }) => {
    const track = tracks.get(event.trackId);
    if (track === undefined || track.isMuted === event.isMuted) return null;
    return { tracks: new Map(tracks).set(event.trackId, { ...track, isMuted: event.isMuted }) };
  });
}

/** Notes who speaks. */
export function withSpeech(participants: Participants, event: Named & { readonly isSpeaking: boolean }): Participants {
  return changed(participants, event, ({ isSpeaking }) =>
    isSpeaking === event.isSpeaking ? null : { isSpeaking: event.isSpeaking },
  );
}

/** Notes whether an identity's frames decrypt, at whichever SFU it is. */
export function withDecryption(
  participants: Participants,
  { participantId, decryption }: MediaDecryption,
): Participants {
  let next = participants;
  for (const participant of participants.values()) {
    if (participant.participantId !== participantId) continue;
    next = changed(next, participant, (known) => (known.decryption === decryption ? null : { decryption }));
  }
  return next;
}

/** Applies `change` to one participant; the same map comes back when there is none, or nothing to change. */
function changed(
  participants: Participants,
  { serviceUrl, participantId }: Named,
  change: (participant: Participant) => Partial<Participant> | null,
): Participants {
  const key = participantKey(serviceUrl, participantId);
  const known = participants.get(key);
  const difference = known === undefined ? null : change(known);
  if (known === undefined || difference === null) return participants;
  return new Map(participants).set(key, { ...known, ...difference });
}
