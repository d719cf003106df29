import type {
  MediaCryptoClient,
  TrackPipe,
  TransformOptions,
} from "../../../../workers/media-crypto/mediaCrypto.api.ts";
import type { FrameAccess, FrameEnd } from "./encodedStreams.ts";

/** Lays the pipes between LiveKit's senders and receivers and the media-crypto worker. */
export interface TrackPipes {
  /** Encrypts what leaves through `sender`, from before its first frame on. */
  readonly encrypt: (sender: FrameEnd, pipe: TrackPipe) => void;
  /** Decrypts what comes through `receiver`. */
  readonly decrypt: (receiver: FrameEnd, pipe: TrackPipe) => void;
  /** Our track's codec was negotiated: for browsers whose frames do not say what they are. */
  readonly name: (pipe: TrackPipe) => void;
  /** The track is no longer subscribed; its receiver may get another one. */
  readonly release: (pipe: TrackPipe) => void;
}

/**
 * Makes the pipes of one room. A sender or receiver gives its streams away once; when LiveKit reuses it for another
 * track, the worker is told to go on with the pipe it has.
 */
export function createTrackPipes(mediaCrypto: MediaCryptoClient, access: FrameAccess | null): TrackPipes {
  const trackIdByEnd = new WeakMap<FrameEnd, string>();

  const lay = (kind: TransformOptions["kind"], end: FrameEnd, pipe: TrackPipe) => {
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
    encrypt: (sender, pipe) => lay("encrypt", sender, pipe),
    decrypt: (receiver, pipe) => lay("decrypt", receiver, pipe),
    name: (pipe) => {
      if (access === "script") void mediaCrypto.retarget(pipe.trackId, pipe);
    },
    release: ({ connectionId, trackId }) => void mediaCrypto.release({ connectionId, trackId }),
  };
}
