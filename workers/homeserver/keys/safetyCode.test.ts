import { pbkdf2Sync } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DeviceId, RoomId, UserId } from "../../../machines/domain/ids.ts";
import { safetyCodeOf, transcriptOf, type CodedDevice } from "./safetyCode.ts";

const ROOM = "!room:example.org" as RoomId;

function deviceOf(name: string, deviceId = "DEVICE", byte = name.length): CodedDevice {
  return {
    userId: `@${name}:example.org` as UserId,
    deviceId: deviceId as DeviceId,
    fingerprint: new Uint8Array(32).fill(byte),
  };
}

/** The same by Node's crypto and from the words of the rule alone. */
function codeByNode(roomId: string, devices: readonly CodedDevice[]): string {
  const field = (bytes: Uint8Array) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const entries = devices
    .map(({ userId, deviceId, fingerprint }) =>
      Buffer.concat([field(Buffer.from(userId)), field(Buffer.from(deviceId)), field(fingerprint)]),
    )
    .toSorted(Buffer.compare);
  const transcript = Buffer.concat([Buffer.of(1), field(Buffer.from(roomId)), ...entries]);
  const derived = pbkdf2Sync(transcript, "app.parley.safety_code", 100_000, 30, "sha256");
  return [0, 5, 10, 15, 20, 25]
    .map((offset) => (BigInt(`0x${derived.subarray(offset, offset + 5).toString("hex")}`) % 100_000n).toString())
    .map((digits) => digits.padStart(5, "0"))
    .join(" ");
}

test("[SC1] the code is six groups of five digits, as anybody can compute it", async () => {
  const devices = [deviceOf("alice", "PHONE"), deviceOf("bob"), deviceOf("élise🙂", "A", 200)];
  const code = await safetyCodeOf(transcriptOf(ROOM, devices));
  expect(code).toMatch(/^(\d{5} ){5}\d{5}$/);
  expect(code).toBe(codeByNode(ROOM, devices));
  // A vector, so that another version of ours or of anybody's is noticed.
  expect(code).toMatchInlineSnapshot(`"97432 58276 59933 79365 66072 40934"`);
});

const anyDevice: fc.Arbitrary<CodedDevice> = fc.record({
  userId: fc.string({ unit: "grapheme", maxLength: 12 }).map((name) => `@${name}:example.org` as UserId),
  deviceId: fc.string({ minLength: 1, maxLength: 10 }).map((id) => id as DeviceId),
  fingerprint: fc.uint8Array({ minLength: 32, maxLength: 32 }),
});
const anyDevices = fc.uniqueArray(anyDevice, {
  minLength: 1,
  maxLength: 5,
  selector: ({ userId, deviceId }) => `${userId} ${deviceId}`,
});
test("[SC2] the code does not depend on the order, nor on how often a device is listed", () => {
  fc.assert(
    fc.property(
      anyDevices.chain((devices) =>
        fc.tuple(fc.constant(devices), fc.shuffledSubarray(devices, { minLength: devices.length })),
      ),
      ([devices, shuffled]) => {
        expect(transcriptOf(ROOM, [...shuffled, ...shuffled.slice(0, 1)])).toEqual(transcriptOf(ROOM, devices));
      },
    ),
  );
});

test("[SC3] whatever changes in the call changes what is hashed", () => {
  fc.assert(
    fc.property(anyDevices, fc.nat(), anyDevice, (devices, nat, newcomer) => {
      const at = nat % devices.length;
      const changed = (change: (device: CodedDevice) => Partial<CodedDevice>) =>
        devices.map((device, index) => (index === at ? { ...device, ...change(device) } : device));
      fc.pre(!devices.some((device) => device.userId === newcomer.userId && device.deviceId === newcomer.deviceId));
      fc.pre(new Set(devices.map(({ fingerprint }) => String(fingerprint))).size === devices.length);
      const flip = (key: Uint8Array) => key.map((byte, index) => (index === nat % 32 ? byte ^ 1 : byte));
      const calls = [
        transcriptOf(ROOM, devices),
        transcriptOf(`${ROOM}x` as RoomId, devices),
        transcriptOf(ROOM, [...devices, newcomer]),
        transcriptOf(ROOM, devices.toSpliced(at, 1)),
        transcriptOf(
          ROOM,
          changed(({ fingerprint }) => ({ fingerprint: flip(fingerprint) })),
        ),
        transcriptOf(
          ROOM,
          changed(({ deviceId }) => ({ deviceId: `${deviceId}'` as DeviceId })),
        ),
        transcriptOf(
          ROOM,
          changed(({ userId }) => ({ userId: `${userId}'` as UserId })),
        ),
      ];
      expect(new Set(calls.map(String)).size).toBe(calls.length);
    }),
  );
});

test("[SC3] a letter that moves from one field to the next is another call, with another code", async () => {
  const one = deviceOf("al", "XDEV");
  const other = { ...deviceOf("al", "DEV"), userId: `${one.userId}X` as UserId };
  const codes = await Promise.all([one, other].map((device) => safetyCodeOf(transcriptOf(ROOM, [device]))));
  expect(codes[0]).not.toBe(codes[1]);
});
