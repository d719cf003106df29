import type { Room } from "livekit-client";
import type { FrameCounters } from "../../../workers/media-crypto/mediaCrypto.api.ts";

/** One way to encrypt a LiveKit room: ours, LiveKit's own, or none at all. */
export interface Side {
  readonly room: Room;
  /** Gives another member's key, 16 bytes in hexadecimal. */
  readonly setKey: (identity: string, keyIndex: number, keyHex: string) => Promise<void>;
  /** Encrypts with this key from now on. */
  readonly useOwnKey: (identity: string, keyIndex: number, keyHex: string) => Promise<void>;
  /** One key for everybody. */
  readonly setPassword: (password: string) => Promise<void>;
  /** What was said about frames, one line each; only our side says anything. */
  readonly said: readonly string[];
  /** What the pipes of frames counted; only our side counts. */
  readonly counters: () => Promise<readonly FrameCounters[]>;
}

/** Key material as MatrixRTC clients make it of a member's key. */
export function materialOf(keyHex: string): Promise<CryptoKey> {
  const raw = Uint8Array.from(keyHex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return crypto.subtle.importKey("raw", raw, "HKDF", false, ["deriveBits", "deriveKey"]);
}
