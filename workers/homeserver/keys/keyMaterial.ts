/** What frame keys are derived from; no script can read it out again. */
const USAGES: readonly KeyUsage[] = ["deriveBits", "deriveKey"];

/** Makes HKDF material of a member's raw key. The bytes are overwritten. */
export async function importMemberKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey("raw", bytes, "HKDF", false, USAGES);
  } finally {
    bytes.fill(0);
  }
}

/** Makes PBKDF2 material of the password in a call's link, used as text. */
export async function importSharedKey(password: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(password);
  try {
    return await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, USAGES);
  } finally {
    bytes.fill(0);
  }
}
