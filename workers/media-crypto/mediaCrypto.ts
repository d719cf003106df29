import { release, type EncodedFrame } from "./encodedFrame.ts";
import { FAR, type CipherPace } from "./cipherPace.ts";
import type { FrameCipher } from "./cipher/frameCipher.ts";
import { createPacketSealer, openPacket } from "./dataPacket.ts";
import { decryptFrame, type DecryptOutcome } from "./frameDecryptor.ts";
import { encryptFrame, type EncryptOutcome } from "./frameEncryptor.ts";
import { codecOfFrame } from "./frameHeader.ts";
import { createIvSource, type IvSource } from "./frameIv.ts";
import { pumpFrames, type FinishFrame } from "./framePump.ts";
import { createKeyRings, decodeKeyMessage } from "./keyRings.ts";
import type {
  MediaCryptoApi,
  MediaCryptoEvent,
  PipeId,
  TrackPipe,
  TransformOptions,
  VideoCodec,
} from "./mediaCrypto.api.ts";
import { createPipeWatch, type PipeWatch } from "./pipeWatch.ts";

/** The worker's work, which also runs in Node. */
export interface MediaCrypto extends MediaCryptoApi {
  /** The same as `encrypt` and `decrypt`, for a script transform. @param onRecovered called when a picture has a gap behind it */
  transform(
    options: TransformOptions,
    readable: ReadableStream,
    writable: WritableStream,
    onRecovered?: () => void,
  ): void;
}

interface Pipe {
  target: TrackPipe;
  watch: PipeWatch;
  isReleased: boolean;
}

const NO_TRAILER = new Uint8Array();

const isDropped: FinishFrame = () => false;

/**
 * Makes an empty service: no keys, no pipes.
 * @param cipher for small frames; null for WebCrypto alone
 * @param pace asked for each frame
 */
export function createMediaCrypto({
  now = () => performance.now(),
  nextIv = createIvSource(),
  cipher = null,
  pace = () => FAR,
}: {
  readonly now?: () => number;
  readonly nextIv?: IvSource;
  readonly cipher?: FrameCipher | null;
  readonly pace?: () => CipherPace;
} = {}): MediaCrypto {
  const rings = createKeyRings(cipher);
  const pipeById = new Map<string, Pipe>();
  const sifTrailerByConnection = new Map<string, Uint8Array>();
  const payloadTypesByConnection = new Map<string, ReadonlyMap<number, VideoCodec>>();
  const listeners = new Set<(event: MediaCryptoEvent) => void>();
  const sealPacket = createPacketSealer(now);
  let hasKeyPort = false;

  const emit = (event: MediaCryptoEvent) => listeners.forEach((onEvent) => onEvent(event));

  const beginEncrypting = (pipe: Pipe, frame: EncodedFrame): FinishFrame | Promise<FinishFrame> => {
    const { target } = pipe;
    const codec = codecOfFrame(frame, payloadTypesByConnection.get(target.connectionId) ?? null, target.codec);
    const finish = (outcome: EncryptOutcome) => {
      const { watch } = pipe;
      if (pipe.isReleased) return false;
      if (outcome.kind === "withheld") watch.withheld(outcome.reason);
      if (outcome.kind !== "encrypted") return outcome.kind === "empty";
      replaceData(frame, outcome.data);
      watch.passed(outcome.keyIndex);
      return true;
    };
    const outcome = encryptFrame(frame, codec, rings.sendingKey(), nextIv, pace().quickBytes, cipher);
    return whenDone(pipe, outcome, finish);
  };

  const beginDecrypting = (
    pipe: Pipe,
    frame: EncodedFrame,
    onRecovered: () => void,
  ): FinishFrame | Promise<FinishFrame> => {
    const { target } = pipe;
    const finish = (outcome: DecryptOutcome) => {
      const { watch } = pipe;
      // Meanwhile the track may have gone or become somebody else's.
      if (pipe.isReleased || pipe.target !== target) return false;
      if (outcome.kind === "rejected") {
        watch.rejected(outcome.reason, outcome.keyIndex);
        return false;
      }
      replaceData(frame, outcome.kind === "empty" ? new ArrayBuffer(0) : outcome.data);
      if (outcome.kind === "server") watch.cameFromServer();
      if (outcome.kind === "decrypted" && watch.passed(outcome.keyIndex)) onRecovered();
      return true;
    };
    const outcome = decryptFrame(frame, {
      codec: codecOfFrame(frame, null, target.codec),
      hasPacketTrailer: target.hasPacketTrailer,
      sifTrailer: sifTrailerByConnection.get(target.connectionId) ?? NO_TRAILER,
      slotOf: (keyIndex) => rings.slotOf(target.participantId, keyIndex),
      quickBytes: pace().quickBytes,
      cipher,
    });
    return whenDone(pipe, outcome, finish);
  };

  const transform: MediaCrypto["transform"] = ({ kind, pipe: target }, readable, writable, onRecovered = () => {}) => {
    const pipe: Pipe = { target, watch: createPipeWatch(target, kind, now, emit), isReleased: false };
    pipeById.set(idOf(target), pipe);
    const begin = kind === "encrypt" ? beginEncrypting : beginDecrypting;
    const beginGuarded = (frame: EncodedFrame): FinishFrame | Promise<FinishFrame> => {
      if (pipe.isReleased) return isDropped;
      try {
        return begin(pipe, frame, onRecovered);
      } catch {
        return () => isLost(pipe);
      }
    };
    void pumpFrames(readable, writable, beginGuarded, () => pace().maxInFlight).then(() => {
      pipe.watch.ended();
      if (pipeById.get(idOf(pipe.target)) === pipe) pipeById.delete(idOf(pipe.target));
    });
  };

  return {
    acceptKeyPort: (port) => {
      if (hasKeyPort) return false;
      hasKeyPort = true;
      port.onmessage = ({ data }: MessageEvent<unknown>) => {
        const message = decodeKeyMessage(data);
        if (message !== null) rings.accept(message);
      };
      return true;
    },
    transform,
    encrypt: (pipe, readable, writable) => transform({ kind: "encrypt", pipe }, readable, writable),
    decrypt: (pipe, readable, writable) => transform({ kind: "decrypt", pipe }, readable, writable),
    retarget: (previousTrackId, target) => {
      const previousId = idOf({ connectionId: target.connectionId, trackId: previousTrackId });
      const pipe = pipeById.get(previousId);
      if (pipe === undefined) return;
      pipeById.delete(previousId);
      pipeById.set(idOf(target), pipe);
      pipe.watch.ended();
      pipe.watch = createPipeWatch(target, pipe.watch.counters().direction, now, emit);
      pipe.target = target;
      pipe.isReleased = false;
    },
    release: (id) => {
      const pipe = pipeById.get(idOf(id));
      if (pipe === undefined) return;
      pipe.isReleased = true;
      pipe.watch.ended();
    },
    setSifTrailer: (connectionId, trailer) => void sifTrailerByConnection.set(connectionId, trailer),
    setPayloadTypes: (connectionId, codecByPayloadType) =>
      void payloadTypesByConnection.set(connectionId, codecByPayloadType),
    encryptPacket: (payload) => sealPacket(payload, rings.sendingKey()),
    decryptPacket: (participantId, packet) => openPacket(packet, rings.slotOf(participantId, packet.keyIndex)),
    follow: (onEvent) => {
      listeners.add(onEvent);
      for (const { watch } of pipeById.values()) {
        const latest = watch.latest();
        if (latest !== null) onEvent(latest);
      }
      return () => void listeners.delete(onEvent);
    },
    readCounters: () => Array.from(pipeById.values(), ({ watch }) => watch.counters()),
  };
}

/** Finishes with `outcome`, once it is there. Whatever a frame does to us, only that frame is lost. */
function whenDone<Outcome extends object>(
  pipe: Pipe,
  outcome: Outcome | Promise<Outcome>,
  finish: (outcome: Outcome) => boolean,
): FinishFrame | Promise<FinishFrame> {
  const guarded = (done: Outcome) => () => {
    try {
      return finish(done);
    } catch {
      return isLost(pipe);
    }
  };
  return outcome instanceof Promise ? outcome.then(guarded, () => () => isLost(pipe)) : guarded(outcome);
}

function replaceData(frame: EncodedFrame, data: ArrayBuffer): void {
  const before = frame.data;
  frame.data = data;
  release(before);
}

function isLost({ watch }: Pipe): false {
  watch.unreadable();
  return false;
}

function idOf({ connectionId, trackId }: PipeId): string {
  return JSON.stringify([connectionId, trackId]);
}
