import type { FrameCipher } from "./cipher/frameCipher.ts";

/** The longest frame for the quick cipher where WebCrypto answers on the worker's own thread, in bytes. */
const QUICK_BYTES = 512;
/** The same where each answer comes from another thread. */
const QUICK_BYTES_FROM_AFAR = 8_192;
/** What tells the two apart, in ms: 5 to 10 microseconds against 70 to 110. */
const FAR_CALL_MS = 0.03;
const CALLS = 32;
const ROUNDS = 3;

/**
 * Finds out by trying how long WebCrypto's way is here. Takes a few ms. The quick cipher costs more for each byte and
 * nothing else, so that frames up to some length are better off with it.
 * @returns the longest frame for `cipher`, in bytes; 0 without one
 */
export async function measureQuickBytes(cipher: FrameCipher | null): Promise<number> {
  if (cipher === null) return 0;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 128 }, false, ["encrypt"]);
  const algorithm = { name: "AES-GCM", iv: new Uint8Array(12) };
  const data = new Uint8Array(16);
  let callMs = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    const beganAt = performance.now();
    for (let call = 0; call < CALLS; call += 1) await crypto.subtle.encrypt(algorithm, key, data);
    callMs = Math.min(callMs, (performance.now() - beganAt) / CALLS);
  }
  return callMs < FAR_CALL_MS ? QUICK_BYTES : QUICK_BYTES_FROM_AFAR;
}
