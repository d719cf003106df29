import type { FrameCipher } from "./cipher/frameCipher.ts";

/** How frames are best handed to the ciphers of this browser. */
export interface CipherPace {
  /** The longest frame for the quick cipher, in bytes. */
  readonly quickBytes: number;
  /** Frames of one pipe that WebCrypto works on at once. */
  readonly maxInFlight: number;
}

/** Where WebCrypto answers on the worker's own thread: nothing is gained by not waiting for it. */
const NEAR: CipherPace = { quickBytes: 16_384, maxInFlight: 1 };
/** Where each answer comes from another thread. Also right, if not fast, where the other would do. */
export const FAR: CipherPace = { quickBytes: 32_768, maxInFlight: 8 };
/** What tells the two apart, in ms a call: 5 to 10 microseconds against 70 to 110. */
const FAR_CALL_MS = 0.03;
const CALLS = 32;
const ROUNDS = 3;

/**
 * Finds out by trying how long WebCrypto's way is here; takes a few ms. The quick cipher costs more for each byte and
 * nothing else, so that frames up to some length are better off with it.
 */
export async function measurePace(cipher: FrameCipher | null): Promise<CipherPace> {
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 128 }, false, ["encrypt"]);
  const algorithm = { name: "AES-GCM", iv: new Uint8Array(12) };
  const data = new Uint8Array(16);
  let callMs = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const beganAt = performance.now();
    for (let call = 0; call < CALLS; call += 1) await crypto.subtle.encrypt(algorithm, key, data);
    callMs = Math.min(callMs, (performance.now() - beganAt) / CALLS);
  }
  const pace = callMs < FAR_CALL_MS ? NEAR : FAR;
  return cipher === null ? { ...pace, quickBytes: 0 } : pace;
}
