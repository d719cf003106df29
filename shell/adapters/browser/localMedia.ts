import type { Fault } from "../../../machines/domain/fault.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import { deviceFaultOf } from "./deviceFault.ts";

/** What we capture ourselves. */
export type LocalSource = "camera" | "microphone" | "screen" | "screen_audio";

/** Told whenever a track of ours begins, is replaced, or ends (`null`). */
export type OnLocalTrack = (source: LocalSource, track: MediaStreamTrack | null) => void;

/** Our own tracks: opened here, shown by views, published by the LiveKit adapter. */
export interface LocalMedia {
  trackOf(source: LocalSource): MediaStreamTrack | null;
  /**
   * Opens camera and microphone in one prompt where both are asked for; if that fails, each alone, so that a
   * denied camera leaves the microphone. @returns a fault for each that did not open.
   */
  open(wanted: {
    camera: string | null | false;
    microphone: string | null | false;
  }): Promise<{ camera: Fault | null; microphone: Fault | null }>;
  /** Opens or replaces one. @faults device.denied, device.missing, device.in_use */
  start(source: "camera" | "microphone", deviceId: string | null): Promise<Result<MediaStreamTrack, Fault>>;
  stop(source: LocalSource): void;
  /** Silences without closing the device, so that unmuting is immediate. */
  mute(source: "microphone", isMuted: boolean): void;
  /** Must be called within a click. @faults device.denied (also when the person closed the picker) */
  startShare(): Promise<Result<null, Fault>>;
  watch(onTrack: OnLocalTrack): () => void;
}

const audioConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
/** 720p at 30: what the top simulcast layer carries. */
const videoConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
/** What a person may share, as Chromium asks for it; not yet in TypeScript's own types. */
const surfaceChoices = { selfBrowserSurface: "include", surfaceSwitching: "include", systemAudio: "include" };

function constraintsOf(source: "camera" | "microphone", deviceId: string | null): MediaTrackConstraints {
  const base = source === "camera" ? videoConstraints : audioConstraints;
  return deviceId === null ? base : { ...base, deviceId: { exact: deviceId } };
}

/** @param onEnded a track ended by itself: unplugged, or the share stopped from the browser's own bar. */
export function createLocalMedia(onEnded: (source: LocalSource) => void, signal: AbortSignal): LocalMedia {
  const tracks = new Map<LocalSource, MediaStreamTrack>();
  const watchers = new Set<OnLocalTrack>();

  function set(source: LocalSource, track: MediaStreamTrack | null): void {
    const previous = tracks.get(source);
    if (track === null) tracks.delete(source);
    else {
      tracks.set(source, track);
      track.addEventListener("ended", () => {
        if (tracks.get(source) !== track) return;
        set(source, null);
        onEnded(source);
      });
    }
    for (const tell of watchers) tell(source, track);
    previous?.stop();
  }

  async function capture(constraints: MediaStreamConstraints): Promise<Result<MediaStream, Fault>> {
    try {
      return ok(await navigator.mediaDevices.getUserMedia(constraints));
    } catch (thrown) {
      return failed(deviceFaultOf(thrown));
    }
  }

  function adopt(stream: MediaStream): void {
    for (const track of stream.getTracks()) set(track.kind === "video" ? "camera" : "microphone", track);
  }

  async function start(
    source: "camera" | "microphone",
    deviceId: string | null,
  ): Promise<Result<MediaStreamTrack, Fault>> {
    const constraints = constraintsOf(source, deviceId);
    const captured = await capture(source === "camera" ? { video: constraints } : { audio: constraints });
    // A remembered device that is gone must not keep us from having any.
    if (!captured.ok && captured.fault.code === "device.missing" && deviceId !== null) return start(source, null);
    if (!captured.ok) return captured;
    const track = captured.value.getTracks()[0];
    if (track === undefined) return failed({ code: "device.missing" });
    set(source, track);
    return ok(track);
  }

  signal.addEventListener("abort", () => {
    for (const track of tracks.values()) track.stop();
    tracks.clear();
    watchers.clear();
  });

  return {
    trackOf: (source) => tracks.get(source) ?? null,
    async open({ camera, microphone }) {
      if (camera !== false && microphone !== false) {
        const both = await capture({
          video: constraintsOf("camera", camera),
          audio: constraintsOf("microphone", microphone),
        });
        if (both.ok) {
          adopt(both.value);
          return { camera: null, microphone: null };
        }
      }
      const [video, audio] = await Promise.all([
        camera === false ? null : start("camera", camera),
        microphone === false ? null : start("microphone", microphone),
      ]);
      return {
        camera: video === null || video.ok ? null : video.fault,
        microphone: audio === null || audio.ok ? null : audio.fault,
      };
    },
    start,
    stop: (source) => set(source, null),
    mute(source, isMuted) {
      const track = tracks.get(source);
      if (track !== undefined) track.enabled = !isMuted;
    },
    async startShare() {
      try {
        const stream = await navigator.mediaDevices.getDisplayMedia({
          video: { frameRate: { ideal: 30 }, width: { max: 1920 }, height: { max: 1080 } },
          audio: true,
          ...surfaceChoices,
        });
        const [video] = stream.getVideoTracks();
        const [audio] = stream.getAudioTracks();
        if (video === undefined) return failed({ code: "device.share_failed" });
        video.contentHint = "detail";
        set("screen", video);
        if (audio !== undefined) set("screen_audio", audio);
        return ok(null);
      } catch (thrown) {
        return failed({ ...deviceFaultOf(thrown), code: "device.share_failed" });
      }
    },
    watch(onTrack) {
      watchers.add(onTrack);
      for (const [source, track] of tracks) onTrack(source, track);
      return () => watchers.delete(onTrack);
    },
  };
}
