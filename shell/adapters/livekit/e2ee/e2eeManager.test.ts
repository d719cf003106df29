import { EncryptionEvent, type Room } from "livekit-client";
import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import type { MediaCryptoClient } from "../../../../workers/media-crypto/mediaCrypto.api.ts";
import { createE2eeManager } from "./e2eeManager.ts";

const OWN = "@me:example.org:DEVICE";

/** A manager in a room that only has what managers listen to. */
function setUp() {
  const manager = createE2eeManager({ mediaCrypto: {} as MediaCryptoClient, connectionId: "sfu", access: "streams" });
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

test("[MC17] data channels are not encrypted even when LiveKit asks for it, and say so", async () => {
  const { manager } = setUp();
  manager.isDataChannelEncryptionEnabled = true;
  expect(manager.isDataChannelEncryptionEnabled).toBe(false);
  await expect(manager.encryptData(new Uint8Array(3))).rejects.toThrow("not encrypted");
  await expect(manager.handleEncryptedData(new Uint8Array(3), new Uint8Array(12), OWN, 0)).rejects.toThrow("not read");
});

test("[MC17] a browser without encoded frames is told so before it joins", () => {
  const manager = createE2eeManager({ mediaCrypto: {} as MediaCryptoClient, connectionId: "sfu", access: null });
  expect(() => manager.setup(new EventEmitter() as unknown as Room)).toThrow("encoded frames");
});
