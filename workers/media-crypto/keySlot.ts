/** Protocol constant; every client of this wire format derives with it. */
const SALT = new TextEncoder().encode("LKFrameEncryptionKey");
const FRAME_KEY = { name: "AES-GCM", length: 128 } as const;
const CHAIN_BITS = 256;
const PASSWORD_ITERATIONS = 100_000;
/** Bad frames in a row after which the costly look-ahead stops, until a key is set or a frame decrypts. */
const FAILURE_TOLERANCE = 10;

/** One key at one index, with the keys that its owner may have ratcheted it to. */
export interface KeySlot {
  /** The key that frames are encrypted with now; null when the material cannot derive one. */
  readonly frameKey: () => Promise<CryptoKey | null>;
  /** Runs `attempt` with the key and then with the keys ahead of it, until one gives a result; that one becomes the key. */
  readonly tryKeys: <Value>(attempt: (frameKey: CryptoKey) => Promise<Value | null>) => Promise<Value | null>;
}

interface Generation {
  readonly material: CryptoKey;
  readonly frameKey: CryptoKey;
}

/**
 * Makes a slot of key material (HKDF, or PBKDF2 for a password). Each frame key is derived once.
 * @param ratchetWindow how many ratchet steps of the owner are followed without being told
 */
export function createKeySlot(material: CryptoKey, ratchetWindow: number): KeySlot {
  let generations: Promise<Generation | null>[] = [generationOf(material)];
  let failures = 0;

  const generation = (steps: number): Promise<Generation | null> =>
    (generations[steps] ??= generation(steps - 1).then((previous) => (previous === null ? null : ratchet(previous))));

  const isPasswordKey = material.algorithm.name === "PBKDF2";
  return {
    frameKey: async () => (await generation(0))?.frameKey ?? null,
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
        if (steps > 0 && generations === known) generations = generations.slice(steps);
        return value;
      }
      failures += 1;
      return null;
    },
  };
}

async function ratchet(previous: Generation): Promise<Generation | null> {
  try {
    const { name } = previous.material.algorithm;
    const chain = await crypto.subtle.deriveBits(derivation(name), previous.material, CHAIN_BITS);
    return await generationOf(await crypto.subtle.importKey("raw", chain, name, false, ["deriveBits", "deriveKey"]));
  } catch {
    return null;
  }
}

async function generationOf(material: CryptoKey): Promise<Generation | null> {
  try {
    const frameKey = await crypto.subtle.deriveKey(derivation(material.algorithm.name), material, FRAME_KEY, false, [
      "encrypt",
      "decrypt",
    ]);
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
