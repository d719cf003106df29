import type { KeyIndex, ParticipantId } from "../../machines/domain/ids.ts";
import { unreachable } from "../../machines/domain/unreachable.ts";
import type { FrameCipher } from "./cipher/frameCipher.ts";
import { createKeySlot, type KeySlot } from "./keySlot.ts";
import type { KeyMessage } from "./mediaCrypto.api.ts";

/** Ratchet steps of a member that we follow unasked, as Element Call does. */
const RATCHET_WINDOW = 10;
/** Keys of one member that the quick cipher holds: frames on their way may be of the key before. */
const KEYS_AWAKE = 2;
/** Keys of one member that are kept at all (ours): the newest, of which one is in use, one about to be, and some late. */
const KEYS_KEPT = 8;

/** The key that our frames are encrypted with. */
export interface SendingKey {
  readonly keyIndex: KeyIndex;
  readonly slot: KeySlot;
}

/** Every key of the call: own, other members', shared. */
export interface KeyRings {
  readonly accept: (message: KeyMessage) => void;
  /** The key for a member's frames with `keyIndex`; null when it has not come. */
  readonly slotOf: (participantId: ParticipantId, keyIndex: KeyIndex) => KeySlot | null;
  /** Null when there is none to use: then nothing may be sent. */
  readonly sendingKey: () => SendingKey | null;
}

/** Makes empty key rings. @param cipher holds the keys in use in raw form besides; null for WebCrypto alone */
export function createKeyRings(cipher: FrameCipher | null = null): KeyRings {
  const ringByParticipant = new Map<ParticipantId, Map<KeyIndex, KeySlot>>();
  const ownRing = new Map<KeyIndex, KeySlot>();
  const sharedRing = new Map<KeyIndex, KeySlot>();
  let ownIndex: KeyIndex | null = null;
  let sharedIndex: KeyIndex | null = null;

  const ringOf = (participantId: ParticipantId) => {
    const ring = ringByParticipant.get(participantId) ?? new Map<KeyIndex, KeySlot>();
    ringByParticipant.set(participantId, ring);
    return ring;
  };

  return {
    accept: (message) => {
      switch (message.kind) {
        case "key.set":
          put(ringOf(message.participantId), message.keyIndex, createKeySlot(message.key, RATCHET_WINDOW, cipher));
          break;
        case "ownKey.set":
          put(ownRing, message.keyIndex, createKeySlot(message.key, 0, cipher));
          break;
        case "ownKey.use":
          ownIndex = message.keyIndex;
          break;
        case "sharedKey.set":
          put(sharedRing, message.keyIndex, createKeySlot(message.key, 0, cipher));
          sharedIndex = message.keyIndex;
          break;
        case "keys.cleared":
          for (const ring of [ownRing, sharedRing, ...ringByParticipant.values()]) {
            for (const slot of ring.values()) slot.rest();
            ring.clear();
          }
          ringByParticipant.clear();
          ownIndex = sharedIndex = null;
          break;
        default:
          unreachable(message);
      }
    },
    slotOf: (participantId, keyIndex) =>
      ringByParticipant.get(participantId)?.get(keyIndex) ?? sharedRing.get(keyIndex) ?? null,
    sendingKey: () => {
      // An own key that was chosen but never came must not fall back to another: a leaver might know that one.
      const [ring, keyIndex] = ownIndex === null ? [sharedRing, sharedIndex] : [ownRing, ownIndex];
      const slot = keyIndex === null ? undefined : ring.get(keyIndex);
      return keyIndex === null || slot === undefined ? null : { keyIndex, slot };
    },
  };
}

/** Puts the newest key last; those that came before it leave the cipher's memory, and those long before it are forgotten. */
function put(ring: Map<KeyIndex, KeySlot>, keyIndex: KeyIndex, slot: KeySlot): void {
  ring.get(keyIndex)?.rest();
  ring.delete(keyIndex);
  ring.set(keyIndex, slot);
  const oldestFirst = [...ring];
  for (const [, old] of oldestFirst.slice(0, -KEYS_AWAKE)) old.rest();
  for (const [oldIndex] of oldestFirst.slice(0, -KEYS_KEPT)) ring.delete(oldIndex);
}

/** Reads what came over the key port. @returns null for anything else, which is dropped */
export function decodeKeyMessage(value: unknown): KeyMessage | null {
  if (typeof value !== "object" || value === null) return null;
  const { kind, participantId, keyIndex, key } = value as Record<string, unknown>;
  if (kind === "keys.cleared") return { kind };
  if (!isKeyIndex(keyIndex)) return null;
  if (kind === "ownKey.use") return { kind, keyIndex };
  if (!isMaterial(key)) return null;
  if (kind === "ownKey.set" || kind === "sharedKey.set") return { kind, keyIndex, key };
  if (kind !== "key.set" || typeof participantId !== "string") return null;
  return { kind, participantId: participantId as ParticipantId, keyIndex, key };
}

function isKeyIndex(value: unknown): value is KeyIndex {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
}

function isMaterial(value: unknown): value is CryptoKey {
  return (
    value instanceof CryptoKey &&
    ["HKDF", "PBKDF2"].includes(value.algorithm.name) &&
    value.usages.includes("deriveBits")
  );
}
