import type { CipherKey, FrameCipher } from "./cipher/frameCipher.ts";
import type { Bytes } from "./encodedFrame.ts";

/** Protocol constant; every client of this wire format derives with it. */
const SALT = new TextEncoder().encode("LKFrameEncryptionKey");
const FRAME_KEY_BITS = 128;
const CHAIN_BITS = 256;
const PASSWORD_ITERATIONS = 100_000;
/** Bad frames in a row after which the costly look-ahead stops, until a key is set or a frame decrypts. */
const FAILURE_TOLERANCE = 10;

/** A key that answers at once. Good for one frame: it may be gone at the next. */
export interface QuickKey {
  readonly cipher: FrameCipher;
  readonly key: CipherKey;
}

/** One key at one index, with the keys that its owner may have ratcheted it to. */
export interface KeySlot {
  /** The key that frames are encrypted with now; null when the material cannot derive one. */
  readonly frameKey: () => Promise<CryptoKey | null>;
  /** The same, if it is there already. */
  readonly readyKey: () => CryptoKey | null;
  /** The same key in the cipher that answers at once; null before it is derived, and when it rests. */
  readonly quickKey: () => QuickKey | null;
  /** Runs `attempt` with the key and then with the keys ahead of it, until one gives a result; that one becomes the key. */
  readonly tryKeys: <Value>(attempt: (frameKey: CryptoKey) => Promise<Value | null>) => Promise<Value | null>;
  /** Says that a frame was decrypted with the ready or the quick key. */
  readonly opened: () => void;
  /** Takes the key out of the cipher's memory, for good. It still works, through WebCrypto. */
  readonly rest: () => void;
}

interface Generation {
  readonly material: CryptoKey;
  readonly frameKey: CryptoKey;
}

/**
 * Makes a slot of key material (HKDF, or PBKDF2 for a password). Each frame key is derived once.
 * @param ratchetWindow how many ratchet steps of the owner are followed without being told
 * @param cipher keeps the raw key besides, until it rests; null for WebCrypto alone
 */
export function createKeySlot(material: CryptoKey, ratchetWindow: number, cipher: FrameCipher | null = null): KeySlot {
  let quickKey: QuickKey | null = null;
  let readyKey: CryptoKey | null = null;
  let isResting = cipher === null;
  let failures = 0;

  /** Puts the key of the generation in use into place, and takes the one before it out of the cipher. */
  const wake = (frameKey: CryptoKey, raw: Bytes) => {
    readyKey = frameKey;
    if (isResting || cipher === null) return;
    quickKey?.cipher.forget(quickKey.key);
    quickKey = { cipher, key: cipher.remember(raw) };
  };
  let generations: Promise<Generation | null>[] = [generationOf(material, wake)];

  const generation = (steps: number): Promise<Generation | null> =>
    (generations[steps] ??= generation(steps - 1).then((previous) => (previous === null ? null : ratchet(previous))));

  const moveOn = (steps: number, { material: ahead }: Generation) => {
    const current = (generations = generations.slice(steps));
    void generationOf(ahead, (frameKey, raw) => generations === current && wake(frameKey, raw));
  };

  const isPasswordKey = material.algorithm.name === "PBKDF2";
  return {
    frameKey: async () => (await generation(0))?.frameKey ?? null,
    readyKey: () => readyKey,
    quickKey: () => quickKey,
    tryKeys: async (attempt) => {
      const reach = isPasswordKey || failures > FAILURE_TOLERANCE ? 0 : ratchetWindow;
      const known = generations;
      for (let steps = 0; steps <= reach; steps += 1) {
        const candidate = await generation(steps);
        if (candidate === null) break;
        const value = await attempt(candidate.frameKey);
        if (value === null) continue;
        failures = 0;
        // Another frame may have moved the slot on while this one was tried.
        if (steps > 0 && generations === known) moveOn(steps, candidate);
        return value;
      }
      failures += 1;
      return null;
    },
    opened: () => void (failures = 0),
    rest: () => {
      isResting = true;
      quickKey?.cipher.forget(quickKey.key);
      quickKey = null;
    },
  };
}

async function ratchet(previous: Generation): Promise<Generation | null> {
  try {
    const { name } = previous.material.algorithm;
    const chain = await crypto.subtle.deriveBits(derivation(name), previous.material, CHAIN_BITS);
    const material = await crypto.subtle.importKey("raw", chain, name, false, ["deriveBits", "deriveKey"]);
    new Uint8Array(chain).fill(0);
    return await generationOf(material, () => {});
  } catch {
    return null;
  }
}

/** @param onRaw sees the raw frame key, which is overwritten with zeros after */
async function generationOf(
  material: CryptoKey,
  onRaw: (frameKey: CryptoKey, raw: Bytes) => void,
): Promise<Generation | null> {
  try {
    const bits = await crypto.subtle.deriveBits(derivation(material.algorithm.name), material, FRAME_KEY_BITS);
    const raw = new Uint8Array(bits);
    const frameKey = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    onRaw(frameKey, raw);
    raw.fill(0);
    return { material, frameKey };
  } catch {
    return null;
  }
}

function derivation(name: string): HkdfParams | Pbkdf2Params {
  return name === "PBKDF2"
    ? { name, salt: SALT, iterations: PASSWORD_ITERATIONS, hash: "SHA-256" }
    : { name: "HKDF", salt: SALT, info: new Uint8Array(128), hash: "SHA-256" };
}
