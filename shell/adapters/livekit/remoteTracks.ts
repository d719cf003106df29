import {
  type RemoteTrack,
  type RemoteTrackPublication,
  type RemoteParticipant,
  type Room,
  RoomEvent,
} from "livekit-client";
import type { TrackSource } from "../../../machines/domain/call.ts";
import type { ParticipantId } from "../../../machines/domain/ids.ts";
import type { CallEvent } from "../../../machines/events/callEvents.ts";
import { sourceOf } from "./publishing.ts";

/** One remote track that can be shown or heard. */
export interface RemoteMedia {
  readonly participantId: ParticipantId;
  readonly source: TrackSource;
  readonly track: RemoteTrack;
  /** How loud its sender speaks, 0 to 1, as the SFU says: it passes the levels in RTP on to nobody. */
  readonly speechLevel: () => number;
}

/** Says what LiveKit tells of a room as events of ours, and keeps the tracks by id for attaching. */
export interface RemoteTracks {
  readonly mediaByTrack: ReadonlyMap<string, RemoteMedia>;
}

/**
 * Follows `room` for as long as it lives.
 * @param nameTrack makes the id of a track that was subscribed to, from the SFU's own
 */
export function followRemoteTracks(
  room: Room,
  serviceUrl: string,
  isEncryptionRequired: boolean,
  nameTrack: (trackSid: string) => string,
  emit: (event: CallEvent) => void,
): RemoteTracks {
  const mediaByTrack = new Map<string, RemoteMedia>();
  const trackIdBySid = new Map<string, string>();
  const at = (participant: { identity: string }) =>
    ({ v: 1, serviceUrl, participantId: participant.identity as ParticipantId }) as const;

  function subscribed(track: RemoteTrack, publication: RemoteTrackPublication, participant: RemoteParticipant): void {
    const source = sourceOf(publication.source);
    if (source === null) return;
    const trackId = nameTrack(publication.trackSid);
    trackIdBySid.set(publication.trackSid, trackId);
    mediaByTrack.set(trackId, {
      participantId: participant.identity as ParticipantId,
      source,
      track,
      speechLevel: () => (participant.isSpeaking ? participant.audioLevel : 0),
    });
    const isEncrypted = !isEncryptionRequired || publication.isEncrypted;
    emit({
      type: "track.subscribed",
      ...at(participant),
      trackId,
      source,
      isMuted: publication.isMuted,
      isEncrypted,
    });
  }

  // What LiveKit says while it tears a lost room down is no news about the people in it. It says so in one go and then
  // that the room is gone, so what still holds a moment later is real.
  function emitUnlessTornDown(event: CallEvent): void {
    queueMicrotask(() => room.state !== "disconnected" && emit(event));
  }

  room
    .on(RoomEvent.ParticipantConnected, (participant) => emit({ type: "participant.connected", ...at(participant) }))
    .on(RoomEvent.ParticipantDisconnected, (participant) =>
      emitUnlessTornDown({ type: "participant.disconnected", ...at(participant) }),
    )
    .on(RoomEvent.TrackSubscribed, subscribed)
    .on(RoomEvent.TrackUnsubscribed, (_track, { trackSid }, participant) => {
      const trackId = trackIdBySid.get(trackSid);
      if (trackId === undefined) return;
      trackIdBySid.delete(trackSid);
      mediaByTrack.delete(trackId);
      emitUnlessTornDown({ type: "track.unsubscribed", ...at(participant), trackId });
    });
  for (const [event, isMuted] of [
    [RoomEvent.TrackMuted, true],
    [RoomEvent.TrackUnmuted, false],
  ] as const) {
    room.on(event, (publication, participant) => {
      const trackId = trackIdBySid.get(publication.trackSid);
      if (participant.isLocal || trackId === undefined) return;
      emit({ type: "track.muted", ...at(participant), trackId, isMuted });
    });
  }

  return { mediaByTrack };
}
