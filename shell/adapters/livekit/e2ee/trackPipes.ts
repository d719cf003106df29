import type {
  MediaCryptoClient,
  TrackPipe,
  TransformOptions,
} from "../../../../workers/media-crypto/mediaCrypto.api.ts";
import type { FrameAccess, FrameEnd } from "./encodedStreams.ts";

/** What a pipe carries. Its `trackId` is given here: browsers give a reused receiver's tracks one and the same. */
export type PipeLoad = Omit<TrackPipe, "trackId">;

/** Lays the pipes between LiveKit's senders and receivers and the media-crypto worker; `track` is LiveKit's object. */
export interface TrackPipes {
  /** Encrypts what leaves through `sender`, from before its first frame on. */
  readonly encrypt: (sender: FrameEnd, track: object, load: PipeLoad) => void;
  /** Decrypts what comes through `receiver`. */
  readonly decrypt: (receiver: FrameEnd, track: object, load: PipeLoad) => void;
  /** Our track's codec was negotiated: for browsers whose frames do not say what they are. */
  readonly name: (track: object, load: PipeLoad) => void;
  /** The track is no longer subscribed. Nothing happens if its receiver carries another one by now. */
  readonly release: (connectionId: string, track: object) => void;
}

/**
 * Makes the pipes of one room. A sender or receiver gives its streams away once; when LiveKit reuses it for another
 * track, the worker is told to go on with the pipe it has.
 */
export function createTrackPipes(mediaCrypto: MediaCryptoClient, access: FrameAccess | null): TrackPipes {
  const trackIdByEnd = new WeakMap<FrameEnd, string>();
  const trackIds = new WeakMap<object, string>();
  let given = 0;

  function trackIdOf(track: object): string {
    const trackId = trackIds.get(track) ?? `${(given += 1)}`;
    trackIds.set(track, trackId);
    return trackId;
  }

  const lay = (kind: TransformOptions["kind"], end: FrameEnd, track: object, load: PipeLoad) => {
    const pipe: TrackPipe = { ...load, trackId: trackIdOf(track) };
    const previousTrackId = trackIdByEnd.get(end);
    trackIdByEnd.set(end, pipe.trackId);
    if (access === "script") {
      end.transform = new RTCRtpScriptTransform(mediaCrypto.worker, { kind, pipe } satisfies TransformOptions);
    } else if (previousTrackId !== undefined) {
      void mediaCrypto.retarget(previousTrackId, pipe);
    } else {
      const streams = end.createEncodedStreams?.();
      if (streams !== undefined) void mediaCrypto[kind](pipe, streams.readable, streams.writable);
    }
  };

  return {
    encrypt: (sender, track, load) => lay("encrypt", sender, track, load),
    decrypt: (receiver, track, load) => lay("decrypt", receiver, track, load),
    name: (track, load) => {
      const trackId = trackIdOf(track);
      if (access === "script") void mediaCrypto.retarget(trackId, { ...load, trackId });
    },
    // A pipe that was pointed at a later track goes by that one's id, so that this finds nothing.
    release: (connectionId, track) => void mediaCrypto.release({ connectionId, trackId: trackIdOf(track) }),
  };
}
