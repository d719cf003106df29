import { expect, test } from "vitest";
import type { ParticipantId } from "../../machines/domain/ids.ts";
import { hkdfMaterial } from "./frame.fixture.ts";
import { createKeyRings, decodeKeyMessage } from "./keyRings.ts";

const key = await hkdfMaterial(new Uint8Array(16));
const frameKey = await crypto.subtle.importKey("raw", new Uint8Array(16), "AES-GCM", false, ["decrypt"]);
const participantId = "@bob:example.org:DEVICE" as ParticipantId;

test.each([
  null,
  "key.set",
  {},
  { kind: "keys.stolen", keyIndex: 0, key },
  { kind: "ownKey.set", keyIndex: 256, key },
  { kind: "ownKey.set", keyIndex: -1, key },
  { kind: "ownKey.set", keyIndex: 1.5, key },
  { kind: "ownKey.use", keyIndex: "0" },
  { kind: "sharedKey.set", keyIndex: 0, key: "secret" },
  { kind: "sharedKey.set", keyIndex: 0, key: frameKey },
  { kind: "key.set", keyIndex: 0, key },
])("[MC13] what is no key message is dropped: %j", (message) => {
  expect(decodeKeyMessage(message)).toBeNull();
});

test("[MC13] key messages are read as they are, over the whole range of indexes", () => {
  for (const keyIndex of [0, 255]) {
    const message = { kind: "key.set", participantId, keyIndex, key };
    expect(decodeKeyMessage({ ...message, more: 1 })).toEqual(message);
  }
});

test("[MC14] a member's own key outranks the call's shared one, for that index and member alone", () => {
  const rings = createKeyRings();
  rings.accept({ kind: "sharedKey.set", keyIndex: 0, key });
  const shared = rings.slotOf(participantId, 0);
  rings.accept({ kind: "key.set", participantId, keyIndex: 0, key });
  expect(rings.slotOf(participantId, 0)).not.toBe(shared);
  expect(rings.slotOf("@carol:example.org:DEVICE" as ParticipantId, 0)).toBe(shared);
  expect(rings.slotOf(participantId, 1)).toBeNull();
});

test("[MC19] of a member's keys the eight newest are kept, whatever their indexes", () => {
  const rings = createKeyRings();
  const indexes = [250, 251, 252, 253, 254, 255, 0, 1, 2];
  for (const keyIndex of indexes) rings.accept({ kind: "key.set", participantId, keyIndex, key });
  const kept = indexes.filter((keyIndex) => rings.slotOf(participantId, keyIndex) !== null);
  expect(kept).toEqual(indexes.slice(1));
  rings.accept({ kind: "key.set", participantId, keyIndex: 251, key });
  rings.accept({ kind: "key.set", participantId, keyIndex: 3, key });
  expect(rings.slotOf(participantId, 252)).toBeNull();
  expect(rings.slotOf(participantId, 251)).not.toBeNull();
});
