import type { StoredEvent } from "../../machines/events/callEvents.ts";

/** An event as it lies on disk: AES-256-GCM over its JSON. */
export interface SealedEvent {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

/** A key for sealing that can be stored but never exported. */
export function createSealKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** Seals `event` under a fresh IV. */
export async function sealWith(key: CryptoKey, event: StoredEvent): Promise<SealedEvent> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(event)));
  return { iv, data };
}

/** What was sealed; null when it was altered or is by another key. */
export async function openSealed(key: CryptoKey, { iv, data }: SealedEvent): Promise<unknown> {
  try {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data)));
  } catch {
    return null;
  }
}
