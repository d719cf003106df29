import type { KeyIndex } from "../../machines/domain/ids.ts";
import { escapeUnit, type FindZeros, withLongStartCodes } from "./annexB.ts";
import type { FrameCipher } from "./cipher/frameCipher.ts";
import { release, type Bytes, type EncodedFrame } from "./encodedFrame.ts";
import { headerOf, type FrameHeader } from "./frameHeader.ts";
import { IV_BYTES, type IvSource } from "./frameIv.ts";
import type { SendingKey } from "./keyRings.ts";
import type { QuickKey } from "./keySlot.ts";
import type { VideoCodec, WithholdReason } from "./mediaCrypto.api.ts";

/** Length of the tag, in bytes. */
export const TAG_BYTES = 16;
/** Vector, length of the vector, key index. */
const TRAILER_BYTES = IV_BYTES + 2;

/** What became of a frame of ours; a withheld one must not be sent. */
export type EncryptOutcome =
  | { readonly kind: "empty" }
  | { readonly kind: "encrypted"; readonly keyIndex: KeyIndex; readonly data: ArrayBuffer }
  | { readonly kind: "withheld"; readonly reason: WithholdReason };

/**
 * Encrypts one frame: clear header (authenticated), AES-GCM ciphertext with its tag, vector, length of the vector, key
 * index. H.264 and H.265 have everything behind the header escaped.
 * @param quickBytes frames up to this length are done at once when the key allows
 * @param cipher lends its memory to longer ones
 */
export function encryptFrame(
  frame: EncodedFrame,
  codec: VideoCodec | null,
  key: SendingKey | null,
  nextIv: IvSource,
  quickBytes = 0,
  cipher: FrameCipher | null = null,
): EncryptOutcome | Promise<EncryptOutcome> {
  const data = new Uint8Array(frame.data);
  if (data.length === 0) return { kind: "empty" };
  if (codec === "av1") return { kind: "withheld", reason: "unsupported-codec" };
  if (key === null) return { kind: "withheld", reason: "missing-key" };
  const header = headerOf(frame, data, codec);
  if (header === null) return { kind: "withheld", reason: "unreadable" };
  const quick = data.length <= quickBytes ? key.slot.quickKey() : null;
  const sealed = quick && sealQuickly(frame, data, header, quick, key.keyIndex, nextIv);
  if (sealed) return { kind: "encrypted", keyIndex: key.keyIndex, data: sealed };
  return sealWhenDone(frame, data, header, key, nextIv, cipher);
}

function sealQuickly(
  frame: EncodedFrame,
  data: Bytes,
  { sizeBytes, isAnnexB }: FrameHeader,
  { cipher, key }: QuickKey,
  keyIndex: KeyIndex,
  nextIv: IvSource,
): ArrayBuffer | null {
  const clear = isAnnexB ? withLongStartCodes(data.subarray(0, sizeBytes)) : null;
  const headerBytes = clear?.length ?? sizeBytes;
  const bodyBytes = data.length - sizeBytes;
  const ivAt = headerBytes + bodyBytes + TAG_BYTES;
  if (ivAt + TRAILER_BYTES > cipher.capacity) return null;
  const whole = cipher.frame();
  if (clear === null || headerBytes === sizeBytes) whole.set(data);
  else {
    whole.set(clear);
    whole.set(data.subarray(sizeBytes), headerBytes);
  }
  nextIv(frame, whole, ivAt);
  whole[ivAt + IV_BYTES] = IV_BYTES;
  whole[ivAt + IV_BYTES + 1] = keyIndex;
  if (!cipher.seal(key, headerBytes, bodyBytes)) return null;
  return isAnnexB ? copyEscaped(cipher, headerBytes, ivAt + TRAILER_BYTES) : cipher.copyOut(ivAt + TRAILER_BYTES);
}

/** The first `bytes` of the cipher's frame; everything behind the header escaped. */
function copyEscaped(cipher: FrameCipher, headerBytes: number, bytes: number): ArrayBuffer {
  const body = cipher.frame().subarray(headerBytes, bytes);
  const escaped = escapeUnit(body, (from) => {
    const at = cipher.zeros(headerBytes + from, bytes);
    return at === null ? null : at - headerBytes;
  });
  return escaped === body ? cipher.copyOut(bytes) : joined(cipher.frame().subarray(0, headerBytes), escaped);
}

async function sealWhenDone(
  frame: EncodedFrame,
  data: Bytes,
  { sizeBytes, isAnnexB }: FrameHeader,
  { keyIndex, slot }: SendingKey,
  nextIv: IvSource,
  cipher: FrameCipher | null,
): Promise<EncryptOutcome> {
  const frameKey = slot.readyKey() ?? (await slot.frameKey());
  if (frameKey === null) return { kind: "withheld", reason: "missing-key" };
  const clear = data.subarray(0, sizeBytes);
  const additionalData = isAnnexB ? withLongStartCodes(clear) : clear;
  const iv = new Uint8Array(IV_BYTES);
  nextIv(frame, iv, 0);
  const algorithm = { name: "AES-GCM", iv, additionalData };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(algorithm, frameKey, data.subarray(sizeBytes)));
  const ivAt = additionalData.length + sealed.length;
  const whole = new Uint8Array(ivAt + TRAILER_BYTES);
  whole.set(additionalData);
  whole.set(sealed, additionalData.length);
  release(sealed.buffer);
  whole.set(iv, ivAt);
  whole[ivAt + IV_BYTES] = IV_BYTES;
  whole[ivAt + IV_BYTES + 1] = keyIndex;
  const body = whole.subarray(additionalData.length);
  const escaped = isAnnexB ? escapeUnit(body, zerosIn(body, cipher)) : body;
  return {
    kind: "encrypted",
    keyIndex,
    data: escaped === body ? whole.buffer : joined(additionalData, escaped),
  };
}

/** Looks for zeros in the cipher's memory, where they are found faster, even with the way there. */
export function zerosIn(data: Bytes, cipher: FrameCipher | null): FindZeros | undefined {
  if (cipher === null || data.length > cipher.capacity) return undefined;
  cipher.frame().set(data);
  return (from) => cipher.zeros(from, data.length);
}

/** `head` and `tail` in one new buffer. */
export function joined(head: Bytes, tail: Bytes): ArrayBuffer {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole.buffer;
}
