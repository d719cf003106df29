import type { TrackSource } from "../../../machines/domain/call.ts";
import type { ParticipantId } from "../../../machines/domain/ids.ts";
import type { CallEvent, TrackSubscribed } from "../../../machines/events/callEvents.ts";

/**
 * Keeps what is said about remote people continuous over a lost connection. After it the same people come with new
 * track ids; each old track ends only when its successor is there, so that a tile keeps its last picture meanwhile.
 */
export interface Continuity {
  /** Passes an event of the current room on, ending first what it succeeds. */
  pass(event: CallEvent): void;
  /** The connection is lost: nobody has left because of that. */
  lose(): void;
  /** A new connection is up with these people in it; whoever was known and is not among them has left. */
  restore(serviceUrl: string, present: readonly ParticipantId[]): void;
  /** The connection is closed for good. */
  clear(serviceUrl: string): void;
  participantIds(): readonly ParticipantId[];
}

export function createContinuity(emit: (event: CallEvent) => void): Continuity {
  const participants = new Set<ParticipantId>();
  const tracks = new Map<string, TrackSubscribed>();
  const stale = new Map<string, TrackSubscribed>();
  let isLost = false;

  const staleKey = (participantId: ParticipantId, source: TrackSource) => `${participantId} ${source}`;

  function end({ serviceUrl, participantId, trackId }: TrackSubscribed): void {
    emit({ type: "track.unsubscribed", v: 1, serviceUrl, participantId, trackId });
  }

  function forget(serviceUrl: string, participantId: ParticipantId): void {
    participants.delete(participantId);
    for (const known of [tracks, stale]) {
      for (const [key, track] of known) {
        if (track.participantId !== participantId) continue;
        known.delete(key);
        end(track);
      }
    }
    emit({ type: "participant.disconnected", v: 1, serviceUrl, participantId });
  }

  return {
    pass(event) {
      switch (event.type) {
        case "participant.connected":
          if (participants.has(event.participantId)) return;
          participants.add(event.participantId);
          break;
        case "participant.disconnected":
          if (!isLost && participants.has(event.participantId)) forget(event.serviceUrl, event.participantId);
          return;
        case "track.subscribed": {
          const key = staleKey(event.participantId, event.source);
          const predecessor = stale.get(key);
          if (predecessor !== undefined) {
            stale.delete(key);
            end(predecessor);
          }
          tracks.set(event.trackId, event);
          break;
        }
        case "track.unsubscribed":
          if (isLost || !tracks.delete(event.trackId)) return;
          break;
        default:
      }
      emit(event);
    },
    lose() {
      isLost = true;
      for (const track of tracks.values()) stale.set(staleKey(track.participantId, track.source), track);
      tracks.clear();
    },
    restore(serviceUrl, present) {
      isLost = false;
      for (const participantId of participants) if (!present.includes(participantId)) forget(serviceUrl, participantId);
      for (const participantId of present) {
        if (participants.has(participantId)) continue;
        participants.add(participantId);
        emit({ type: "participant.connected", v: 1, serviceUrl, participantId });
      }
    },
    clear(serviceUrl) {
      for (const participantId of participants) forget(serviceUrl, participantId);
    },
    participantIds: () => [...participants],
  };
}
