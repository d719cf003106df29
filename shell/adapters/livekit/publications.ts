import { LocalAudioTrack, type LocalTrack, LocalVideoTrack, type Room } from "livekit-client";
import type { TrackSource } from "../../../machines/domain/call.ts";
import type { MediaQuality } from "../../../machines/domain/mediaQuality.ts";
import { publishOptionsOf } from "./publishing.ts";

/** Our tracks as one LiveKit room knows them. The `MediaStreamTrack`s belong to the browser adapter. */
export interface Publications {
  /**
   * Makes `source` carry `track`: publishes it, swaps it in place, or (null) mutes what was published, so that the
   * next one starts without negotiation. Changes of one source happen one after another.
   */
  carry(source: TrackSource, track: MediaStreamTrack | null, isMuted: boolean): Promise<void>;
}

/** @throws what LiveKit throws when publishing is refused or the room is gone. */
export function createPublications(room: Room, quality: MediaQuality): Publications {
  const published = new Map<TrackSource, LocalTrack>();
  const queues = new Map<TrackSource, Promise<void>>();

  async function carryNow(source: TrackSource, track: MediaStreamTrack | null, isMuted: boolean): Promise<void> {
    const current = published.get(source);
    if (track === null) {
      if (current === undefined) return;
      // A share that ended is gone for everybody; a camera or microphone only rests.
      if (source === "screen" || source === "screen_audio") {
        published.delete(source);
        await room.localParticipant.unpublishTrack(current, false);
      } else await current.mute();
      return;
    }
    if (current === undefined) {
      const isAudio = track.kind === "audio";
      const local = (
        isAudio ? new LocalAudioTrack(track, undefined, true) : new LocalVideoTrack(track, undefined, true)
      ) as LocalTrack;
      published.set(source, local);
      if (isMuted) await local.mute();
      await room.localParticipant.publishTrack(local, publishOptionsOf(source, quality));
      return;
    }
    if (current.mediaStreamTrack !== track) await current.replaceTrack(track, true);
    if (isMuted) await current.mute();
    else await current.unmute();
  }

  return {
    carry(source, track, isMuted) {
      const next = (queues.get(source) ?? Promise.resolve()).then(() => carryNow(source, track, isMuted));
      queues.set(
        source,
        next.catch(() => undefined),
      );
      return next;
    },
  };
}
