import type { StoredEvent } from "../../machines/events/callEvents.ts";
import { decodeStoredEvent } from "../../machines/events/decodeStoredEvent.ts";
import type { BatchRow } from "./db.ts";

/** Bytes of a fresh initialisation vector (NIST SP 800-38D: 96 bits). */
const IV_BYTES = 12;

/** Encrypts events of one call that are written together; there is at least one. */
export async function sealBatch(key: CryptoKey, callId: string, events: readonly StoredEvent[]): Promise<BatchRow> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const [firstSeq, lastSeq] = [events[0]?.seq ?? 0, events.at(-1)?.seq ?? 0];
  const plain = new TextEncoder().encode(JSON.stringify(events));
  const payload = await crypto.subtle.encrypt(parametersOf({ callId, firstSeq, lastSeq, iv }), key, plain);
  return { callId, firstSeq, lastSeq, iv, payload };
}

/** Decrypts a batch. What cannot be read is left out and counted. */
export async function openBatch(
  key: CryptoKey,
  batch: BatchRow,
): Promise<{ readonly events: readonly StoredEvent[]; readonly droppedCount: number }> {
  const wholeCount = batch.lastSeq - batch.firstSeq + 1;
  try {
    const plain = await crypto.subtle.decrypt(parametersOf(batch), key, batch.payload);
    const values: unknown = JSON.parse(new TextDecoder().decode(plain));
    const read = Array.isArray(values) ? values.map(decodeStoredEvent) : [];
    const events = read.filter((event) => event !== null);
    return { events, droppedCount: read.length - events.length };
  } catch {
    // Written under a key that is gone, or altered on disk.
    return { events: [], droppedCount: wholeCount };
  }
}

/** Ties a payload to its place, so that one batch cannot stand in for another. */
function parametersOf({ callId, firstSeq, lastSeq, iv }: Omit<BatchRow, "payload">): AesGcmParams {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(JSON.stringify([callId, firstSeq, lastSeq])) };
}
