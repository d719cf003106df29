import type { Bytes } from "./encodedFrame.ts";

/**
 * SHA-256 of the only payloads that an SFU may put into an encrypted track: a blank VP8 picture of 8 by 8, the parts of a
 * blank H.264 picture, and silence. They show and say nothing.
 */
const knownHashes: ReadonlySet<string> = new Set([
  "ef0161653d8b2b23aad46624b420af1d03ce48950e9fc85718028f91b50f9219",
  "f0a0e09647d891d6d50aa898bce7108090375d0d55e50a2bb21147afee558e44",
  "61d9665eed71b6d424ae9539330a3bdd5cb386d4d781c808219a6e36750493a7",
  "faffc26b68a2fc09096fa20f3351e706398b6f838a7500c8063472c2e476e90d",
  "aad8d31fc56b2802ca500e58c2fb9d0b29ad71bb7cb52cd6530251eade188988",
]);

/** Whether `data` ends with `trailer`; never for an empty trailer. */
export function hasTrailer(data: Uint8Array, trailer: Uint8Array): boolean {
  const start = data.length - trailer.length;
  return trailer.length > 0 && start >= 0 && trailer.every((byte, index) => data[start + index] === byte);
}

/** Whether `payload`, without its trailer, is one of the SFU's blank frames. */
export async function isServerFrame(payload: Bytes): Promise<boolean> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", payload));
  return knownHashes.has(Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join(""));
}
