import type { KeyIndex } from "../../machines/domain/ids.ts";
import { escapeUnit, withLongStartCodes } from "./annexB.ts";
import type { Bytes, EncodedFrame } from "./encodedFrame.ts";
import { headerOf } from "./frameHeader.ts";
import { IV_BYTES, type IvSource } from "./frameIv.ts";
import type { SendingKey } from "./keyRings.ts";
import type { VideoCodec, WithholdReason } from "./mediaCrypto.api.ts";

/** What became of a frame of ours; a withheld one must not be sent. */
export type EncryptOutcome =
  | { readonly kind: "empty" }
  | { readonly kind: "encrypted"; readonly keyIndex: KeyIndex; readonly data: ArrayBuffer }
  | { readonly kind: "withheld"; readonly reason: WithholdReason };

/**
 * Encrypts one frame: clear header (authenticated), AES-GCM ciphertext with its tag, vector, length of the vector, key
 * index. H.264 and H.265 have everything behind the header escaped.
 */
export async function encryptFrame(
  frame: EncodedFrame,
  codec: VideoCodec | null,
  key: SendingKey | null,
  nextIv: IvSource,
): Promise<EncryptOutcome> {
  const data = new Uint8Array(frame.data);
  if (data.length === 0) return { kind: "empty" };
  if (codec === "av1") return { kind: "withheld", reason: "unsupported-codec" };
  const frameKey = await key?.slot.frameKey();
  if (!key || !frameKey) return { kind: "withheld", reason: "missing-key" };
  const header = headerOf(frame, data, codec);
  if (header === null) return { kind: "withheld", reason: "unreadable" };

  const clear = data.subarray(0, header.sizeBytes);
  const additionalData = header.isAnnexB ? withLongStartCodes(clear) : clear;
  const iv = nextIv(frame);
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData },
    frameKey,
    data.subarray(header.sizeBytes),
  );
  const body = new Uint8Array(sealed.byteLength + IV_BYTES + 2);
  body.set(new Uint8Array(sealed));
  body.set(iv, sealed.byteLength);
  body.set([IV_BYTES, key.keyIndex], sealed.byteLength + IV_BYTES);
  return {
    kind: "encrypted",
    keyIndex: key.keyIndex,
    data: joined(additionalData, header.isAnnexB ? escapeUnit(body) : body),
  };
}

/** `head` and `tail` in one new buffer. */
export function joined(head: Bytes, tail: Bytes): ArrayBuffer {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole.buffer;
}
