import type { KeyIndex } from "../../machines/domain/ids.ts";
import { unescapeUnit } from "./annexB.ts";
import type { FrameCipher } from "./cipher/frameCipher.ts";
import { release, type Bytes, type EncodedFrame } from "./encodedFrame.ts";
import { joined, TAG_BYTES, zerosIn } from "./frameEncryptor.ts";
import { headerOf } from "./frameHeader.ts";
import { IV_BYTES } from "./frameIv.ts";
import type { KeySlot, QuickKey } from "./keySlot.ts";
import type { RejectReason, VideoCodec } from "./mediaCrypto.api.ts";
import { withoutPacketTrailer } from "./packetTrailer.ts";
import { hasTrailer, isServerFrame } from "./serverFrame.ts";

/** What became of a frame that came in; a rejected one must not reach the decoder. */
export type DecryptOutcome =
  | { readonly kind: "empty" }
  | { readonly kind: "server"; readonly data: ArrayBuffer }
  | { readonly kind: "decrypted"; readonly keyIndex: KeyIndex; readonly data: ArrayBuffer }
  | { readonly kind: "rejected"; readonly reason: RejectReason; readonly keyIndex: KeyIndex | null };

/** What is known about the pipe that a frame came through. */
export interface DecryptContext {
  readonly codec: VideoCodec | null;
  readonly hasPacketTrailer: boolean;
  readonly sifTrailer: Uint8Array;
  readonly slotOf: (keyIndex: KeyIndex) => KeySlot | null;
  /** Frames up to this length are done at once when the key allows. */
  readonly quickBytes?: number;
  /** Lends its memory. */
  readonly cipher?: FrameCipher | null;
}

/** An encrypted frame, taken apart without a copy. */
interface SealedFrame {
  readonly header: Bytes;
  /** Ciphertext, tag and trailer, unescaped. */
  readonly body: Bytes;
  readonly ivAt: number;
  readonly keyIndex: KeyIndex;
}

/** Decrypts one frame, or says why not. Nothing in clear comes through but the SFU's own blank frames, known by hash. */
export function decryptFrame(frame: EncodedFrame, context: DecryptContext): DecryptOutcome | Promise<DecryptOutcome> {
  const whole = new Uint8Array(frame.data);
  const data = context.hasPacketTrailer && frame.type !== undefined ? withoutPacketTrailer(whole) : whole;
  if (data.length === 0) return { kind: "empty" };
  if (hasTrailer(data, context.sifTrailer)) return readServerFrame(data, context.sifTrailer.length);
  if (context.codec === "av1") return rejected("unsupported-codec", null);

  const header = headerOf(frame, data, context.codec);
  if (header === null) return rejected("unencrypted", null);
  const escaped = data.subarray(header.sizeBytes);
  const body = header.isAnnexB ? unescapeUnit(escaped, zerosIn(escaped, context.cipher ?? null)) : escaped;
  const ivAt = body.length - IV_BYTES - 2;
  if (ivAt < TAG_BYTES || body[body.length - 2] !== IV_BYTES) return rejected("unencrypted", null);

  const keyIndex = body[body.length - 1] ?? 0;
  const slot = context.slotOf(keyIndex);
  if (slot === null) return rejected("missing-key", keyIndex);
  const sealed = { header: data.subarray(0, header.sizeBytes), body, ivAt, keyIndex };
  const quick = data.length <= (context.quickBytes ?? 0) ? slot.quickKey() : null;
  const plain = quick && openQuickly(sealed, quick);
  if (!plain) return openWhenDone(sealed, slot);
  slot.opened();
  return { kind: "decrypted", keyIndex, data: plain };
}

/** @returns null when another key may open it */
function openQuickly({ header, body, ivAt }: SealedFrame, { cipher, key }: QuickKey): ArrayBuffer | null {
  if (header.length + body.length > cipher.capacity) return null;
  const whole = cipher.frame();
  whole.set(header);
  whole.set(body, header.length);
  const bodyBytes = ivAt - TAG_BYTES;
  return cipher.open(key, header.length, bodyBytes) ? cipher.copyOut(header.length + bodyBytes) : null;
}

async function openWhenDone({ header, body, ivAt, keyIndex }: SealedFrame, slot: KeySlot): Promise<DecryptOutcome> {
  const algorithm = { name: "AES-GCM", iv: body.subarray(ivAt, ivAt + IV_BYTES), additionalData: header };
  const sealed = body.subarray(0, ivAt);
  const plain =
    (await openReadily(algorithm, sealed, slot)) ??
    (await slot.tryKeys((frameKey) => crypto.subtle.decrypt(algorithm, frameKey, sealed).catch(() => null)));
  if (plain === null) return rejected("invalid-key", keyIndex);
  // VP9 has no header: then what came out of the cipher is the frame.
  if (header.length === 0) return { kind: "decrypted", keyIndex, data: plain };
  const data = joined(header, new Uint8Array(plain));
  release(plain);
  return { kind: "decrypted", keyIndex, data };
}

/** The short way: the key that opened the frame before. */
async function openReadily(algorithm: AesGcmParams, sealed: Bytes, slot: KeySlot): Promise<ArrayBuffer | null> {
  const frameKey = slot.readyKey();
  if (frameKey === null) return null;
  try {
    const plain = await crypto.subtle.decrypt(algorithm, frameKey, sealed);
    slot.opened();
    return plain;
  } catch {
    return null;
  }
}

async function readServerFrame(data: Bytes, trailerBytes: number): Promise<DecryptOutcome> {
  const payload = data.slice(0, data.length - trailerBytes);
  return (await isServerFrame(payload)) ? { kind: "server", data: payload.buffer } : rejected("unencrypted", null);
}

function rejected(reason: RejectReason, keyIndex: KeyIndex | null): DecryptOutcome {
  return { kind: "rejected", reason, keyIndex };
}
