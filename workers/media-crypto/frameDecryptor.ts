import type { KeyIndex } from "../../machines/domain/ids.ts";
import { unescapeUnit } from "./annexB.ts";
import type { EncodedFrame } from "./encodedFrame.ts";
import { joined } from "./frameEncryptor.ts";
import { headerOf } from "./frameHeader.ts";
import { IV_BYTES } from "./frameIv.ts";
import type { KeySlot } from "./keySlot.ts";
import type { RejectReason, VideoCodec } from "./mediaCrypto.api.ts";
import { withoutPacketTrailer } from "./packetTrailer.ts";
import { hasTrailer, isServerFrame } from "./serverFrame.ts";

const TAG_BYTES = 16;

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
}

/** Decrypts one frame, or says why not. Nothing in clear comes through but the SFU's own blank frames, known by hash. */
export async function decryptFrame(frame: EncodedFrame, context: DecryptContext): Promise<DecryptOutcome> {
  const whole = new Uint8Array(frame.data);
  const data = context.hasPacketTrailer && frame.type !== undefined ? withoutPacketTrailer(whole) : whole;
  if (data.length === 0) return { kind: "empty" };
  if (hasTrailer(data, context.sifTrailer)) {
    const payload = data.slice(0, data.length - context.sifTrailer.length);
    return (await isServerFrame(payload)) ? { kind: "server", data: payload.buffer } : rejected("unencrypted", null);
  }
  if (context.codec === "av1") return rejected("unsupported-codec", null);

  const header = headerOf(frame, data, context.codec);
  if (header === null) return rejected("unencrypted", null);
  const additionalData = data.subarray(0, header.sizeBytes);
  const escaped = data.subarray(header.sizeBytes);
  const body = header.isAnnexB ? unescapeUnit(escaped) : escaped;
  const ivStart = body.length - IV_BYTES - 2;
  if (ivStart < TAG_BYTES || body[body.length - 2] !== IV_BYTES) return rejected("unencrypted", null);

  const keyIndex = body[body.length - 1] ?? 0;
  const slot = context.slotOf(keyIndex);
  if (slot === null) return rejected("missing-key", keyIndex);
  const algorithm = { name: "AES-GCM", iv: body.subarray(ivStart, ivStart + IV_BYTES), additionalData };
  const sealed = body.subarray(0, ivStart);
  const plain = await slot.tryKeys((frameKey) => crypto.subtle.decrypt(algorithm, frameKey, sealed).catch(() => null));
  if (plain === null) return rejected("invalid-key", keyIndex);
  return { kind: "decrypted", keyIndex, data: joined(additionalData, new Uint8Array(plain)) };
}

function rejected(reason: RejectReason, keyIndex: KeyIndex | null): DecryptOutcome {
  return { kind: "rejected", reason, keyIndex };
}
