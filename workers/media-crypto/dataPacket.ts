import type { Bytes } from "./encodedFrame.ts";
import { IV_BYTES } from "./frameIv.ts";
import type { SendingKey } from "./keyRings.ts";
import type { KeySlot } from "./keySlot.ts";
import type { SealedPacket } from "./mediaCrypto.api.ts";

/** Encrypts packets, each with a vector of its own. */
export type SealPacket = (payload: Bytes, key: SendingKey | null) => Promise<SealedPacket | null>;

/**
 * Makes what encrypts packets; null without a key: then nothing may be sent. The vector is a random word, the milliseconds
 * of the clock, and these less a count, as LiveKit's.
 */
export function createPacketSealer(now: () => number): SealPacket {
  let count = 0;
  return async (payload, key) => {
    const frameKey = (await key?.slot.frameKey()) ?? null;
    if (key === null || frameKey === null) return null;
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const words = new DataView(iv.buffer);
    const ms = Math.floor(now()) >>> 0;
    words.setUint32(4, ms);
    words.setUint32(8, ms - (count % 0xffff));
    count += 1;
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, frameKey, payload);
    return { payload: new Uint8Array(sealed), iv, keyIndex: key.keyIndex };
  };
}

/** Decrypts a packet, following its sender's ratchet. @returns null when it is not by this key, or was altered */
export async function openPacket({ payload, iv }: SealedPacket, slot: KeySlot | null): Promise<Bytes | null> {
  if (slot === null) return null;
  const algorithm = { name: "AES-GCM", iv };
  const plain = await slot.tryKeys((frameKey) => crypto.subtle.decrypt(algorithm, frameKey, payload).catch(() => null));
  return plain && new Uint8Array(plain);
}
