import { EncryptionEvent, type Room } from "livekit-client";
import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import type { MediaCryptoClient } from "../../../../workers/media-crypto/mediaCrypto.api.ts";
import { createE2eeManager } from "./e2eeManager.ts";

const OWN = "@me:example.org:DEVICE";

/** A manager in a room that only has what managers listen to. */
function setUp(mediaCrypto: Partial<MediaCryptoClient> = {}) {
  const manager = createE2eeManager({
    mediaCrypto: mediaCrypto as MediaCryptoClient,
    connectionId: "sfu",
    access: "streams",
  });
  const localParticipant = Object.assign(new EventEmitter(), { identity: OWN, isE2EEEnabled: true });
  const room = Object.assign(new EventEmitter(), { localParticipant });
  const changes: boolean[] = [];
  manager.on(EncryptionEvent.ParticipantEncryptionStatusChanged, (isEnabled) => changes.push(isEnabled));
  manager.setup(room as unknown as Room);
  return { manager, room, changes };
}

test("[MC17] encryption turns on when the room signals, and nobody can turn it off", () => {
  const { manager, room, changes } = setUp();
  room.emit("signalConnected");
  expect(manager.isEnabled).toBe(true);
  manager.setParticipantCryptorEnabled(false, OWN);
  manager.setParticipantCryptorEnabled(false, "@bob:example.org:DEVICE");
  expect(manager.isEnabled).toBe(true);
  expect(changes).toEqual([true]);
});

test("[MC17] packets of the data channel go out in clear even when LiveKit asks otherwise", () => {
  const { manager } = setUp();
  manager.isDataChannelEncryptionEnabled = true;
  expect(manager.isDataChannelEncryptionEnabled).toBe(false);
});

test("[FE22] a packet that its sender encrypted is read; one that cannot be is an error, and so is sending without a key", async () => {
  const { manager } = setUp({
    encryptPacket: async () => null,
    decryptPacket: async (_, { keyIndex, payload }) => (keyIndex === 3 ? payload.toReversed() : null),
  });
  const [payload, iv] = [Uint8Array.of(1, 2), new Uint8Array(12)];
  const read = await manager.handleEncryptedData(payload, iv, OWN, 3);
  expect(read.payload).toEqual(Uint8Array.of(2, 1));
  await expect(manager.handleEncryptedData(payload, iv, OWN, 4)).rejects.toThrow("could not be decrypted");
  await expect(manager.encryptData(payload)).rejects.toThrow("no key");
});

test("[MC17] a browser without encoded frames is told so before it joins", () => {
  const manager = createE2eeManager({ mediaCrypto: {} as MediaCryptoClient, connectionId: "sfu", access: null });
  expect(() => manager.setup(new EventEmitter() as unknown as Room)).toThrow("encoded frames");
});
