import type { KeyIndex, ParticipantId } from "../../machines/domain/ids.ts";
import type { Bytes } from "./encodedFrame.ts";

/** A packet of the data channel: AES-GCM with the frame key of its sender, nothing else authenticated. */
export interface SealedPacket {
  /** Ciphertext and tag. */
  readonly payload: Bytes;
  /** 12 bytes. */
  readonly iv: Bytes;
  readonly keyIndex: KeyIndex;
}

/**
 * What the homeserver worker posts over the key port. Keys exist only there and here; the page can name them, not read them.
 * Material is a non-extractable `CryptoKey` with the usages `deriveBits` and `deriveKey`.
 */
export type KeyMessage =
  /** Another member's key (HKDF material). Counts at once: frames say themselves which index they need. */
  | {
      readonly kind: "key.set";
      readonly participantId: ParticipantId;
      readonly keyIndex: KeyIndex;
      readonly key: CryptoKey;
    }
  /** Our own key (HKDF material): kept ready, not yet used. */
  | { readonly kind: "ownKey.set"; readonly keyIndex: KeyIndex; readonly key: CryptoKey }
  /** From now on our frames are encrypted with this own key. One that was not set sends nothing at all. */
  | { readonly kind: "ownKey.use"; readonly keyIndex: KeyIndex }
  /** The call's one key (PBKDF2 material of the password), for everybody's frames including ours. */
  | { readonly kind: "sharedKey.set"; readonly keyIndex: KeyIndex; readonly key: CryptoKey }
  /** The call is over: every key is forgotten, and nothing can be encrypted or decrypted until new ones come. */
  | { readonly kind: "keys.cleared" };

/** Video codecs that can be in a call; AV1 cannot be encrypted in this wire format, so its frames are dropped. */
export type VideoCodec = "vp8" | "vp9" | "h264" | "h265" | "av1";

/** One track on its way between the network and its encoder or decoder. */
export interface TrackPipe {
  /** Which SFU connection carries it; any string that is unique among the page's LiveKit rooms. */
  readonly connectionId: string;
  /** `MediaStreamTrack.id`: unique within one connection. */
  readonly trackId: string;
  /** Whose media it is: the LiveKit identity. */
  readonly participantId: ParticipantId;
  readonly media: "audio" | "video";
  /** What signalling says; null for audio and when it says nothing. Frames that name their codec outrank it. */
  readonly codec: VideoCodec | null;
  /** Whether the publisher appends frame metadata after encryption (`TrackInfo.packetTrailerFeatures`). */
  readonly hasPacketTrailer: boolean;
}

/** Names one pipe. */
export type PipeId = Pick<TrackPipe, "connectionId" | "trackId">;

/** Options of an `RTCRtpScriptTransform` that runs in this worker. */
export interface TransformOptions {
  readonly kind: "encrypt" | "decrypt";
  readonly pipe: TrackPipe;
}

/** Why frames that came in could not be passed on. */
export type RejectReason =
  /** No key with the frame's index has come from that member. */
  | "missing-key"
  /** There is such a key and the frame is not by it, or was altered on its way. */
  | "invalid-key"
  /** The frames are not in the encrypted format at all; in clear, as far as we can tell. */
  | "unencrypted"
  /** A codec that this format cannot carry (AV1). */
  | "unsupported-codec";

/** Why frames of ours could not be sent. */
export type WithholdReason = "missing-key" | "unsupported-codec" | "unreadable";

/** What changed for a pipe: sent at changes only, never for each frame. */
export type MediaCryptoEvent = PipeId & {
  readonly participantId: ParticipantId;
  readonly media: "audio" | "video";
} & (
    | /** The first frame since the pipe began, or since frames were rejected. */ {
        readonly type: "frames.decrypted";
        readonly keyIndex: KeyIndex;
      }
    | /** At most one a second for each pipe. */ {
        readonly type: "frames.rejected";
        readonly reason: RejectReason;
        readonly keyIndex: KeyIndex | null;
      }
    | /** The first frame of ours under this key, or since frames were withheld. */ {
        readonly type: "frames.encrypted";
        readonly keyIndex: KeyIndex;
      }
    | /** Nothing goes out: we never send in clear instead. */ {
        readonly type: "frames.withheld";
        readonly reason: WithholdReason;
      }
    | /** The track is gone: what was said of it counts no more. */ { readonly type: "frames.ended" }
  );

/** Counts of one pipe since it began; samples, so they flow beside the event log. */
export interface FrameCounters extends PipeId {
  readonly participantId: ParticipantId;
  readonly direction: "encrypt" | "decrypt";
  /** Encrypted, or decrypted. */
  readonly passed: number;
  /** Blank frames of the SFU itself (on mute, unsubscribe) that matched a known hash. */
  readonly serverFrames: number;
  /** Dropped, by reason. */
  readonly missingKey: number;
  readonly invalidKey: number;
  readonly unencrypted: number;
  readonly unsupportedCodec: number;
  readonly unreadable: number;
}

/** Ends a subscription. */
export type Stop = () => void;

/** Encrypts and decrypts the media frames of all connections of one page. No method gives a key away. */
export interface MediaCryptoApi {
  /**
   * Takes the transferred port on which {@link KeyMessage}s come. Only the first is taken: the shell wires it before any
   * other code runs, so that nobody can push own keys in later. @returns whether it was taken
   */
  acceptKeyPort(port: MessagePort): boolean;
  /** Encrypts what a sender's encoder makes, until `readable` ends. Without a key in use nothing goes out. */
  encrypt(pipe: TrackPipe, readable: ReadableStream, writable: WritableStream): void;
  /** Decrypts what a receiver gets, until `readable` ends. Nothing undecryptable is passed on. */
  decrypt(pipe: TrackPipe, readable: ReadableStream, writable: WritableStream): void;
  /** Points a running pipe at another track, participant or codec: transceivers are reused, streams transfer once. */
  retarget(previousTrackId: string, pipe: TrackPipe): void;
  /** The track is gone: its pipe stays for reuse and drops all frames until it is retargeted. */
  release(pipe: PipeId): void;
  /** The bytes that end the SFU's own blank frames in this connection (`JoinResponse.sif_trailer`); empty for none. */
  setSifTrailer(connectionId: string, trailer: Uint8Array): void;
  /** Which codec each RTP payload type of this connection is. */
  setPayloadTypes(connectionId: string, codecByPayloadType: ReadonlyMap<number, VideoCodec>): void;
  /** Encrypts a packet for the data channel with the key in use; null without one. */
  encryptPacket(payload: Bytes): Promise<SealedPacket | null>;
  /** Decrypts a member's packet; null when it is not by their key, or was altered. */
  decryptPacket(participantId: ParticipantId, packet: SealedPacket): Promise<Bytes | null>;
  /** Sends each event from now on, until the returned function is called. */
  follow(onEvent: (event: MediaCryptoEvent) => void): Stop;
  /** The counters of every pipe there is. */
  readCounters(): readonly FrameCounters[];
}

/** The same from the page's side: every call crosses a thread; streams and ports are transferred. */
export interface MediaCryptoClient {
  /** @see MediaCryptoApi.acceptKeyPort */
  acceptKeyPort(port: MessagePort): Promise<boolean>;
  /** @see MediaCryptoApi.encrypt */
  encrypt(pipe: TrackPipe, readable: ReadableStream, writable: WritableStream): Promise<void>;
  /** @see MediaCryptoApi.decrypt */
  decrypt(pipe: TrackPipe, readable: ReadableStream, writable: WritableStream): Promise<void>;
  /** @see MediaCryptoApi.retarget */
  retarget(previousTrackId: string, pipe: TrackPipe): Promise<void>;
  /** @see MediaCryptoApi.release */
  release(pipe: PipeId): Promise<void>;
  /** @see MediaCryptoApi.setSifTrailer */
  setSifTrailer(connectionId: string, trailer: Uint8Array): Promise<void>;
  /** @see MediaCryptoApi.setPayloadTypes */
  setPayloadTypes(connectionId: string, codecByPayloadType: ReadonlyMap<number, VideoCodec>): Promise<void>;
  /** @see MediaCryptoApi.encryptPacket */
  encryptPacket(payload: Bytes): Promise<SealedPacket | null>;
  /** @see MediaCryptoApi.decryptPacket */
  decryptPacket(participantId: ParticipantId, packet: SealedPacket): Promise<Bytes | null>;
  /** @see MediaCryptoApi.follow */
  follow(onEvent: (event: MediaCryptoEvent) => void): Promise<Stop>;
  /** @see MediaCryptoApi.readCounters */
  readCounters(): Promise<readonly FrameCounters[]>;
  /** For `new RTCRtpScriptTransform(worker, options)` with {@link TransformOptions}, in browsers without encoded streams. */
  readonly worker: Worker;
}
