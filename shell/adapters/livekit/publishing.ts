import {
  AudioPresets,
  type RoomOptions,
  Track,
  type TrackPublishOptions,
  type VideoEncoding,
  VideoPreset,
} from "livekit-client";
import type { TrackSource } from "../../../machines/domain/call.ts";
import type { MediaQuality, PictureQuality, SimulcastLayer } from "../../../machines/domain/mediaQuality.ts";

/** LiveKit's name for what a track of ours carries. */
export const livekitSourceOf = {
  camera: Track.Source.Camera,
  microphone: Track.Source.Microphone,
  screen: Track.Source.ScreenShare,
  screen_audio: Track.Source.ScreenShareAudio,
} as const satisfies Record<TrackSource, Track.Source>;

/** Our name for a LiveKit source; null for what we do not show. */
export function sourceOf(source: Track.Source): TrackSource | null {
  const found = Object.entries(livekitSourceOf).find(([, livekitSource]) => livekitSource === source);
  return (found?.[0] as TrackSource | undefined) ?? null;
}

/** How one source of ours is sent. RED is off, as it breaks with encrypted frames where a browser has none. */
export function publishOptionsOf(source: TrackSource, quality: MediaQuality): TrackPublishOptions {
  const common = {
    source: livekitSourceOf[source],
    red: false,
    dtx: source === "microphone",
    backupCodec: false,
  } as const;
  switch (source) {
    case "microphone":
      return { ...common, audioPreset: AudioPresets.music };
    case "screen_audio":
      return { ...common, audioPreset: AudioPresets.musicStereo };
    case "camera":
      return {
        ...common,
        simulcast: true,
        videoCodec: quality.videoCodec,
        videoEncoding: encodingOf(quality.camera),
        ...(quality.camera.simulcastLayers === null
          ? {}
          : { videoSimulcastLayers: presetsOf(quality.camera.simulcastLayers) }),
      };
    case "screen":
      return {
        ...common,
        videoCodec: quality.videoCodec,
        screenShareEncoding: encodingOf(quality.screen),
        ...(quality.screen.simulcastLayers === null
          ? {}
          : { screenShareSimulcastLayers: presetsOf(quality.screen.simulcastLayers) }),
      };
  }
}

function encodingOf({ maxBitrateBps, maxFrameRateFps }: PictureQuality): VideoEncoding {
  return { maxBitrate: maxBitrateBps, maxFramerate: maxFrameRateFps };
}

function presetsOf(layers: readonly SimulcastLayer[]): VideoPreset[] {
  return layers.map(
    ({ heightPx, bitrateBps, frameRateFps }) =>
      new VideoPreset(Math.round((heightPx * 16) / 9), heightPx, bitrateBps, frameRateFps ?? undefined),
  );
}

/**
 * LiveKit resumes short breaks by itself; when it has given up after a second, the reconnection machine goes on with a
 * new token, because an SFU that restarted has forgotten the room.
 */
const RESUME_DELAYS_MS: readonly number[] = [0, 300, 600];

/** Options that every room of ours has. Tracks are ours: LiveKit never stops or reopens them. */
export const roomOptions: RoomOptions = {
  adaptiveStream: true,
  dynacast: true,
  stopLocalTrackOnUnpublish: false,
  disconnectOnPageLeave: true,
  webAudioMix: false,
  reconnectPolicy: { nextRetryDelayInMs: ({ retryCount }) => RESUME_DELAYS_MS[retryCount] ?? null },
};
